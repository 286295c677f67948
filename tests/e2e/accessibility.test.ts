import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeElementSets } from '../../core/elements/write.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';
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

const TIME = '2026-03-02T15:40:00Z';
const dir = mkdtempSync(join(tmpdir(), 'watchfloor-accessibility-'));

beforeAll(async () => {
  // Every eighth of the notional objects: screening all of them takes longer than looking at the page.
  const sets = [...generateNotionalCatalog({ seed: 'accessibility', epoch: Date.parse(TIME) })];
  const unwritable: string[] = [];
  const pieces = writeElementSets(
    sets.filter((_, i) => i % 8 === 0),
    'omm-json',
    {
      creationDate: Date.parse(TIME),
      originator: 'TEST',
      onUnwritable: (_set, reason) => unwritable.push(reason),
    },
  );
  const file = join(dir, 'notional.json');
  writeFileSync(file, [...pieces].join(''));
  if (unwritable.length > 0) throw new Error(unwritable[0]);
  server = await startServer({ args: ['--catalog', file, '--time', TIME] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dir, { recursive: true });
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
    const result = await runAxe(page);
    expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(result.passes.length).toBeGreaterThan(15);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('axe finds nothing on the conjunctions, which are screened, sorted and filtered', async () => {
    const { page, problems } = await openWatchedPage(browser, { viewport });
    await page.goto(`${server.url}/?noglobe=1`);
    await page.evaluate(() => window.watchfloor?.idle());
    await page.getByRole('button', { name: 'Conjunctions' }).click();
    const dialog = page.getByRole('dialog', { name: 'Conjunctions' });
    await dialog.getByRole('table').waitFor();
    await dialog.getByRole('button', { name: 'Sort by Miss' }).click();
    const misses = await dialog
      .locator('tbody td:nth-child(4)')
      .evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent ?? ''));
    const kilometers = misses.map((one) => parseFloat(one) * (one.endsWith(' m') ? 0.001 : 1));
    expect(kilometers.length).toBeGreaterThan(10);
    expect(kilometers).toEqual([...kilometers].sort((a, b) => a - b));
    const result = await runAxe(page);
    expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await dialog.getByLabel('Name or number').fill('no such name');
    await dialog.getByText('None of them matches.').waitFor();
    await dialog.getByLabel('Name or number').fill('');
    await dialog
      .getByRole('button', { name: /^Close up:/ })
      .first()
      .click();
    const closeUp = page.getByRole('dialog', { name: 'Conjunction close up' });
    await closeUp.getByRole('heading', { name: 'Encounter plane' }).waitFor();
    const close = await runAxe(page);
    expect(close.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const scroll = await closeUp.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(scroll).toBeLessThanOrEqual(0);
    await closeUp.getByRole('button', { name: 'All conjunctions' }).click();
    await dialog.locator('tbody button').first().click();
    await dialog.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

/** The debugger may evaluate what the page's own policy forbids; axe is not part of the page. */
async function runAxe(page: Page): Promise<AxeResults> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  return page.evaluate(() => (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
}
