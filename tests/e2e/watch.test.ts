import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { ISS_2008, VANGUARD_BAD_CHECKSUM } from '../helpers/sets.ts';

/** Two pages interpolate the same keyframes with the same formula; what is left is floating point. */
const AGREEMENT_KM = 0.001;
/** An invented object of the notional catalogue; its first. */
const FIRST_NOTIONAL = 900_000_001;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPage(query = '?test=1', viewport = { width: 1280, height: 640 }) {
  const watched = await openWatchedPage(browser, { viewport });
  await watched.page.goto(`${server.url}/${query}`);
  await watched.page.evaluate(() => window.watchfloor?.idle());
  return watched;
}

function clockOf(page: Page) {
  return page.evaluate(() => window.watchfloor!.clock().segment!);
}

describe('the sky', () => {
  it('shows every object of the notional catalogue on a globe, without an error in the console', async () => {
    const { page, problems } = await openPage();
    const { drawn } = (await page.evaluate(() => window.watchfloor!.statistics()))!;
    expect(drawn).toBeGreaterThanOrEqual(25_000);
    await page.getByText('Notional catalogue').first().waitFor();
    expect(await page.getByText('EXERCISE//NOTIONAL').first().isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('lights pixels where the objects are', async () => {
    const { page } = await openPage();
    const spot = await page.evaluate((number) => {
      const canvas = document.querySelector('canvas')!;
      const first = window.watchfloor!.project(number);
      return { first, width: canvas.clientWidth, height: canvas.clientHeight };
    }, FIRST_NOTIONAL);
    expect(spot.width).toBeGreaterThan(300);
    const shot = await page.locator('canvas').first().screenshot();
    expect(shot.byteLength).toBeGreaterThan(20_000);
    await page.context().close();
  });

  it('finds an object by its number, selects it and tells its altitude and the age of its elements', async () => {
    const { page, problems } = await openPage();
    await page.keyboard.press('/');
    await page.keyboard.type(String(FIRST_NOTIONAL));
    await page.getByRole('listbox', { name: 'Objects found' }).getByRole('option').first().click();
    const inspector = page.getByRole('complementary', { name: 'Selected object' });
    await inspector.getByText(String(FIRST_NOTIONAL)).first().waitFor();
    await inspector.getByText('Altitude').waitFor();
    await inspector.getByText(/Epoch/).waitFor();
    expect(await inspector.innerText()).toMatch(/\d km/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is the same for two people: same time, same place, and both freeze at the same instant', async () => {
    const one = await openPage();
    const two = await openPage();
    await one.page.getByRole('button', { name: 'Pause the clock' }).first().click();
    for (const { page } of [one, two]) {
      await page.waitForFunction(() => window.watchfloor!.clock().segment?.rate === 0);
    }
    const [a, b] = [await clockOf(one.page), await clockOf(two.page)];
    expect(b).toEqual(a);
    const positions = await Promise.all(
      [one, two].map(({ page }) =>
        page.evaluate(([number, time]) => window.watchfloor!.stateOf(number, time), [
          FIRST_NOTIONAL,
          a.simulationTime,
        ] as const),
      ),
    );
    const [p, q] = positions;
    expect(Math.hypot(p![0]! - q![0]!, p![1]! - q![1]!, p![2]! - q![2]!)).toBeLessThan(AGREEMENT_KM);
    await two.page.getByRole('button', { name: 'Go to live' }).first().click();
    await one.page.waitForFunction(() => window.watchfloor!.clock().segment?.rate === 1);
    expect((await clockOf(one.page)).timelineId).toBe(a.timelineId + 1);
    await one.page.context().close();
    await two.page.context().close();
  });

  it('can be read as a table without WebGL', async () => {
    const { page, problems } = await openPage('?noglobe=1');
    const grid = page.getByRole('grid');
    await grid.waitFor();
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(25_000);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('loading', () => {
  it('adds a file, accounts for its records, and says that its elements are old', async () => {
    const { page } = await openPage();
    await page.getByRole('button', { name: 'Load…' }).first().click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'two.tle',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${ISS_2008}\n${VANGUARD_BAD_CHECKSUM}\n`),
    });
    await page.getByRole('button', { name: 'Add to the catalogue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('checksum is 4, should be 3').waitFor();
    expect(await dialog.innerText()).toContain('two.tle is loaded.');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: /Search objects/ }).fill('ISS (ZARYA)');
    await page.getByRole('listbox', { name: 'Objects found' }).getByRole('option').first().click();
    await page
      .getByRole('complementary', { name: 'Selected object' })
      .getByText('1998-067A')
      .first()
      .waitFor();
    await page.context().close();
  });

  it('turns away a file without element sets, and the picture stays', async () => {
    const { page } = await openPage();
    const before = (await page.evaluate(() => window.watchfloor!.statistics()))!.drawn;
    await page.getByRole('button', { name: 'Load…' }).first().click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'noise.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 10, 0, 77]),
    });
    await page.getByRole('button', { name: 'Add to the catalogue' }).click();
    await page.getByText('this looks like a binary file').first().waitFor();
    await page.getByText('Nothing in noise.bin was accepted.').first().waitFor();
    expect((await page.evaluate(() => window.watchfloor!.statistics()))!.drawn).toBe(before);
    await page.context().close();
  });
});
