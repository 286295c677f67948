import { expect, test } from 'vitest';
import {
  changesSince,
  differenceIn,
  factRows,
  toldUnseen,
  valuesRead,
  wantsReadBack,
} from '../../../client/panels/handover/facts.ts';
import {
  currentEntry,
  desksToWait,
  handoverStep,
  openGates,
  sideOf,
  turnOf,
} from '../../../client/panels/handover/gates.ts';
import { nationChoices, nationOf } from '../../../client/panels/join/nations.ts';
import { rememberedIdentity, rememberIdentity } from '../../../client/panels/join/remembered.ts';
import { tabScreens } from '../../../client/panels/routes.ts';
import { factsIn, nationsIn, numbersIn, problemsOf } from '../../../client/panels/trainer/form-check.ts';
import { fill, initialValues, PLAIN_FORM, TRAINER_FORMS } from '../../../client/panels/trainer/forms.ts';
import { overallState } from '../../../client/panels/trainer/grade.tsx';
import type { Fact, Handover, HandoverItem } from '../../../core/operations/types.ts';
import type { Gate, HandoverView, LogEntryView } from '../../../core/operations/view.ts';

const BOUNDARY = 28_800_000;
const OPENED = BOUNDARY - 1_800_000;

function entry(change: Partial<HandoverItem> = {}): HandoverItem {
  return {
    item: 'I1',
    briefedAt: null,
    told: [],
    acknowledgedAt: null,
    synthesis: '',
    readBackAt: null,
    readBackMatch: null,
    same: [],
    differs: [],
    ...change,
  };
}

function handover(change: Partial<Handover> = {}): Handover {
  return {
    id: 'H1',
    desk: 'CCO',
    from: 'A-CCO',
    to: 'B-CCO',
    boundary: BOUNDARY,
    openedAt: OPENED,
    state: 'open',
    checklist: [],
    previewedAt: null,
    items: [entry()],
    questions: [],
    interruptions: 0,
    pause: null,
    waivers: {},
    consents: [],
    briefMs: 0,
    readyAt: null,
    signedOutAt: null,
    acceptedAt: null,
    reviewedAt: null,
    isHeldOver: false,
    wasSpillTried: false,
    lastActionAt: 0,
    ...change,
  };
}

function fact(id: string, value: string, release: readonly string[] = ['*']): Fact {
  return { id, label: id, value, isCritical: false, asOf: 0, release };
}

const ITEM = {
  severity: 2 as const,
  release: ['*'],
  facts: [fact('tca', '16:56:04Z'), fact('pc', '2.3e-4'), fact('owner', 'CAN', ['USA'])],
  known: { desk: ['tca'], chief: ['tca', 'pc', 'owner'] },
};
const TO_GBR = { desk: 'CCO', nation: 'GBR', side: null } as const;
const told = entry({ briefedAt: 1, told: ['tca', 'pc'] });

function standings(side: 'incoming' | 'outgoing' | null, of: HandoverItem): readonly string[] {
  return factRows(ITEM, of, { ...TO_GBR, side }).map(({ standing }) => standing);
}

type SomeDesk = 'CCO' | 'SDO' | 'OSA' | 'OA1' | 'SWX';

function desk(name: SomeDesk, change: { handover?: Handover; since?: number } = {}) {
  return {
    desk: name,
    isMinimumManning: name !== 'SWX',
    handover: (change.handover ?? null) as HandoverView | null,
    since: change.since ?? 0,
  };
}

function gate(state: Gate['state']): Gate {
  return { id: 'desks', state, rule: 'INV-6', detail: '' };
}

function lost(name: SomeDesk): readonly string[] {
  return factRows(ITEM, entry(), { ...TO_GBR, desk: name })
    .filter(({ isLost }) => isLost)
    .map(({ fact: { id } }) => id);
}

function stored(value: string) {
  return rememberedIdentity({ getItem: () => value });
}

function problem(kind: 'number' | 'instant' | 'trigraph', value: string): string | undefined {
  return problemsOf([{ name: 'kp', kind, least: 0, most: 9 }], { kp: value }).kp;
}

function line(state: 'passed' | 'failed' | 'open') {
  return { text: state, state, detail: '' };
}

