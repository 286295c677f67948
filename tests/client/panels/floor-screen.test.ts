import { expect, test } from 'vitest';
import { describeClock } from '../../../client/panels/clock-words.ts';
import { kssStatus, loadStatus } from '../../../client/panels/floor/bands.ts';
import {
  type ChartBox,
  deskSeries,
  hourly,
  pathOf,
  seriesOf,
  yAt,
} from '../../../client/panels/floor/chart-line.ts';
import { groupByCrew, restOf } from '../../../client/panels/floor/crew-groups.ts';
import { countDesks } from '../../../client/panels/floor/desk-counts.ts';
import {
  correctionOf,
  filterOf,
  isFiltering,
  logAddress,
  mergeEntries,
  NO_FILTER,
  splitTags,
  unnamedObjects,
} from '../../../client/panels/floor/log-words.ts';
import { stationsOf } from '../../../client/panels/floor/phase-steps.ts';
import { heldInside, typedInstant } from '../../../client/panels/floor/review.ts';
import { mayHold, standingOf } from '../../../client/panels/floor/standing.ts';
import { timelineOf } from '../../../client/panels/floor/timeline.ts';
import { isInCriticalPhase, itemLists } from '../../../client/panels/floor/work-order.ts';
import { criticalPhases } from '../../../client/panels/watch/strip.ts';
import { DIRECTOR, type Qualification, type QualificationState } from '../../../core/operations/types.ts';
import type {
  DeskView,
  ItemView,
  LogEntryView,
  PersonView,
  ShiftPhase,
} from '../../../core/operations/view.ts';
import { parseIsoUtc } from '../../../core/time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';

const BOUNDARY = parseIsoUtc('2026-11-22T16:00:00Z')!;
const SHIFT = { name: 'B', crew: 'C', start: BOUNDARY - 8 * MS_PER_HOUR, end: BOUNDARY } as const;
const NEXT = { name: 'C', crew: 'D', start: BOUNDARY, end: BOUNDARY + 8 * MS_PER_HOUR } as const;

function person(id: string, change: Partial<PersonView> = {}): PersonView {
  return {
    id,
    rank: 'Maj',
    name: id,
    nation: 'CAN',
    kind: 'exchange',
    crew: 'A',
    desk: null,
    attendedBy: null,
    kss: null,
    qualifications: [],
    absence: null,
    onDutySince: null,
    restedAt: null,
    ...change,
  };
}

function desk(name: DeskView['desk'], holder: PersonView, combinedWith: DeskView['desk'] | null): DeskView {
  return {
    desk: name,
    title: name,
    isMinimumManning: true,
    eligibleNations: ['CAN'],
    holder,
    since: 0,
    combinedWith,
    relief: null,
    reliefHow: 'nobody',
    openItems: 0,
    load: 0,
    trainee: null,
    handover: null,
    lastScore: null,
  };
}

function entry(seq: number, change: Partial<LogEntryView> = {}): LogEntryView {
  return {
    seq,
    at: seq,
    author: 'system',
    authorName: 'System',
    desk: null,
    text: `entry ${seq}`,
    release: ['*'],
    topic: null,
    objects: [],
    item: null,
    corrects: null,
    correctedBy: null,
    isAlert: false,
    ...change,
  };
}

test('bands of sleepiness and load have their own shapes, and the marks belong to the band below', () => {
  expect([5, 6, 6.1, 6.9, 7, 9].map(kssStatus)).toEqual([
    'normal',
    'normal',
    'caution',
    'caution',
    'serious',
    'serious',
  ]);
  expect([0.59, 0.6, 0.85, 0.86].map(loadStatus)).toEqual(['normal', 'caution', 'caution', 'serious']);
});

function currentStation(phase: ShiftPhase, time: number, shift: typeof SHIFT | typeof NEXT = SHIFT): string {
  const stations = stationsOf({ phase, shift, exercise: { overlapMin: 30 } }, time);
  return stations.find(({ state }) => state === 'current')!.name;
}

