import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // As many as there are cores; vitest leaves one free, which on two cores is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{core,client,server,validation}/**/*.test.{ts,tsx}'],
          // The longest plays take ten seconds alone, and several times that beside others.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/{e2e,scenarios}/**/*.test.ts'],
          // Browsers and servers share two cores with each other: one file at a time.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