test('a handover goes through preview, brief, assume and review', () => {
  const done = [entry({ briefedAt: 2, acknowledgedAt: 3 })];
  expect(
    [
      {},
      { previewedAt: 1 },
      { previewedAt: 1, items: done },
      { previewedAt: 1, items: done, acceptedAt: 4 },
    ].map((change) => handoverStep(handover(change))),
  ).toEqual(['preview', 'brief', 'assume', 'review']);
});

test('the turn goes to and fro: preview, tell, read back, ready, sign, relieve, stand relieved', () => {
  const done = { previewedAt: 1, items: [entry({ briefedAt: 2, acknowledgedAt: 3 })] };
  expect(
    [
      {},
      { previewedAt: 1 },
      { previewedAt: 1, items: [told] },
      done,
      { ...done, readyAt: 4 },
      { ...done, readyAt: 4, signedOutAt: 5 },
      { ...done, acceptedAt: 6 },
      { ...done, acceptedAt: 6, reviewedAt: 7 },
    ].map((change) => turnOf(handover(change))),
  ).toEqual(['incoming', 'outgoing', 'incoming', 'incoming', 'outgoing', 'incoming', 'outgoing', null]);
});

test('an open question is the outgoing person’s turn, and a pause is nobody’s', () => {
  const question = { id: 'Q1', by: 'B-CCO', text: '?', askedAt: 1, answer: null, answeredAt: null };
  const asked = { previewedAt: 1, items: [told], questions: [question] };
  expect(turnOf(handover(asked))).toBe('outgoing');
  expect(turnOf(handover({ ...asked, pause: { reason: 'x', since: 2, until: null } }))).toBeNull();
});

test('the item under way is the first that is not acknowledged', () => {
  const items = [entry({ item: 'I1', acknowledgedAt: 1 }), entry({ item: 'I2' }), entry({ item: 'I3' })];
  expect(currentEntry({ items })?.item).toBe('I2');
  expect(currentEntry({ items: [] })).toBeNull();
});

test('a seat is one of the two people or neither', () => {
  expect(sideOf(handover(), 'A-CCO')).toBe('outgoing');
  expect(sideOf(handover(), 'B-CCO')).toBe('incoming');
  expect(sideOf(handover(), 'C-CCO')).toBeNull();
  expect(sideOf(handover(), null)).toBeNull();
});

test('the chief waits for minimum desks that have not changed, neither waived nor optional', () => {
  const open = { ...handover({ desk: 'OSA' }), acceptedAt: null };
  const desks = [
    desk('CCO'),
    desk('SDO'),
    desk('OSA', { handover: open }),
    desk('OA1', { since: OPENED + 1 }),
    desk('SWX'),
  ];
  expect(desksToWait(desks, handover())).toEqual(['SDO', 'OSA']);
  expect(desksToWait(desks, handover({ waivers: { SDO: 'nobody comes' } }))).toEqual(['OSA']);
});

test('gates that wait or block are open, met and waived ones are not', () => {
  const gates = [gate('met'), gate('waiting'), gate('blocking'), gate('waived')];
  expect(openGates(gates).map(({ state }) => state)).toEqual(['waiting', 'blocking']);
});

test('what was told stays covered for the incoming person until it is read back, and for nobody else', () => {
  expect(standings('incoming', told)).toEqual(['covered', 'covered', 'unreleased']);
  expect(standings('outgoing', told)).toEqual(['told', 'told', 'unreleased']);
  expect(standings(null, entry())).toEqual(['untold', 'untold', 'unreleased']);
});

test('after the reading each fact is the same or differs', () => {
  const read = entry({ ...told, readBackAt: 2, same: ['tca'], differs: ['pc'] });
  expect(standings('incoming', read)).toEqual(['same', 'differs', 'unreleased']);
});

test('facts lost at an earlier handover are those the desk, or the chief, does not know', () => {
  expect(lost('CCO')).toEqual([]);
  expect(lost('OSA')).toEqual(['pc', 'owner']);
});

test('severity 2 wants reading back where there is something to tell, severity 1 does not', () => {
  const rows = factRows(ITEM, told, TO_GBR);
  expect(wantsReadBack(ITEM, rows)).toBe(true);
  expect(wantsReadBack({ severity: 1 }, rows)).toBe(false);
  expect(
    wantsReadBack(
      ITEM,
      rows.filter(({ standing }) => standing === 'unreleased'),
    ),
  ).toBe(false);
});

