import { describe, expect, it } from 'vitest';
import { HOLDOVER_LIMIT_MS } from '../../../core/operations/handover.ts';
import type { Desk, InjectedItem } from '../../../core/operations/types.ts';
import { reliefOf, viewFloor } from '../../../core/operations/project.ts';
import { viewerOf } from '../../../core/operations/release.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../../core/units.ts';
import { configurationAt, MONDAY, PlayedFloor, staysAt } from './playing.ts';

const BOUNDARY = MONDAY + 16 * MS_PER_HOUR;
const at = (minutesFromBoundary: number) => BOUNDARY + minutesFromBoundary * MS_PER_MINUTE;

/** A seed by which nothing arrives in the hour before this boundary and the hour after it. */
const QUIET_SEED = 'quiet-44';

/** A floor 28 minutes before a boundary, with an item open at each of three desks. */
function openOverlap(): PlayedFloor {
  const floor = new PlayedFloor(configurationAt(at(-60), { seed: QUIET_SEED }));
  const clerk = floor.state.tenures.SDT.person;
  floor.sit(clerk);
  for (const desk of ['OSA', 'OA1', 'LRO'] as const)
    floor.command(clerk, { type: 'raise-item', summary: `work for ${desk}`, severity: 2, desk });
  floor.leave(clerk);
  floor.advance(at(-28));
  return floor;
}

/** The same, 20 minutes before the boundary, with both chiefs attended. */
function beforeBoundary(): { floor: PlayedFloor; from: string; to: string; id: string } {
  const floor = openOverlap();
  const { from, to, id } = floor.handover('CCO');
  expect(floor.sit(from).ok).toBe(true);
  expect(floor.sit(to).ok).toBe(true);
  floor.advance(at(-20));
  return { floor, from, to, id };
}

/** What both chiefs do, up to the incoming one's last word. */
function prepare({ floor, from, to, id }: ReturnType<typeof beforeBoundary>): void {
  readAlone(floor, 'CCO');
  tellAll({ floor, from, to, id });
}

/** The incoming person reads each status line, then says so. */
function readAlone(floor: PlayedFloor, desk: Desk): void {
  const { to, id, checklist, previewedAt } = floor.handover(desk);
  if (previewedAt !== null) return;
  for (const { id: line } of checklist) floor.command(to, { type: 'review-line', handover: id, line });
  expect(floor.command(to, { type: 'preview-handover', handover: id })).toMatchObject({ ok: true });
}

function tellAll({ floor, from, to, id }: ReturnType<typeof beforeBoundary>): void {
  tellItems(floor, { from, to, id, desk: 'CCO' });
  floor.command(to, { type: 'say-ready', handover: id });
  floor.command(from, { type: 'sign-out', handover: id });
}

function tellItems(
  floor: PlayedFloor,
  { from, to, id, desk }: { from: string; to: string; id: string; desk: Desk },
): void {
  for (const { item, acknowledgedAt } of floor.handover(desk).items) {
    if (acknowledgedAt !== null) continue;
    floor.command(from, { type: 'brief-item', handover: id, item });
    readBack(floor, { to, id, item });
    floor.command(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'understood' });
  }
}

function readBack(floor: PlayedFloor, { to, id, item }: { to: string; id: string; item: string }): void {
  const facts = floor.state.items[item]!.facts;
  const values = Object.fromEntries(facts.map((fact) => [fact.id, ` ${fact.value.toUpperCase()} `]));
  floor.command(to, { type: 'read-back', handover: id, item, values });
}

const INJECTED: InjectedItem = {
  id: 'X-1',
  type: 'APPROACH',
  summary: 'Approach of #41702',
  severity: 2,
  desk: 'OSA',
  objects: [41_702],
  acknowledgeMin: 30,
  resolveMin: 240,
  effortMin: 200,
  waitMin: 0,
  acknowledgeAfterMin: 3,
  nextActionAt: null,
  criticalAt: null,
  contingency: 'Call the owner.',
  actions: [],
  facts: [],
  release: ['USA', 'AUS', 'CAN', 'GBR'],
};

