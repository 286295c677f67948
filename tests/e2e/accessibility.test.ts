import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = ['Watch', 'Floor', 'Handover'] as const;
const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ args: ['--time', '2026-03-02T15:40:00Z'] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(Object.entries(SIZES))('on a %s screen', (_, viewport) => {
  it.each(SCREENS)('axe finds nothing on %s, and nothing runs off the side', async (screen) => {
    const { page, problems } = await openWatchedPage(browser, { viewport });
    await page.goto(`${server.url}/?noglobe=1`);
    await page.evaluate(() => window.watchfloor?.idle());
    await page
      .getByRole('link', { name: new RegExp(`^${screen}`) })
      .or(page.getByRole('tab', { name: new RegExp(`^${screen}`) }))
      .first()
      .click();
    // The debugger may evaluate what the page's own policy forbids; axe is not part of the page.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: AXE });
    const result = await page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    );
    expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(result.passes.length).toBeGreaterThan(15);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