test('what was right is sent again as it is, what was not is sent as typed', () => {
  const read = entry({ ...told, readBackAt: 2, same: ['tca'], differs: ['pc'] });
  const rows = factRows(ITEM, read, { ...TO_GBR, side: 'incoming' });
  expect(valuesRead(rows, { tca: 'nonsense', pc: ' 2.3e-4 ' })).toEqual({ tca: '16:56:04Z', pc: '2.3e-4' });
});

test('facts told that a viewer may not see are counted', () => {
  expect(toldUnseen({ told: ['tca', 'secret'] }, ITEM)).toBe(1);
});

test('a difference is marked at the characters in which it lies', () => {
  expect(differenceIn('2.3e-4', '2.3e-3')).toEqual({ before: '2.3e-', differs: '3', after: '' });
  expect(differenceIn('584 m', '54 m')).toEqual({ before: '5', differs: '', after: '4 m' });
  expect(differenceIn('CAN', 'CAN')).toEqual({ before: 'CAN', differs: '', after: '' });
  expect(differenceIn('a', '')).toEqual({ before: '', differs: '', after: '' });
});

test('the chief reads all that changed since the shift began, a desk its own and every alert', () => {
  const log = [
    { seq: 4, at: 40, desk: 'OSA', isAlert: false },
    { seq: 3, at: 30, desk: 'SWX', isAlert: true },
    { seq: 2, at: 20, desk: 'SWX', isAlert: false },
    { seq: 1, at: 5, desk: 'OSA', isAlert: false },
  ] as LogEntryView[];
  expect(changesSince(log, 10, 'CCO').map(({ seq }) => seq)).toEqual([4, 3, 2]);
  expect(changesSince(log, 10, 'OSA').map(({ seq }) => seq)).toEqual([4, 3]);
});

test('partners of the exercise can be chosen after the nations that always can, each once', () => {
  const choices = nationChoices([
    { id: 'NZL', name: 'New Zealand' },
    { id: 'RUS', name: 'Notional partner' },
  ]);
  expect(choices.map(({ code }) => code)).toEqual(['USA', 'CAN', 'GBR', 'AUS', 'NZL', 'RUS']);
  expect(choices.find(({ code }) => code === 'NZL')?.partner).toBe('New Zealand');
});

test('a nation is two or three letters, small or capital', () => {
  expect(['can ', 'EU', 'CANADA', '', 'C4N'].map(nationOf)).toEqual(['CAN', 'EU', null, null, null]);
});

test('an identity is remembered as it was said, and forgotten on demand', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const ola = { name: 'Ola', nation: 'CAN', isTrainer: true };
  rememberIdentity(ola, storage);
  expect(rememberedIdentity(storage)).toEqual(ola);
  rememberIdentity(null, storage);
  expect(rememberedIdentity(storage)).toBeNull();
});

test('what is no identity is not remembered as one', () => {
  expect(stored('{')).toBeNull();
  expect(stored('{"name":"Ola","nation":5}')).toBeNull();
  expect(stored('{"name":" ","nation":"CAN"}')).toBeNull();
  expect(stored('{"name":"Ola","nation":"CAN","isTrainer":"yes"}')?.isTrainer).toBe(false);
});

test('only a trainer has the trainer’s tab', () => {
  expect(tabScreens(false)).toEqual(['watch', 'floor', 'handover']);
  expect(tabScreens(true).at(-1)).toBe('trainer');
});

test('a field says what is wrong with it', () => {
  expect(problem('number', 'seven')).toBe('A number is wanted.');
  expect(problem('number', '10')).toBe('From 0 to 9.');
  expect(problem('number', '')).toBe('Fill this in.');
  expect(problem('instant', 'tomorrow')).toContain('ISO 8601');
  expect(problem('trigraph', 'Can')).toContain('capital');
  expect(problem('number', '7')).toBeUndefined();
});

test('lists are read with commas or spaces, and refused as a whole where one part is wrong', () => {
  expect(nationsIn('USA, GBR')).toEqual(['USA', 'GBR']);
  expect(nationsIn('*')).toEqual(['*']);
  expect(nationsIn('USA, gbr')).toBeNull();
  expect(numbersIn('41702 27389')).toEqual([41702, 27389]);
  expect(numbersIn('41702, 0')).toBeNull();
});