function chiefAt(floor: PlayedFloor): string {
  return floor.state.tenures.CCO.person;
}

function textsSince(floor: PlayedFloor, since: number): string[] {
  return floor.state.log.filter(({ at: when }) => when >= since).map(({ text }) => text);
}

describe('a hand-over by two people', () => {
  it('goes preview, brief, acknowledge, sign, relieve, and changes the chief at the instant of the last', () => {
    const watch = beforeBoundary();
    const { floor, from, to, id } = watch;
    floor.advance(at(1));
    prepare(watch);
    expect(chiefAt(floor)).toBe(from);
    floor.advance(at(3));
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: true });
    expect(floor.state.tenures.CCO).toEqual({ desk: 'CCO', person: to, from: at(3), via: id });
    expect(floor.handover('CCO')).toMatchObject({ state: 'accepted', acceptedAt: at(3) });
    floor.advance(at(7.99));
    expect(floor.state.handovers.CCO).toBeDefined();
    floor.advance(at(8));
    expect(floor.command(from, { type: 'finish-review', handover: id })).toMatchObject({ ok: true });
    floor.advance(at(8.01));
    expect(floor.state.handovers.CCO).toBeUndefined();
    expect(floor.state.lastScores.CCO).toBeGreaterThan(50);
  });

  it('may be finished before the boundary once the desks have handed over, and lasts one shift then', () => {
    const watch = beforeBoundary();
    const { floor, to, id } = watch;
    prepare(watch);
    floor.advance(at(-1));
    // The simulated desks relieve at the boundary: before it the chief waits for them.
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: false, rule: 'INV-6' });
    floor.advance(at(0));
    tellAll(watch);
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: true });
    expect(chiefAt(floor)).toBe(to);
  });

  it('opens at the start of the overlap at all thirteen desks, and again for the next boundary', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    floor.advance(at(-30) - 1);
    expect(Object.keys(floor.state.handovers)).toEqual([]);
    floor.advance(at(-30));
    expect(Object.keys(floor.state.handovers)).toHaveLength(13);
    floor.advance(at(20));
    expect(Object.keys(floor.state.handovers)).toEqual([]);
    floor.advance(at(8 * 60 - 30));
    expect(Object.keys(floor.state.handovers)).toHaveLength(13);
  });

  it('tells the worst item first', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    const chief = chiefAt(floor);
    floor.sit(chief);
    for (const severity of [1, 3, 2, 3] as const)
      floor.command(chief, { type: 'raise-item', summary: `s${severity}`, severity, desk: 'SDT' });
    floor.leave(chief);
    floor.sit(floor.state.tenures.SDT.person);
    floor.advance(at(-30));
    const severities = floor.handover('CCO').items.map(({ item }) => floor.state.items[item]!.severity);
    expect(severities).toEqual([...severities].sort((a, b) => b - a));
    expect(severities.length).toBeGreaterThanOrEqual(4);
  });

  it('holds for the chief every open item, for a desk its own', () => {
    const { floor } = beforeBoundary();
    const open = Object.values(floor.state.items);
    expect(floor.handover('CCO').items).toHaveLength(open.length);
    for (const desk of ['OSA', 'OA1', 'OA2', 'LRO'] as const) {
      const own = open.filter((item) => item.desk === desk).map(({ id }) => id);
      expect(
        floor
          .handover(desk)
          .items.map(({ item }) => item)
          .sort(),
      ).toEqual(own.sort());
    }
    expect(open.length).toBeGreaterThanOrEqual(3);
  });
});

