import { expect, test } from 'vitest';
import { answersFor, deskOfPerson, handoverSides } from '../../../client/panels/desk-of-seat.ts';
import { dueAt, isLate, orderItems } from '../../../client/panels/floor/work-order.ts';
import { acceptanceGates, handoverStep } from '../../../client/panels/handover/gates.ts';
import { transfersBetween } from '../../../client/panels/transfers.ts';
import type { Handover, WorkItem } from '../../../core/operations/types.ts';
import type { DeskView, FloorView, PersonView } from '../../../core/operations/view.ts';

const BOUNDARY = 28_800_000;

function person(id: string): PersonView {
  return { id, rank: 'Maj', name: `N. ${id}`, nation: 'CAN', attendedBy: null };
}

function handover(desk: 'CCO' | 'SDO', change: Partial<Handover> = {}): Handover {
  return {
    id: `H-${desk}`,
    desk,
    from: `A-${desk}`,
    to: `B-${desk}`,
    boundary: BOUNDARY,
    openedAt: 0,
    state: 'open',
    previewedAt: null,
    items: [{ item: 'I1', briefedAt: null, acknowledgedAt: null }],
    signedOutAt: null,
    acceptedAt: null,
    isHeldOver: false,
    lastActionAt: 0,
    ...change,
  };
}

function desk(name: 'CCO' | 'SDO', open: Handover | null): DeskView {
  return {
    desk: name,
    title: name,
    isMinimumManning: true,
    holder: person(`A-${name}`),
    since: 0,
    relief: person(`B-${name}`),
    openItems: 0,
    handover: open,
    outgoing: open && person(open.from),
  };
}

function floor(chief: Handover | null, duty: Handover | null): FloorView {
  return {
    marking: 'EXERCISE//NOTIONAL',
    exercise: { id: 'X', seed: 's', start: 0, pattern: 'metropolitan', overlapMin: 30 },
    mode: 'active',
    mark: 0,
    seq: 1,
    shift: { name: 'A', crew: 'A', start: 0, end: BOUNDARY },
    nextShift: { name: 'B', crew: 'B', start: BOUNDARY, end: 2 * BOUNDARY },
    desks: [desk('CCO', chief), desk('SDO', duty)],
    attended: [],
    items: [],
    log: [],
  };
}

function item(id: string, change: Partial<WorkItem> = {}): WorkItem {
  return {
    id,
    type: 'UCT',
    source: 'simulated',
    summary: id,
    severity: 1,
    desk: 'SDO',
    state: 'new',
    createdAt: 0,
    acknowledgeBy: 1000,
    resolveBy: 5000,
    effortMs: null,
    facts: [],
    acknowledgedAt: null,
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

test('everything that blocks the chief is listed with its reason', () => {
  const chief = handover('CCO');
  const gates = acceptanceGates(floor(chief, handover('SDO')), desk('CCO', chief), chief);
  expect(gates.map(({ key, isMet }) => [key, isMet])).toEqual([
    ['preview', false],
    ['brief', false],
    ['acknowledge', false],
    ['sign-out', false],
    ['desks', false],
  ]);
  expect(gates.at(-1)?.reason).toBe('SDO');
});

test('nothing blocks once all is told, acknowledged and signed and the desks have gone first', () => {
  const ready = {
    previewedAt: 1,
    signedOutAt: 3,
    items: [{ item: 'I1', briefedAt: 2, acknowledgedAt: 2 }],
  } satisfies Partial<Handover>;
  const chief = handover('CCO', ready);
  const gates = acceptanceGates(floor(chief, handover('SDO', { acceptedAt: 4 })), desk('CCO', chief), chief);
  expect(gates.every(({ isMet }) => isMet)).toBe(true);
});

test('a handover goes through preview, brief, assume and review', () => {
  const told = [{ item: 'I1', briefedAt: 2, acknowledgedAt: 2 }];
  expect(
    [
      {},
      { previewedAt: 1 },
      { previewedAt: 1, items: told },
      { previewedAt: 1, items: told, acceptedAt: 3 },
    ].map((change) => handoverStep(handover('CCO', change))),
  ).toEqual(['preview', 'brief', 'assume', 'review']);
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

test('after the transfer the new holder is the one who came, and who left is still named', () => {
  const passed = handover('CCO', { acceptedAt: 5 });
  const view = { ...desk('CCO', passed), holder: person('B-CCO'), relief: person('C-CCO') };
  expect(handoverSides(view)).toEqual({ outgoing: person('A-CCO'), incoming: person('B-CCO') });
});

test('a change of chief is what is said, even when other desks changed with it', () => {
  const before = floor(null, null);
  const now = { ...before, desks: before.desks.map((view) => ({ ...view, holder: view.relief })) };
  expect(transfersBetween(before, now)).toContain('is in charge');
  expect(transfersBetween(before, before)).toBeNull();
});
