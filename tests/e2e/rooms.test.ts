import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { ISS_2008, VANGUARD_2000 } from '../helpers/sets.ts';

const TIME = '2008-09-21T00:00:00Z';
const START = Date.parse(TIME);
const HOUR = 3_600_000;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  const file = join(makeStateDir(), 'two.tle');
  writeFileSync(file, `${ISS_2008}\n${VANGUARD_2000}\n`);
  server = await startServer({ args: ['--catalog', file, '--time', TIME, '--restrict', '5=USA'] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPage(address = server.url) {
  const watched = await openWatchedPage(browser, { viewport: { width: 1440, height: 900 } });
  const url = new URL(address);
  url.searchParams.set('test', '1');
  url.searchParams.set('noglobe', '1');
  await watched.page.goto(url.href);
  await watched.page.evaluate(() => window.watchfloor?.idle());
  return watched;
}

const timeOf = (page: Page): Promise<number> => page.evaluate(() => window.watchfloor!.simulationTime());
const bar = (page: Page) => page.getByRole('banner');

describe('rooms on the page', () => {
  it('are one click there and one click back, and a link leads others to them', async () => {
    const [one, two] = await Promise.all([openPage(), openPage()]);
    await bar(one.page)
      .getByRole('button', { name: /^Own room/ })
      .click();
    await bar(one.page)
      .getByRole('button', { name: /^Back to live/ })
      .waitFor();
    expect(new URL(one.page.url()).searchParams.get('room')).toMatch(/^[\w-]{16}$/);
    await one.page.evaluate(() => window.watchfloor?.idle());
    await one.page.getByRole('button', { name: '+1 h' }).click();
    await one.page.waitForFunction((limit) => window.watchfloor!.simulationTime() > limit, START + HOUR);
    expect(await timeOf(two.page)).toBeLessThan(START + HOUR);
    // A reload and the link lead to the same room.
    await one.page.reload();
    const three = await openPage(one.page.url());
    await one.page.evaluate(() => window.watchfloor?.idle());
    for (const { page } of [one, three]) expect(await timeOf(page)).toBeGreaterThan(START + HOUR);
    await bar(one.page)
      .getByRole('button', { name: /^Back to live/ })
      .click();
    await bar(one.page)
      .getByRole('button', { name: /^Own room/ })
      .waitFor();
    await one.page.waitForFunction((limit) => window.watchfloor!.simulationTime() < limit, START + HOUR);
    expect(new URL(one.page.url()).searchParams.has('room')).toBe(false);
    expect([...one.problems, ...two.problems, ...three.problems]).toEqual([]);
    for (const { page } of [one, two, three]) await page.context().close();
  });

  it('are listed, renamed and closed by who made them; who was in one is told', async () => {
    const [owner, guest] = await Promise.all([openPage(), openPage()]);
    await bar(owner.page)
      .getByRole('button', { name: /See all rooms/ })
      .click();
    await owner.page.getByLabel('Name', { exact: true }).fill('Training');
    await owner.page.getByRole('button', { name: 'Make it and go there' }).click();
    await bar(owner.page).getByRole('button', { name: 'Room: Training. See all rooms' }).waitFor();
    await bar(guest.page)
      .getByRole('button', { name: /See all rooms/ })
      .click();
    await guest.page.getByRole('button', { name: 'Go there: Training' }).click();
    await bar(guest.page)
      .getByRole('button', { name: /Room: Training/ })
      .waitFor();
    await bar(owner.page)
      .getByRole('button', { name: /See all rooms/ })
      .click();
    await owner.page.locator('summary', { hasText: 'Change Training' }).click();
    await owner.page.getByRole('button', { name: /^Close it: Training/ }).click();
    await bar(guest.page)
      .getByRole('button', { name: /Room: Live room/ })
      .waitFor();
    await guest.page.getByText('That room is closed.').waitFor();
    expect([...owner.problems, ...guest.problems]).toEqual([]);
    await owner.page.context().close();
    await guest.page.context().close();
  });

  it('show what is withheld as a number, and what it is to whom it is released', async () => {
    const { page, problems } = await openPage();
    await page.getByText('1 withheld: not released to you').waitFor();
    expect(await page.getByText('VANGUARD 1').count()).toBe(0);
    await bar(page)
      .getByRole('button', { name: /Say who you are/ })
      .click();
    await page.locator('#join-name').fill('Ada');
    await page.locator('#join-nation').selectOption('USA');
    await page.locator('.join').click();
    await page.getByText('VANGUARD 1').first().waitFor();
    expect(await page.getByText('withheld: not released').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