describe('what a hand-over refuses, with the name of the rule', () => {
  it('briefing, acknowledging, signing and relieving out of order', () => {
    const watch = beforeBoundary();
    const { floor, from, to, id } = watch;
    const [first] = floor.handover('CCO').items;
    const item = first!.item;
    const rule = (person: string, command: Parameters<PlayedFloor['command']>[1]) => {
      const decision = floor.command(person, command);
      return decision.ok ? 'ok' : decision.rule;
    };
    expect(rule(from, { type: 'brief-item', handover: id, item })).toBe('handover-order');
    expect(rule(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' })).toBe(
      'handover-order',
    );
    expect(rule(from, { type: 'sign-out', handover: id })).toBe('INV-7');
    expect(rule(to, { type: 'say-ready', handover: id })).toBe('INV-7');
    expect(rule(to, { type: 'preview-handover', handover: id })).toBe('INV-7');
    readAlone(floor, 'CCO');
    expect(rule(to, { type: 'preview-handover', handover: id })).toBe('handover-state');
    expect(rule(from, { type: 'brief-item', handover: id, item: 'NO-SUCH' })).toBe('handover-item');
    expect(rule(from, { type: 'brief-item', handover: id, item })).toBe('ok');
    readBack(floor, { to, id, item });
    expect(rule(to, { type: 'ask-question', handover: id, text: 'sure?' })).toBe('ok');
    expect(rule(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' })).toBe(
      'INV-7',
    );
    expect(rule(from, { type: 'answer-question', handover: id, question: 'Q1', answer: 'yes' })).toBe('ok');
    expect(rule(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: ' ' })).toBe('text');
    expect(rule(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' })).toBe('ok');
    expect(rule(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' })).toBe(
      'handover-state',
    );
    floor.advance(at(0));
    expect(rule(to, { type: 'relieve', handover: id })).toBe('INV-7');
    tellAll(watch);
    expect(rule(from, { type: 'sign-out', handover: id })).toBe('handover-state');
    expect(rule(to, { type: 'relieve', handover: id })).toBe('ok');
    expect(rule(to, { type: 'relieve', handover: id })).toBe('handover-state');
    expect(rule(to, { type: 'relieve', handover: 'H-NONE' })).toBe('handover');
  });

  it('each side doing what is the other one’s', () => {
    const { floor, from, to, id } = beforeBoundary();
    const item = floor.handover('CCO').items[0]!.item;
    const refused = { ok: false, rule: 'seat' };
    expect(floor.command(from, { type: 'preview-handover', handover: id })).toMatchObject(refused);
    expect(floor.command(to, { type: 'brief-item', handover: id, item })).toMatchObject(refused);
    expect(
      floor.command(from, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' }),
    ).toMatchObject(refused);
    expect(floor.command(to, { type: 'sign-out', handover: id })).toMatchObject(refused);
    expect(floor.command(from, { type: 'relieve', handover: id })).toMatchObject(refused);
    expect(floor.command(from, { type: 'relieve', handover: floor.handover('OSA').id })).toMatchObject(
      refused,
    );
  });

  it('anything from somebody without a seat, and seats that are taken or nobody’s', () => {
    const { floor, from, to, id } = beforeBoundary();
    const third = floor.state.tenures.OSA.person;
    expect(floor.command(third, { type: 'add-log-entry', text: 'hello' })).toMatchObject({ rule: 'seat' });
    expect(floor.command('constructor', { type: 'relieve', handover: id })).toMatchObject({ ok: false });
    expect(floor.sit(from)).toMatchObject({ ok: false, rule: 'seat' });
    expect(floor.sit('nobody')).toMatchObject({ ok: false, rule: 'roster' });
    expect(floor.sit('__proto__')).toMatchObject({ ok: false, rule: 'roster' });
    const crews = ['A', 'B', 'C', 'D'].filter((crew) => `${crew}-CCO` !== from && `${crew}-CCO` !== to);
    for (const crew of crews) expect(floor.sit(`${crew}-CCO`)).toMatchObject({ ok: false, rule: 'seat' });
    expect(floor.sit(third, '   ')).toMatchObject({ ok: false, rule: 'text' });
  });

  it('work on items that are somebody else’s, unknown, or not in the state for it', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    const osa = floor.state.tenures.OSA.person;
    const sdt = floor.state.tenures.SDT.person;
    floor.sit(osa);
    floor.sit(sdt);
    floor.command(sdt, { type: 'raise-item', summary: 'odd track', severity: 2, desk: 'OSA' });
    const item = Object.values(floor.state.items).find(({ source }) => source === 'person')?.id;
    expect(floor.command(sdt, { type: 'acknowledge-item', item: item! })).toMatchObject({ rule: 'INV-4' });
    expect(floor.command(osa, { type: 'resolve-item', item: item!, outcome: 'x' })).toMatchObject({
      rule: 'item-state',
    });
    expect(floor.command(osa, { type: 'acknowledge-item', item: item! })).toMatchObject({ ok: true });
    expect(floor.command(osa, { type: 'acknowledge-item', item: item! })).toMatchObject({
      rule: 'item-state',
    });
    expect(floor.command(osa, { type: 'resolve-item', item: item!, outcome: ' ' })).toMatchObject({
      rule: 'text',
    });
    expect(floor.command(osa, { type: 'resolve-item', item: item!, outcome: 'seen' })).toMatchObject({
      ok: true,
    });
    expect(floor.command(osa, { type: 'acknowledge-item', item: item! })).toMatchObject({ rule: 'item' });
  });

  it.each(['constructor', 'toString', '__proto__'])('an item called %s, which is none', (item) => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    const chief = chiefAt(floor);
    floor.sit(chief);
    expect(floor.command(chief, { type: 'acknowledge-item', item })).toMatchObject({ rule: 'item' });
  });

  it('texts that are empty or longer than 2,000 characters, and takes one of exactly 2,000', () => {
    const { floor, from } = beforeBoundary();
    const say = (text: string) => floor.command(from, { type: 'add-log-entry', text });
    expect(say('\n\t ')).toMatchObject({ rule: 'text' });
    expect(say('x'.repeat(2001))).toMatchObject({ rule: 'text' });
    expect(say('x'.repeat(2000))).toMatchObject({ ok: true });
  });
});

describe('an item born during a hand-over', () => {
  const raise = { type: 'raise-item', summary: 'breakup', severity: 3, desk: 'OA1' } as const;

  it('before acceptance takes back the signature, belongs to the outgoing chief and must be told', () => {
    const watch = beforeBoundary();
    const { floor, from, to, id } = watch;
    floor.advance(at(1));
    prepare(watch);
    expect(floor.handover('CCO').signedOutAt).not.toBeNull();
    floor.command(from, raise);
    expect(floor.handover('CCO').signedOutAt).toBeNull();
    expect(chiefAt(floor)).toBe(from);
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({
      ok: false,
      rule: 'handover-paused',
    });
    expect(floor.handover('CCO')).toMatchObject({ state: 'suspended', interruptions: 1 });
    const born = floor.handover('CCO').items.at(-1)!;
    expect(floor.state.items[born.item]).toMatchObject({ summary: 'breakup' });
    // The desk acknowledges the emergency, and the brief goes on.
    floor.advance(at(6));
    expect(floor.handover('CCO').pause).toBeNull();
    tellAll(watch);
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: true });
    expect(floor.state.items[born.item]).toBeDefined();
  });

  it('after acceptance, in the review, belongs to the new chief and to no hand-over', () => {
    const watch = beforeBoundary();
    const { floor, to, id } = watch;
    floor.advance(at(1));
    prepare(watch);
    floor.command(to, { type: 'relieve', handover: id });
    const told = floor.handover('CCO').items.length;
    floor.command(to, raise);
    expect(floor.handover('CCO').items).toHaveLength(told);
    expect(chiefAt(floor)).toBe(to);
    expect(Object.values(floor.state.items).some(({ summary }) => summary === 'breakup')).toBe(true);
  });

  it('at the very instant of the transfer belongs to whoever the order of the journal says', () => {
    const watch = beforeBoundary();
    const { floor, from, to, id } = watch;
    floor.advance(at(1));
    prepare(watch);
    floor.command(to, { type: 'relieve', handover: id });
    floor.command(from, raise);
    const [transfer] = floor.events.filter(
      ({ fact }) => fact.type === 'ResponsibilityTransferred' && fact.desk === 'CCO',
    );
    const [born] = floor.events.filter(
      ({ fact }) => fact.type === 'ItemCreated' && fact.item.summary === 'breakup',
    );
    expect(born!.at).toBe(transfer!.at);
    expect(born!.seq).toBeGreaterThan(transfer!.seq);
    expect(staysAt('CCO', floor.events).stays.at(-1)!.person).toBe(to);
  });

  it('and closed before it was told is told to nobody', () => {
    const { floor, from } = beforeBoundary();
    const oa1 = floor.state.tenures.OA1.person;
    floor.sit(oa1);
    floor.command(from, raise);
    const born = floor.handover('CCO').items.at(-1)!.item;
    expect(floor.handover('OA1').items.map(({ item }) => item)).toContain(born);
    floor.command(from, { type: 'acknowledge-item', item: born });
    floor.command(from, { type: 'resolve-item', item: born, outcome: 'false alarm' });
    for (const desk of ['CCO', 'OA1'] as const)
      expect(floor.handover(desk).items.map(({ item }) => item)).not.toContain(born);
  });
});

describe('a simulated partner', () => {
  it('incoming: previews, acknowledges what a human tells and relieves after the boundary', () => {
    const floor = openOverlap();
    const { from, to, id } = floor.handover('CCO');
    floor.sit(from);
    floor.advance(at(-20));
    expect(floor.handover('CCO').previewedAt).not.toBeNull();
    for (const { item } of floor.handover('CCO').items) {
      expect(floor.command(from, { type: 'brief-item', handover: id, item })).toMatchObject({ ok: true });
      floor.advance(floor.now + 30 * MS_PER_SECOND);
      const told = floor.handover('CCO').items.find((entry) => entry.item === item)!;
      expect(told.acknowledgedAt).toBe(told.briefedAt! + 10 * MS_PER_SECOND);
    }
    // The simulated relief says four minutes before the boundary that he is ready.
    expect(floor.command(from, { type: 'sign-out', handover: id })).toMatchObject({ rule: 'INV-7' });
    floor.advance(at(-3));
    expect(floor.command(from, { type: 'sign-out', handover: id })).toMatchObject({ ok: true });
    floor.advance(at(-0.01));
    expect(chiefAt(floor)).toBe(from);
    floor.advance(at(4));
    expect(chiefAt(floor)).toBe(to);
  });

  it('outgoing: tells each item to a human who has previewed, waits for each word, and signs', () => {
    const floor = openOverlap();
    const { to, id } = floor.handover('CCO');
    floor.sit(to);
    floor.advance(at(-15));
    expect(floor.handover('CCO').items.every(({ briefedAt }) => briefedAt === null)).toBe(true);
    readAlone(floor, 'CCO');
    floor.advance(at(5));
    expect(floor.handover('CCO').items.every(({ briefedAt }) => briefedAt !== null)).toBe(true);
    expect(floor.handover('CCO').signedOutAt).toBeNull();
    for (const { item } of floor.handover('CCO').items) {
      readBack(floor, { to, id, item });
      floor.command(to, { type: 'acknowledge-handover-item', handover: id, item, synthesis: 'yes' });
    }
    expect(floor.command(to, { type: 'say-ready', handover: id })).toMatchObject({ ok: true });
    floor.advance(at(6));
    expect(floor.handover('CCO').signedOutAt).not.toBeNull();
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: true });
  });

  it('takes over where a human left, at whatever step', () => {
    const watch = beforeBoundary();
    const { floor, from, to } = watch;
    prepare(watch);
    floor.leave(from);
    floor.leave(to);
    floor.advance(at(10));
    expect(chiefAt(floor)).toBe(to);
  });
});