test('the station under way is what the server says, also when its shift has moved on', () => {
  expect(currentStation('active', BOUNDARY - 2 * MS_PER_HOUR)).toBe('active');
  expect(currentStation('preparation', BOUNDARY - 40 * MS_PER_MINUTE)).toBe('preparation');
  expect(currentStation('overlap', BOUNDARY - 20 * MS_PER_MINUTE)).toBe('overlap');
  expect(currentStation('overlap', BOUNDARY)).toBe('transfer');
  expect(currentStation('held-over', BOUNDARY + 12 * MS_PER_MINUTE)).toBe('transfer');
  expect(currentStation('review', BOUNDARY + 2 * MS_PER_MINUTE, NEXT)).toBe('review');
  expect(currentStation('staffing-alert', BOUNDARY - 3 * MS_PER_HOUR)).toBe('active');
  expect(currentStation('staffing-alert', BOUNDARY - 30 * MS_PER_MINUTE)).toBe('preparation');
});

test('the stations after the boundary are those of the boundary behind', () => {
  const view = { phase: 'review', shift: NEXT, exercise: { overlapMin: 30 } } as const;
  const stations = stationsOf(view, BOUNDARY + MS_PER_MINUTE);
  expect(stations.map(({ at }) => at)).toEqual([
    null,
    BOUNDARY - 45 * MS_PER_MINUTE,
    BOUNDARY - 30 * MS_PER_MINUTE,
    BOUNDARY,
    null,
  ]);
  expect(stations.map(({ state }) => state)).toEqual(['past', 'past', 'past', 'past', 'current']);
});

function qualified(
  state: QualificationState,
  expires: number | null = null,
): Pick<PersonView, 'id' | 'qualifications'> {
  const held: Qualification = { desk: 'OSA', state, since: 0, expires, certifiedBy: null, stood: [] };
  return { id: 'P', qualifications: [held] };
}

test('how somebody stands at a desk: certified until the evaluation runs out, under instruction while a trainee', () => {
  const at = { at: 100, trainee: null };
  expect(standingOf(qualified('certified', 101), 'OSA', at).kind).toBe('certified');
  expect(standingOf(qualified('certified', 100), 'OSA', at).kind).toBe('expired');
  expect(standingOf(qualified('lapsed'), 'OSA', at)).toMatchObject({ kind: 'lapsed', status: 'serious' });
  expect(standingOf(qualified('mqt'), 'OSA', { at: 100, trainee: 'P' }).kind).toBe('instruction');
  expect(standingOf(qualified('mqt'), 'OSA', { at: 100, trainee: 'Q' }).kind).toBe('mqt');
  expect(standingOf(qualified('certified'), 'CCO', at)).toMatchObject({ kind: 'none', held: null });
  expect(mayHold(standingOf(qualified('certified'), 'OSA', at))).toBe(true);
  expect(mayHold(standingOf(qualified('restricted'), 'OSA', at))).toBe(false);
});

test('people stand by crew, in the order of the desks; reserves come last', () => {
  const groups = groupByCrew([
    person('reserve', { crew: null }),
    person('weather', { crew: 'B', desk: 'SWX' }),
    person('chief', { crew: 'B', desk: 'CCO' }),
    person('first', { crew: 'A', desk: 'OSA' }),
  ]);
  expect(groups.map(({ crew, people }) => [crew, people.map(({ id }) => id)])).toEqual([
    ['A', ['first']],
    ['B', ['chief', 'weather']],
    [null, ['reserve']],
  ]);
});

test('rest: on duty, resting, rested, or no shift stood yet', () => {
  expect(restOf({ onDutySince: 5, restedAt: null }, 10)).toEqual({ kind: 'on-duty', since: 5 });
  expect(restOf({ onDutySince: null, restedAt: 20 }, 10)).toEqual({ kind: 'resting', until: 20 });
  expect(restOf({ onDutySince: null, restedAt: 9 }, 10)).toEqual({ kind: 'rested', since: 9 });
  expect(restOf({ onDutySince: null, restedAt: null }, 10)).toEqual({ kind: 'fresh' });
});

