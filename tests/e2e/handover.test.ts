import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

/** Twelve minutes before the 16:00Z boundary: the overlap is under way. */
const IN_THE_OVERLAP = '2026-03-02T15:48:00Z';
/** Rounds in which the two people do what there is to do; new items may come in between. */
const MOST_ROUNDS = 150;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ args: ['--time', IN_THE_OVERLAP] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPage(): Promise<{ page: Page; problems: readonly string[] }> {
  const watched = await openWatchedPage(browser, { viewport: { width: 1440, height: 900 } });
  await watched.page.goto(`${server.url}/?noglobe=1#floor`);
  await watched.page.evaluate(() => window.watchfloor?.idle());
  watched.page.setDefaultTimeout(10_000);
  return watched;
}

async function sit(page: Page, button: string, name: string): Promise<void> {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByLabel('Your name, as others see it').fill(name);
  await page.getByRole('button', { name: 'Sit down' }).click();
  await page.getByText('YOUR SEAT').first().waitFor();
}

function chiefIn(page: Page): Promise<string> {
  return page.getByLabel('Who is in charge').first().innerText();
}

async function clickIfThere(page: Page, name: RegExp): Promise<boolean> {
  const button = page.getByRole('button', { name, disabled: false }).first();
  if ((await button.count()) === 0) return false;
  // The floor moves on between finding a button and clicking it; the next round finds what is there then.
  return button.click({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}

describe('a hand-over by two people in two windows', () => {
  it('passes responsibility once everything is told, acknowledged and signed, and both see the new chief', async () => {
    const outgoing = await openPage();
    const incoming = await openPage();
    const before = await chiefIn(outgoing.page);
    expect(await chiefIn(incoming.page)).toBe(before);
    await sit(outgoing.page, 'Sit here', 'Ola Outgoing');
    await sit(incoming.page, 'Relieve', 'Inge Incoming');
    // Simulated operators at the other desks hand over at 16:00Z; the chief comes last.
    await outgoing.page.goto(`${server.url}/?noglobe=1#watch`);
    await outgoing.page.evaluate(() => window.watchfloor?.idle());
    await outgoing.page.getByRole('combobox', { name: 'Rate of the clock' }).selectOption('60');
    for (const { page } of [outgoing, incoming]) await page.goto(`${server.url}/?noglobe=1#handover`);
    let said = 0;
    for (let round = 0; round < MOST_ROUNDS && (await chiefIn(incoming.page)) === before; round++) {
      await clickIfThere(incoming.page, /I have read it/);
      await clickIfThere(outgoing.page, /^Brief/);
      await clickIfThere(incoming.page, /^Acknowledge/);
      await clickIfThere(outgoing.page, /I am ready to be relieved/);
      if (await clickIfThere(incoming.page, /I relieve you/)) said++;
      await incoming.page.waitForTimeout(100);
    }
    expect(said).toBeGreaterThan(0);
    for (const { page } of [outgoing, incoming]) {
      await expect.poll(() => chiefIn(page), { timeout: 10_000 }).toMatch(/IN CHARGE/);
      await expect.poll(() => chiefIn(page), { timeout: 10_000 }).not.toBe(before);
    }
    expect(await chiefIn(outgoing.page)).toBe(await chiefIn(incoming.page));
    expect(outgoing.problems).toEqual([]);
    expect(incoming.problems).toEqual([]);
  }, 150_000);
});