describe('a chief nobody relieves', () => {
  it('stays in charge, is logged once as held over ten minutes after the boundary, and is sent home at his limit', () => {
    const { floor, from, to } = beforeBoundary();
    floor.advance(at(10) - 1);
    expect(floor.handover('CCO').isHeldOver).toBe(false);
    floor.advance(at(10));
    expect(floor.handover('CCO').isHeldOver).toBe(true);
    floor.advance(BOUNDARY + HOLDOVER_LIMIT_MS - 1);
    expect(chiefAt(floor)).toBe(from);
    const held = floor.events.filter(({ fact }) => fact.type === 'HandoverHeldOver');
    expect(held).toHaveLength(1);
    expect(floor.state.seats).toHaveProperty(from);
    floor.advance(BOUNDARY + HOLDOVER_LIMIT_MS);
    expect(floor.state.seats).toEqual({});
    expect(floor.sit(from)).toMatchObject({ ok: false, rule: 'INV-5' });
    expect(floor.sit(to)).toMatchObject({ ok: false, rule: 'INV-5' });
    floor.advance(BOUNDARY + HOLDOVER_LIMIT_MS + 20 * MS_PER_MINUTE);
    expect(chiefAt(floor)).toBe(to);
    expect(textsSince(floor, BOUNDARY + HOLDOVER_LIMIT_MS).join()).toContain('duty limit');
    floor.advance(at(8 * 60 + 20));
    expect(chiefAt(floor)).not.toBe(to);
  });

  it('still answers for the floor: he may work on items of any desk', () => {
    const { floor, from } = beforeBoundary();
    floor.advance(at(60));
    const scosPerson = floor.state.tenures.SCO.person;
    floor.sit(scosPerson);
    floor.command(scosPerson, { type: 'raise-item', summary: 'outage', severity: 2, desk: 'SCO' });
    const item = Object.values(floor.state.items).find(({ summary }) => summary === 'outage')!;
    expect(floor.command(from, { type: 'acknowledge-item', item: item.id })).toMatchObject({ ok: true });
  });

  it('does not hold up the shift, nor the desks that do not wait for him', () => {
    const { floor, from } = beforeBoundary();
    floor.advance(at(15));
    expect(floor.state.shift.start).toBe(BOUNDARY);
    expect(chiefAt(floor)).toBe(from);
    expect(floor.state.tenures.OSA.person).toBe(`${floor.state.shift.crew}-OSA`);
  });

  it('is waited for by nobody at a desk below minimum manning', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    floor.advance(at(-29));
    floor.sit(floor.handover('SWX').to);
    floor.advance(at(15));
    expect(floor.state.handovers.SWX).toMatchObject({ acceptedAt: null });
    expect(floor.state.handovers.CCO).toBeUndefined();
  });
});

