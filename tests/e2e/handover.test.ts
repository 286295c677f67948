import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { Watcher } from '../helpers/watcher.ts';

/** Twelve minutes before the 16:00Z boundary: the overlap is under way. */
const IN_THE_OVERLAP = '2026-03-02T15:48:00Z';

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

/** A spoken line is said with two presses. */
async function say(page: Page, words: RegExp): Promise<void> {
  await page.getByRole('button', { name: words, disabled: false }).first().click();
  await page.getByRole('button', { name: words, disabled: false }).first().click();
}

const ITEM = {
  id: 'E2E-1',
  type: 'SENSOR_OUT',
  summary: 'Sensor N-4 down, notional',
  severity: 2,
  desk: 'SCO',
  objects: [],
  acknowledgeMin: 20,
  resolveMin: 720,
  effortMin: 600,
  waitMin: 0,
  acknowledgeAfterMin: 1,
  nextActionAt: null,
  criticalAt: null,
  contingency: 'If it is not back in time, move its tasks.',
  actions: [],
  facts: [{ label: 'Sensor', value: 'N-4', isCritical: true, release: ['USA', 'AUS', 'CAN', 'GBR'] }],
  release: ['USA', 'AUS', 'CAN', 'GBR'],
} as const;

/** A trainer begins an exercise without simulated work and injects one item. */
async function prepareExercise(): Promise<Watcher> {
  const trainer = await Watcher.join(server.url);
  await trainer.identify({ name: 'Tess Trainer', nation: 'USA', isTrainer: true });
  const request = { name: 'e2e', seed: 'e2e', pattern: 'metropolitan', overlapMin: 30 } as const;
  expect(
    await trainer.newExercise({
      kind: 'plain',
      ...request,
      handover: 'read-back',
      load: 0,
      procedure: 'rigid',
    }),
  ).toEqual({ ok: true });
  await trainer.until('the exercise', ({ floor }) => floor.exercise.name === 'e2e');
  expect(await trainer.train({ type: 'inject', action: { type: 'item', item: ITEM } })).toEqual({ ok: true });
  await trainer.until('the item', ({ floor }) => floor.desks[0]!.handover?.items.length === 1);
  return trainer;
}

describe('a handover by two people in two windows', () => {
  it('passes responsibility once everything is read, told, read back, acknowledged and signed, and both see it', async () => {
    const trainer = await prepareExercise();
    const outgoing = await openPage();
    const incoming = await openPage();
    const before = await chiefIn(outgoing.page);
    expect(await chiefIn(incoming.page)).toBe(before);
    await sit(outgoing.page, 'Sit here', 'Ola Outgoing');
    await sit(incoming.page, 'Relieve', 'Inge Incoming');
    for (const { page } of [outgoing, incoming]) await page.goto(`${server.url}/?noglobe=1#handover`);

    const unread = incoming.page.getByRole('button', { name: /^Read: / });
    await expect.poll(() => unread.count()).toBe(12);
    for (let left = 11; left >= 0; left--) {
      await unread.first().click();
      await expect.poll(() => unread.count(), { timeout: 10_000 }).toBe(left);
    }
    await incoming.page.getByRole('button', { name: /I have read it/ }).click();

    await outgoing.page.getByRole('checkbox', { name: /^Told: Sensor/ }).check();
    await outgoing.page.getByRole('button', { name: /^Brief: / }).click();

    await incoming.page.getByRole('textbox', { name: 'Read back: Sensor' }).fill('N-5');
    await incoming.page.getByRole('button', { name: `Read back: ${ITEM.summary}` }).click();
    await incoming.page
      .getByText(/differs/)
      .first()
      .waitFor();
    await incoming.page.getByRole('textbox', { name: 'Read back: Sensor' }).fill('n-4');
    await incoming.page.getByRole('button', { name: `Read back: ${ITEM.summary}` }).click();
    await incoming.page
      .getByRole('textbox', { name: /^In your own words/ })
      .fill('N-4 is out; move its tasks');
    await incoming.page.getByRole('button', { name: /^Acknowledge item: / }).click();

    await say(incoming.page, /I am ready to relieve you/);
    await say(outgoing.page, /I am ready to be relieved/);
    // Simulated operators at the other desks hand over at 16:00Z; the chief comes last.
    expect(await chiefIn(incoming.page)).toBe(before);
    await trainer.clockCommand({ type: 'jump', time: Date.parse('2026-03-02T16:01:00Z') });
    await trainer.until('the desks', ({ floor }) => floor.desks[0]!.handover?.blockers.length === 0);
    await say(incoming.page, /I relieve you/);

    for (const { page } of [outgoing, incoming]) {
      await expect.poll(() => chiefIn(page), { timeout: 10_000 }).not.toBe(before);
      await expect.poll(() => chiefIn(page), { timeout: 10_000 }).toMatch(/IN CHARGE/);
    }
    expect(await chiefIn(outgoing.page)).toBe(await chiefIn(incoming.page));
    expect(outgoing.problems).toEqual([]);
    expect(incoming.problems).toEqual([]);
    trainer.close();
  }, 150_000);
});
