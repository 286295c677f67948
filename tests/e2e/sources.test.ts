import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { ISS_2008, VANGUARD_2000 } from '../helpers/sets.ts';

const TIME = '2008-09-21T00:00:00Z';
/** A day before the other set: one less in the day, and in the checksum. */
const ISS_DAY_BEFORE = ISS_2008.replace('08264.51782528', '08263.51782528').replace('0  2927', '0  2926');
const SATCAT = `OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OPS_STATUS_CODE,OWNER,LAUNCH_DATE,LAUNCH_SITE,DECAY_DATE,RCS
ISS (ZARYA),1998-067A,25544,PAY,+,ISS,1998-11-20,TYMSC,,399.0524
`;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer({ args: ['--time', TIME] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPage() {
  const watched = await openWatchedPage(browser, { viewport: { width: 1280, height: 900 } });
  await watched.page.goto(`${server.url}/?test=1&noglobe=1`);
  await watched.page.evaluate(() => window.watchfloor?.idle());
  return watched;
}

async function load(page: Page, name: string, content: string, button: string): Promise<void> {
  await page.getByRole('button', { name: 'Load…' }).first().click();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: button }).click();
  await page.getByText(`${name} is loaded.`).waitFor();
  await page.keyboard.press('Escape');
}

const noticesOf = (page: Page) => page.getByRole('region', { name: 'Notices' });
const rowsOf = async (page: Page) => Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;

describe('sources', () => {
  it('that one person changes are told to the other, who can take the change back', async () => {
    const [one, two] = await Promise.all([openPage(), openPage()]);
    await load(one.page, 'two.tle', `${ISS_2008}\n${VANGUARD_2000}\n`, 'Replace the catalogue');
    const told = noticesOf(two.page).getByText(/replaced everybody’s sky with two\.tle/);
    await told.waitFor();
    await two.page.waitForFunction(
      () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === '3',
    );
    await noticesOf(two.page).getByRole('button', { name: 'Undo' }).click();
    await noticesOf(one.page)
      .getByText(/took back the change of two\.tle/)
      .waitFor();
    await one.page.waitForFunction(
      () => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) > 25_000,
    );
    expect([...one.problems, ...two.problems]).toEqual([]);
    await one.page.context().close();
    await two.page.context().close();
  });

  it('can be switched off and on, and say for how many objects they are in use', async () => {
    const { page, problems } = await openPage();
    await load(page, 'two.tle', `${ISS_2008}\n${VANGUARD_2000}\n`, 'Replace the catalogue');
    await page.getByText('in use for 2').waitFor();
    await page.locator('summary', { hasText: 'two.tle' }).click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('OFF', { exact: true }).waitFor();
    await page.getByText('No object passes').waitFor();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('in use for 2').waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '3LE' }).first().click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/\.3le$/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('give an object its identity, and its history the set of each time', async () => {
    const { page, problems } = await openPage();
    await load(page, 'satcat.csv', SATCAT, 'Add to the catalogue');
    await load(page, 'before.tle', `${ISS_DAY_BEFORE}\n`, 'Add to the catalogue');
    await page.getByRole('combobox', { name: /Search objects/ }).fill('25544');
    await page.getByRole('listbox', { name: 'Objects found' }).getByRole('option').first().click();
    const inspector = page.getByRole('complementary', { name: 'Selected object' });
    await inspector.getByText('1998-11-20 TYMSC').waitFor();
    await inspector.getByText('large, above 1 m² (399.0524 m²)').waitFor();
    await inspector.getByText('Element history').click();
    const used = inspector.locator('.element-history .in-use');
    await used.getByText('2008-09-20 12:25:40Z').waitFor();
    await page.getByRole('textbox', { name: /Go to a time/ }).fill('2008-09-20T06:00:00Z');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await used.getByText('2008-09-19 12:25:40Z').waitFor();
    await inspector.getByText('Epoch 2008-09-19 12:25:40Z').waitFor();
    await inspector.getByText('before.tle').first().waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('age: a filter by age hides what is lost', async () => {
    const { page } = await openPage();
    expect(await rowsOf(page)).toBe(2);
    await page.getByRole('checkbox', { name: /Lost/ }).uncheck();
    // Vanguard's set is eight years old.
    await page.waitForFunction(
      () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === '2',
    );
    await page.context().close();
  });
});