test('each desk counts once, and one that fell to the Director is not held', () => {
  const desks = [
    desk('CCO', person(DIRECTOR), null),
    desk('SDO', person('A', { attendedBy: 'Ola' }), null),
    desk('CLO', person('A', { attendedBy: 'Ola' }), 'SDO'),
    desk('OSA', person('B'), null),
  ];
  expect(countDesks(desks)).toEqual({ held: 3, seated: 1, simulated: 2, combined: 1 });
});

test('tags are found in the words of an entry; what only looks like one stays text', () => {
  expect(splitTags('Ask @OSA about #41702, not @XYZ')).toEqual([
    { kind: 'text', words: 'Ask ' },
    { kind: 'desk', words: '@OSA', desk: 'OSA' },
    { kind: 'text', words: ' about ' },
    { kind: 'object', words: '#41702', object: 41702 },
    { kind: 'text', words: ', not ' },
    { kind: 'text', words: '@XYZ' },
  ]);
  expect(unnamedObjects({ text: 'About #41702', objects: [41702, 27389] })).toEqual([27389]);
});

test('typed tags filter the log as chosen ones do', () => {
  expect(filterOf('  miss @OSA  #41702 distance', NO_FILTER)).toEqual({
    search: 'miss distance',
    desk: 'OSA',
    object: 41702,
  });
  expect(filterOf('', { desk: 'SCO', object: null })).toEqual({ search: '', desk: 'SCO', object: null });
  expect(isFiltering(NO_FILTER)).toBe(false);
  expect(isFiltering({ ...NO_FILTER, desk: 'SCO' })).toBe(true);
  expect(logAddress({ search: 'a b', desk: 'OSA', object: 7 }, 12)).toBe(
    '/api/log?limit=100&before=12&search=a+b&desk=OSA&object=7',
  );
  expect(logAddress(NO_FILTER, null)).toBe('/api/log?limit=100');
});

test('a struck entry finds its correction, and later answers replace earlier ones', () => {
  const struck = entry(1, { correctedBy: 3 });
  const correction = entry(3, { corrects: 1 });
  expect(correctionOf(struck, [correction, struck])).toBe(correction);
  expect(correctionOf(struck, [struck])).toBeNull();
  expect(mergeEntries([entry(1), entry(2)], [struck, correction])).toEqual([correction, entry(2), struck]);
});

test('an instant looked back to stays inside what the exercise covers', () => {
  expect(heldInside(5, { start: 10, mark: 20 })).toBe(10);
  expect(heldInside(25, { start: 10, mark: 20 })).toBe(20);
  expect(heldInside(15, { start: 10, mark: 20 })).toBe(15);
});

test('a typed time of day is the last one at or before the mark', () => {
  const mark = parseIsoUtc('2026-03-02T01:30:00Z')!;
  expect(typedInstant('01:10', mark)).toBe(parseIsoUtc('2026-03-02T01:10:00Z'));
  expect(typedInstant('23:50:10z', mark)).toBe(parseIsoUtc('2026-03-01T23:50:10Z'));
  expect(typedInstant('2026-03-01T12:00:00Z', mark)).toBe(parseIsoUtc('2026-03-01T12:00:00Z'));
  expect(typedInstant('24:10', mark)).toBeNull();
  expect(typedInstant('then', mark)).toBeNull();
});

const BOX: ChartBox = { width: 100, height: 10, from: 0, to: 100, least: 0, most: 1 };

test('a line of a chart breaks off where a value is missing and stays on its scale', () => {
  expect(pathOf(BOX, [0, 50, 75, 100], [0, 1, null, 0.5])).toBe('M0 10L50 0M100 5');
  expect(yAt(BOX, 3)).toBe(0);
  expect(yAt(BOX, -1)).toBe(10);
});

