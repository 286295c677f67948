import { join } from 'node:path';
import { defineConfig } from 'vite';
import { globeAssets } from './assets.plugin.ts';

const SERVER = 'http://127.0.0.1:8080';

/**
 * Build of the browser client.
 *
 * Nothing is inlined, neither scripts nor images, so that the server can send a strict content security policy.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [globeAssets()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '../dist/client'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: {
      '/api': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
});
