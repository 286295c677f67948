import { expect, test } from 'vitest';
import { answersFor, deskOfPerson, handoverSides } from '../../../client/panels/desk-of-seat.ts';
import { dueAt, isLate, orderItems } from '../../../client/panels/floor/work-order.ts';
import { transfersBetween } from '../../../client/panels/transfers.ts';
import type {
  DeskView,
  FloorView,
  HandoverView,
  ItemView,
  PersonView,
} from '../../../core/operations/view.ts';

const BOUNDARY = 28_800_000;

function person(id: string): PersonView {
  return {
    id,
    rank: 'Maj',
    name: `N. ${id}`,
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
  };
}

function handover(desk: 'CCO' | 'SDO', change: Partial<HandoverView> = {}): HandoverView {
  return {
    id: `H-${desk}`,
    desk,
    from: `A-${desk}`,
    to: `B-${desk}`,
    boundary: BOUNDARY,
    openedAt: 0,
    state: 'open',
    checklist: [],
    previewedAt: null,
    items: [],
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
    outgoing: person(`A-${desk}`),
    incoming: person(`B-${desk}`),
    blockers: [],
    gates: [],
    forecast: 0,
    factsToTell: 0,
    briefMinNeeded: 0,
    ...change,
  };
}

function desk(name: 'CCO' | 'SDO', open: HandoverView | null): DeskView {
  return {
    desk: name,
    title: name,
    isMinimumManning: true,
    eligibleNations: ['CAN'],
    holder: person(`A-${name}`),
    since: 0,
    combinedWith: null,
    relief: person(`B-${name}`),
    reliefHow: 'roster',
    openItems: 0,
    load: 0,
    trainee: null,
    handover: open,
    lastScore: null,
  };
}

function floor(chief: HandoverView | null, duty: HandoverView | null): FloorView {
  return {
    marking: 'EXERCISE//NOTIONAL',
    viewer: 'public',
    exercise: {
      id: 'X',
      name: 'x',
      seed: 's',
      start: 0,
      end: null,
      pattern: 'metropolitan',
      overlapMin: 30,
      handover: 'read-back',
      load: 1,
      procedure: 'rigid',
      scenario: null,
    },
    mode: 'active',
    mark: 0,
    at: 0,
    seq: 1,
    shift: { name: 'A', crew: 'A', start: 0, end: BOUNDARY },
    nextShift: { name: 'B', crew: 'B', start: BOUNDARY, end: 2 * BOUNDARY },
    phase: 'active',
    alerts: [],
    isDegraded: false,
    desks: [desk('CCO', chief), desk('SDO', duty)],
    attended: [],
    items: [],
    withheld: { items: 0, facts: 0, log: 0 },
    partners: [],
    screening: null,
    sensorsDown: [],
    storm: null,
    log: [],
  };
}

type Dated = Pick<ItemView, 'id' | 'severity' | 'state' | 'acknowledgeBy' | 'resolveBy' | 'nextActionAt'>;

function item(id: string, change: Partial<Dated> = {}): Dated {
  return {
    id,
    severity: 1,
    state: 'new',
    acknowledgeBy: 1000,
    resolveBy: 5000,
    nextActionAt: null,
    ...change,
  };
}

test('late items come first, then severity, then what is due sooner', () => {
  const items = [
    item('routine'),
    item('urgent', { severity: 3, acknowledgeBy: 900 }),
    item('sooner', { acknowledgeBy: 800 }),
    item('late', { acknowledgeBy: 100 }),
  ];
  expect(orderItems(items, 500).map(({ id }) => id)).toEqual(['late', 'urgent', 'sooner', 'routine']);
});

test('an acknowledged item is due when it must be resolved', () => {
  expect(dueAt(item('a', { state: 'acknowledged' }))).toBe(5000);
  expect(isLate(item('a', { state: 'acknowledged' }), 2000)).toBe(false);
  expect(isLate(item('a'), 2000)).toBe(true);
});

test('a seat is found on either side of its desk, and acts for its desk; the chief acts for all', () => {
  const view = floor(null, null);
  expect(deskOfPerson(view, 'B-SDO')?.desk).toBe('SDO');
  expect(deskOfPerson(view, 'D-OSA')).toBeNull();
  expect(answersFor(view, 'A-SDO', 'SDO')).toBe(true);
  expect(answersFor(view, 'A-SDO', 'OSA')).toBe(false);
  expect(answersFor(view, 'A-CCO', 'OSA')).toBe(true);
  expect(answersFor(view, 'B-CCO', 'CCO')).toBe(false);
});

test('after the transfer the two people of the handover still face each other', () => {
  const passed = handover('CCO', { acceptedAt: 5 });
  const view = { ...desk('CCO', passed), holder: person('B-CCO'), relief: person('C-CCO') };
  expect(handoverSides(view)).toEqual({ outgoing: person('A-CCO'), incoming: person('B-CCO') });
});

test('a change of chief is what is said, even when other desks changed with it', () => {
  const before = floor(null, null);
  const now = {
    ...before,
    desks: before.desks.map((view) => ({ ...view, holder: view.relief ?? view.holder })),
  };
  expect(transfersBetween(before, now)).toContain('is in charge');
  expect(transfersBetween(before, before)).toBeNull();
});