test('a series knows its last and its highest point', () => {
  expect(seriesOf([1, 2, 3], [null, 4, 2])).toEqual({ last: 2, most: 4, mostAt: 2 });
  expect(seriesOf([1], [null])).toEqual({ last: null, most: null, mostAt: null });
});

test('charts end at the instant looked back to', () => {
  const charts = {
    at: [1, 2, 3],
    desks: [{ desk: 'OSA', load: [0.1, 0.2, 0.3], open: [1, 1, 1] }],
    people: [{ desk: 'OSA', kss: [null, 5, 6] }],
  } as const;
  expect(deskSeries(charts, 2)).toEqual({
    at: [1, 2],
    desks: [{ desk: 'OSA', load: [0.1, 0.2], kss: [null, 5] }],
  });
  expect(deskSeries(charts, null).at).toEqual([1, 2, 3]);
  expect(hourly([MS_PER_HOUR, MS_PER_HOUR + 1, MS_PER_HOUR + 2])).toEqual([0, 2]);
});

test('what happened to an item and who knew of it stand in one order of time', () => {
  const steps = [
    { seq: 1, at: 10, text: 'Created', by: 'System' },
    { seq: 9, at: 30, text: 'Resolved', by: 'A' },
  ];
  const knowledge = [
    { at: 20, who: 'chief', person: 'B', known: [], lost: [], withheld: 0 },
    { at: 10, who: 'desk', person: 'A', known: [], lost: [], withheld: 0 },
  ] as const;
  expect(timelineOf({ steps, knowledge }, null).map(({ kind, at }) => `${kind} ${at}`)).toEqual([
    'step 10',
    'knowledge 10',
    'knowledge 20',
    'step 30',
  ]);
  expect(timelineOf({ steps, knowledge }, 20)).toHaveLength(3);
});

const ITEM = { id: 'I', desk: 'OSA', state: 'acknowledged', severity: 1 } as const;

test('filters of the queue: all, one desk, and what is due before the boundary', () => {
  const items = [
    { ...ITEM, id: 'soon', resolveBy: BOUNDARY - 1 },
    { ...ITEM, id: 'later', desk: 'SCO', resolveBy: BOUNDARY },
  ] as unknown as readonly ItemView[];
  const lists = itemLists({ items, shift: SHIFT }, 'SCO');
  expect(lists.all).toHaveLength(2);
  expect(lists.mine.map(({ id }) => id)).toEqual(['later']);
  expect(lists.shift.map(({ id }) => id)).toEqual(['soon']);
  expect(itemLists({ items, shift: SHIFT }, null).mine).toEqual([]);
});

test('a critical phase is ten minutes about its instant, on the strip as in the queue', () => {
  const criticalAt = BOUNDARY + 56 * MS_PER_MINUTE;
  expect(isInCriticalPhase({ criticalAt }, criticalAt - 10 * MS_PER_MINUTE)).toBe(true);
  expect(isInCriticalPhase({ criticalAt }, criticalAt + 10 * MS_PER_MINUTE + 1)).toBe(false);
  expect(isInCriticalPhase({ criticalAt: null }, criticalAt)).toBe(false);
  const window = { start: BOUNDARY, end: BOUNDARY + MS_PER_HOUR };
  const items = [
    { id: 'tca', criticalAt },
    { id: 'none', criticalAt: null },
    { id: 'gone', criticalAt: BOUNDARY - MS_PER_HOUR },
    { id: 'edge', criticalAt: BOUNDARY - 5 * MS_PER_MINUTE },
  ];
  expect(criticalPhases(items, window).map(({ item }) => item)).toEqual(['edge', 'tca']);
});

test('a page that shows the past is never badged as live, but a lost link is still said', () => {
  const segment = { timelineId: 1, rate: 1, wall: 0, time: 0 } as never;
  const facts = { segment, floorMode: 'active', staleForMs: null, isLookingBack: true } as const;
  expect(describeClock({ ...facts, link: 'up' }).kind).toBe('review');
  expect(describeClock({ ...facts, link: 'lost' }).kind).toBe('lost');
});