/** What the outgoing simulated chief answers the incoming one, with an item of these facts on the floor. */
function ask(
  question: string,
  facts: readonly { label: string; value: string; release: string[] }[],
): string | null {
  const floor = openOverlap();
  const { to } = floor.handover('CCO');
  floor.sit(to);
  floor.advance(at(-27));
  floor.train({
    type: 'inject',
    action: {
      type: 'item',
      item: { ...INJECTED, facts: facts.map((fact) => ({ ...fact, isCritical: false })) },
    },
  });
  floor.advance(at(-20));
  readAlone(floor, 'CCO');
  floor.command(to, { type: 'ask-question', handover: floor.handover('CCO').id, text: question });
  floor.advance(at(-18));
  return floor.handover('CCO').questions[0]!.answer;
}

describe('a simulated person who is asked', () => {
  const ALL = ['USA', 'AUS', 'CAN', 'GBR'];

  it('answers with the facts the question names, of the object it names', () => {
    const answer = ask('What is the miss distance of #41702?', [
      { label: 'Miss distance', value: '412 m', release: ALL },
      { label: 'TCA', value: '16:56Z', release: ALL },
    ]);
    expect(answer).toContain('Miss distance 412 m, as of 2026-03-02T15:33:00Z');
    expect(answer).not.toContain('16:56Z');
  });

  it('says nothing of what not all nations may read, since the answer stands in the log', () => {
    const answer = ask('The cause?', [{ label: 'Cause', value: 'classified cause', release: ['USA'] }]);
    expect(answer).toBe('I know nothing of that beyond the log (simulated answer).');
  });

  it('tells how an object stands when only that is asked', () => {
    expect(ask('And #41702?', [])).toMatch(/^Approach of #41702: (new|acknowledged|in work)\. Call/);
  });
});

/** The chief's score after a handover by hand, in which the outgoing one first does something. */
function scoreAfter(before: (floor: PlayedFloor, from: string) => void): number {
  const watch = beforeBoundary();
  const { floor, from } = watch;
  before(floor, from);
  prepare(watch);
  floor.advance(at(4));
  expect(floor.command(watch.to, { type: 'relieve', handover: watch.id })).toMatchObject({ ok: true });
  floor.advance(at(10));
  floor.command(from, { type: 'finish-review', handover: watch.id });
  floor.advance(at(40));
  return floor.state.lastScores.CCO!;
}

describe('an attempt to tell somebody what is not for him', () => {
  it('during a handover caps its score at 40, though it was stopped', () => {
    expect(scoreAfter(() => undefined)).toBeGreaterThan(60);
    const score = scoreAfter((floor, from) => {
      const { id } = Object.values(floor.state.items).find(({ desk }) => desk === 'OSA')!;
      const told = floor.command(from, { type: 'share-item', item: id, nations: ['RUS'] });
      expect(told).toMatchObject({ ok: false, rule: 'INV-8' });
    });
    expect(score).toBe(40);
  });
});

describe('the view of the floor', () => {
  it('begins every marking with EXERCISE//NOTIONAL and has the chief first', () => {
    const { floor, from, to } = beforeBoundary();
    const view = viewFloor(floor.state, {
      viewer: viewerOf('trainer', floor.state),
      mode: 'active',
      mark: floor.now,
      at: floor.now,
      exerciseId: 'X',
    });
    expect(view.marking.startsWith('EXERCISE//NOTIONAL')).toBe(true);
    expect(view.desks).toHaveLength(13);
    expect(view.desks[0]).toMatchObject({ desk: 'CCO', holder: { id: from }, relief: { id: to } });
    expect(view.attended.map(({ id }) => id).sort()).toEqual([from, to].sort());
    expect(view.log[0]!.seq).toBeGreaterThan(view.log.at(-1)!.seq);
  });

  it('names as relief whoever comes next, also when the next shift’s person already holds the desk', () => {
    const watch = beforeBoundary();
    const { floor } = watch;
    const desk: Desk = 'SWX';
    const { from, to, id } = floor.handover(desk);
    floor.sit(from);
    floor.sit(to);
    readAlone(floor, desk);
    tellItems(floor, { from, to, id, desk });
    floor.command(to, { type: 'say-ready', handover: id });
    floor.command(from, { type: 'sign-out', handover: id });
    expect(floor.command(to, { type: 'relieve', handover: id })).toMatchObject({ ok: true });
    expect(floor.now).toBeLessThan(BOUNDARY);
    const relief = reliefOf(floor.state, desk).person;
    expect([from, to]).not.toContain(relief);
    floor.leave(from);
    floor.leave(to);
    floor.advance(at(8 * 60 + 10));
    expect(floor.state.tenures[desk].person).toBe(relief);
  });
});