test('facts are typed one a line, and the first bad line is named', () => {
  expect(factsIn('!TCA = 16:56:04Z\n\nOwner = CAN = told')).toEqual({
    facts: [
      { label: 'TCA', value: '16:56:04Z', isCritical: true },
      { label: 'Owner', value: 'CAN = told', isCritical: false },
    ],
    badLine: null,
  });
  expect(factsIn('TCA = 1\nno value').badLine).toBe(2);
});

test('no form chooses a person, a desk or a kind beforehand, and none can be sent untouched', () => {
  const sendable = TRAINER_FORMS.filter((form) => fill(form, initialValues(form), 0).ok);
  expect(sendable.map(({ id }) => id)).toEqual([]);
});

test('a filled item form becomes an inject with its facts and their release', () => {
  const form = TRAINER_FORMS.find(({ id }) => id === 'item')!;
  const filled = fill(
    form,
    {
      ...initialValues(form),
      type: 'UCT',
      summary: 'Tracks over N-2',
      severity: '3',
      desk: 'OA1',
      objects: '41702',
      facts: '!Tracks = 3',
      release: 'USA',
    },
    0,
  );
  expect(filled).toMatchObject({
    ok: true,
    value: {
      type: 'inject',
      action: {
        type: 'item',
        item: {
          type: 'UCT',
          severity: 3,
          desk: 'OA1',
          objects: [41702],
          acknowledgeMin: 15,
          criticalAt: null,
          release: ['USA'],
          facts: [{ label: 'Tracks', value: '3', isCritical: true, release: ['USA'] }],
        },
      },
    },
  });
});

test('an override that ends before it begins is refused beside the field', () => {
  const form = TRAINER_FORMS.find(({ id }) => id === 'set-override')!;
  const values = { desk: 'CCO', person: 'A-SDO', from: '2026-11-22T16:00Z', to: '2026-11-22T08:00Z' };
  expect(fill(form, values, 0)).toEqual({
    ok: false,
    problems: { to: 'The end comes after the beginning.' },
  });
});

test('a desk is left without a trainee by leaving the choice empty', () => {
  const form = TRAINER_FORMS.find(({ id }) => id === 'set-instruction')!;
  expect(fill(form, { desk: 'OSA' }, 0)).toEqual({
    ok: true,
    value: { type: 'set-instruction', desk: 'OSA', trainee: null },
  });
});

test('a plain exercise wants a name and a seed; its settings have their defaults', () => {
  const empty = fill(PLAIN_FORM, initialValues(PLAIN_FORM), 0);
  expect(!empty.ok && Object.keys(empty.problems)).toEqual(['name', 'seed']);
  const filled = fill(
    PLAIN_FORM,
    { ...initialValues(PLAIN_FORM), name: 'Night', seed: '7', overlapMin: '45' },
    0,
  );
  expect(filled).toEqual({
    ok: true,
    value: {
      kind: 'plain',
      name: 'Night',
      seed: '7',
      pattern: 'metropolitan',
      overlapMin: 45,
      handover: 'read-back',
      load: 1,
      procedure: 'rigid',
      isFatigueOn: true,
    },
  });
});

test('pairs to watch are typed as two numbers and km, and what is not that is refused beside the field', () => {
  const form = TRAINER_FORMS.find(({ id }) => id === 'set-item-rules')!;
  const values = { ...initialValues(form), isSurveyed: 'ignored' };
  const pairsOf = (pairs: string) => fill(form, { ...values, pairs }, 0);
  expect(pairsOf('24946/22675/5, 25544/48274/0.5')).toMatchObject({
    ok: true,
    value: {
      type: 'set-item-rules',
      rules: {
        isOn: false,
        pairs: [
          { primary: 24_946, secondary: 22_675, thresholdKm: 5 },
          { primary: 25_544, secondary: 48_274, thresholdKm: 0.5 },
        ],
      },
    },
  });
  expect(pairsOf('24946/22675/5, 1')).toMatchObject({
    ok: false,
    problems: { pairs: expect.stringContaining('24946/22675/5') as string },
  });
});

test('one failed expectation fails a grade, and without one it is open until all have passed', () => {
  expect(overallState({ isPassed: false, expectations: [line('open'), line('failed')] })).toBe('failed');
  expect(overallState({ isPassed: false, expectations: [line('passed'), line('open')] })).toBe('open');
  expect(overallState({ isPassed: true, expectations: [line('passed')] })).toBe('passed');
});
