import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eligibleNations, isMinimumManning } from '../../../core/operations/desks.ts';
import type { FloorEvent } from '../../../core/operations/events.ts';
import { replay } from '../../../core/operations/reducer.ts';
import { everyone, isCertified, personById } from '../../../core/operations/roster.ts';
import { planShifts, SHIFT_MS } from '../../../core/operations/shift.ts';
import { DESKS, type FloorState, type PersonId } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import {
  configurationAt,
  holdersAt,
  MONDAY,
  perform,
  PlayedFloor,
  plays,
  PROPERTY,
  RUNS,
  staysAt,
  walk,
} from './playing.ts';

/** Each property plays some days a run; the long form needs its time. */
const TIMEOUT = 60_000 + RUNS * 200;
/** INV-5: nobody is on duty for longer, held over or not. */
const DUTY_LIMIT_MS = 16 * MS_PER_HOUR;

function onEveryPlay(check: (floor: PlayedFloor) => void, among = plays): void {
  fc.assert(
    fc.property(among, (play) => check(perform(play))),
    PROPERTY,
  );
}

function transfers(events: readonly FloorEvent[]) {
  return events.flatMap(({ at, fact }) =>
    fact.type === 'ResponsibilityTransferred' ? [{ at, ...fact }] : [],
  );
}

function watchHandoverInSteps(stepMs: number): readonly FloorEvent[] {
  const floor = new PlayedFloor(configurationAt(MONDAY + 15 * MS_PER_HOUR + 57 * MS_PER_MINUTE));
  floor.advance(floor.now + 6 * MS_PER_MINUTE, stepMs);
  return floor.events;
}

function journalOf(seed: string): string {
  const floor = new PlayedFloor(configurationAt(MONDAY, { seed }));
  floor.advance(MONDAY + MS_PER_DAY);
  return JSON.stringify(floor.events.slice(1));
}

function run(days: number, pattern: string, start = Date.UTC(2026, 0, 1)): PlayedFloor {
  const floor = new PlayedFloor(configurationAt(start, { seed: `long ${pattern}`, pattern }));
  floor.advance(start + days * MS_PER_DAY);
  return floor;
}

function chiefHandovers(floor: PlayedFloor) {
  return transfers(floor.events).filter(({ desk }) => desk === 'CCO');
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** Raises an item every so often through a whole hand-over, from a desk that has nothing to do with it. */
function besiege(everyMs: number, hours: number): PlayedFloor {
  const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
  const nuisance = floor.state.tenures.SWX.person;
  floor.sit(nuisance);
  while (floor.now < MONDAY + (9 + hours) * MS_PER_HOUR) {
    floor.command(nuisance, { type: 'raise-item', summary: 'again', severity: 1, desk: 'SDT' });
    floor.advance(floor.now + everyMs);
  }
  return floor;
}

function longestChief(floor: PlayedFloor): number {
  const { stays } = staysAt('CCO', floor.events);
  return Math.max(...stays.map(({ from, to }) => Math.min(to, floor.now) - from));
}

describe('a floor people play on at random', () => {
  it('is handed over by people too, so that the properties below say something', { timeout: TIMEOUT }, () => {
    const counted = { transfers: 0, attended: 0, chiefByHand: 0, heldOver: 0, raised: 0 };
    for (const play of fc.sample(plays, { ...PROPERTY, numRuns: 200 })) {
      const floor = perform(play);
      walk(floor.events, ({ fact }, before) => {
        if (fact.type === 'HandoverHeldOver') counted.heldOver++;
        if (fact.type === 'ItemCreated' && fact.item.source === 'person') counted.raised++;
        if (fact.type !== 'ResponsibilityTransferred') return;
        counted.transfers++;
        if (before.seats[fact.to] !== undefined) counted.attended++;
        if (before.seats[fact.to] !== undefined && fact.desk === 'CCO') counted.chiefByHand++;
      });
    }
    expect(counted.transfers).toBeGreaterThan(2000);
    expect(counted.attended).toBeGreaterThan(20);
    expect(counted.chiefByHand).toBeGreaterThan(0);
    expect(counted.heldOver).toBeGreaterThan(50);
    expect(counted.raised).toBeGreaterThan(50);
  });

  it(
    'has exactly one holder of every desk at every instant, by its journal alone (INV-1)',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay((floor) => {
        const start = floor.events[0]!.at;
        for (const desk of DESKS) {
          const { stays, faults } = staysAt(desk, floor.events);
          expect(faults).toEqual([]);
          expect(stays[0]!.from).toBe(start);
          expect(stays.at(-1)!.to).toBe(Number.POSITIVE_INFINITY);
          stays.slice(1).forEach((stay, i) => expect(stay.from).toBe(stays[i]!.to));
          for (const { at } of floor.events) expect(holdersAt(stays, at)).toBe(1);
          expect(floor.state.tenures[desk]).toMatchObject({
            person: stays.at(-1)!.person,
            from: stays.at(-1)!.from,
          });
        }
      }),
  );

  it(
    'gives a desk only to people who are certified for it and of an eligible nation (INV-2)',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay((floor) => {
        for (const { desk, to } of transfers(floor.events)) {
          expect(isCertified(to, desk)).toBe(true);
          expect(eligibleNations(desk)).toContain(personById(to).nation);
        }
      }),
  );

  it(
    'starts every shift on its boundary, eight hours after the one before (INV-3)',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay((floor) => {
        const first = floor.events[0]!.fact;
        if (first.type !== 'ExerciseStarted') throw new RangeError('no start');
        let before = first.shift;
        for (const { at, fact } of floor.events) {
          if (fact.type !== 'ShiftStarted') continue;
          expect(fact.shift.end - fact.shift.start).toBe(28_800_000);
          expect(fact.shift.start).toBe(before.end);
          expect(at).toBe(fact.shift.start);
          before = fact.shift;
        }
        expect(before.start <= floor.now && floor.now < before.end).toBe(true);
      }),
  );

  it('keeps every open item through every event but its own end (INV-4, INV-12)', { timeout: TIMEOUT }, () =>
    onEveryPlay((floor) => {
      const open = new Set<string>();
      walk(floor.events, ({ fact }, before, after) => {
        const isTwice = fact.type === 'ItemCreated' && open.has(fact.item.id);
        if (fact.type === 'ItemCreated') open.add(fact.item.id);
        const isUnknown = fact.type === 'ItemResolved' && !open.delete(fact.item);
        expect({ isTwice, isUnknown }).toEqual({ isTwice: false, isUnknown: false });
        expect(Object.keys(after.items).sort()).toEqual([...open].sort());
        const changed = fact.type === 'ResponsibilityTransferred' && after.items !== before.items;
        expect(changed).toBe(false);
        // One desk each, and that desk one holder: one responsible person each.
        for (const item of Object.values(after.items)) expect(after.tenures[item.desk].person).toBeDefined();
      });
    }),
  );

  it(
    'never has one person at two desks, nor on duty for more than 16 hours (INV-5)',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay(
        (floor) => {
          const last = floor.now;
          for (const desk of DESKS) {
            for (const { person, from, to } of staysAt(desk, floor.events).stays) {
              expect(personById(person).desk).toBe(desk);
              expect(Math.min(to, last) - from).toBeLessThanOrEqual(DUTY_LIMIT_MS);
            }
          }
          walk(floor.events, (_, __, after) => {
            const holders = DESKS.map((desk) => after.tenures[desk].person);
            expect(new Set(holders).size).toBe(DESKS.length);
          });
          // An overlap of an hour has a test of its own below.
        },
        plays.filter(({ configuration }) => configuration.overlapMin <= 30),
      ),
  );

  it('hands the desks of minimum manning over before the chief (INV-6)', { timeout: TIMEOUT }, () =>
    onEveryPlay((floor) => {
      walk(floor.events, ({ fact }, before) => {
        if (fact.type !== 'ResponsibilityTransferred' || fact.desk !== 'CCO') return;
        const waiting = DESKS.filter(
          (desk) => desk !== 'CCO' && isMinimumManning(desk) && before.handovers[desk]?.acceptedAt === null,
        );
        expect(waiting).toEqual([]);
      });
    }),
  );

  it(
    'transfers only what was previewed, told, acknowledged and signed, item by item (INV-7)',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay((floor) => {
        walk(floor.events, ({ fact, actor }, before) => {
          if (fact.type !== 'ResponsibilityTransferred') return;
          const handover = before.handovers[fact.desk]!;
          expect(handover).toMatchObject({ id: fact.via, from: fact.from, to: fact.to, acceptedAt: null });
          expect(actor).toBe(fact.to);
          expect(handover.previewedAt).not.toBeNull();
          expect(handover.signedOutAt).not.toBeNull();
          const told = handover.items.filter(
            (entry) => entry.briefedAt !== null && entry.acknowledgedAt !== null,
          );
          const due = Object.values(before.items).filter(
            (item) => fact.desk === 'CCO' || item.desk === fact.desk,
          );
          expect(told.map(({ item }) => item).sort()).toEqual(due.map(({ id }) => id).sort());
        });
      }),
  );

  it(
    'writes a journal from which the floor comes back exactly, also through JSON',
    { timeout: TIMEOUT },
    () =>
      onEveryPlay((floor) => {
        expect(replay(floor.events)).toEqual(floor.state);
        const written = JSON.parse(JSON.stringify(floor.events)) as FloorEvent[];
        expect(replay(written)).toEqual(floor.state);
        floor.events.forEach((event, i) => {
          expect(event.seq).toBe(i + 1);
          expect(Number.isInteger(event.at)).toBe(true);
          expect(event.at).toBeGreaterThanOrEqual(floor.events[Math.max(0, i - 1)]!.at);
          expect(event.at).toBeLessThanOrEqual(Math.ceil(floor.now));
        });
      }),
  );

  it('does nothing by itself in the name of a person somebody sits in for', { timeout: TIMEOUT }, () =>
    onEveryPlay((floor) => {
      const usurped: number[] = [];
      walk(floor.events, ({ seq, actor }, before) => {
        if (floor.automatic.has(seq) && before.seats[actor] !== undefined) usurped.push(seq);
      });
      expect(usurped).toEqual([]);
    }),
  );
});

describe('the same seed and the same inputs', () => {
  const STEPS = [
    4000,
    60_000,
    777_777,
    3 * MS_PER_HOUR + 1,
    SHIFT_MS,
    // Not whole milliseconds: as a clock at rate 0.37 ticks.
    12_345.678,
  ];

  it('give the same journal whatever the size of the steps (INV-10, INV-11)', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(plays, fc.constantFrom(...STEPS), (play, stepMs) => {
        expect(perform(play, stepMs).events).toEqual(perform(play).events);
      }),
      PROPERTY,
    );
  });

  it('give the same journal in steps of one millisecond through a hand-over (INV-10)', () => {
    const fine = watchHandoverInSteps(1);
    expect(fine).toEqual(watchHandoverInSteps(Number.POSITIVE_INFINITY));
    expect(transfers(fine).some(({ desk }) => desk === 'CCO')).toBe(true);
  });

  it('give another journal from another seed', () => {
    expect(journalOf('a')).toBe(journalOf('a'));
    expect(journalOf('a')).not.toBe(journalOf('b'));
  });
});

describe('a floor left to itself', () => {
  it.each(['metropolitan', 'continental', '6-on-2-off', 'southern-swing'])(
    'hands the watch over 90 times in 30 days of %s, each time within ten minutes of the boundary',
    (pattern) => {
      const floor = run(30, pattern, Date.UTC(2026, 0, 1, 4));
      const chiefs = chiefHandovers(floor);
      expect(chiefs).toHaveLength(90);
      for (const { at } of chiefs) {
        const past = at % SHIFT_MS;
        expect(past).toBeGreaterThanOrEqual(0);
        expect(past).toBeLessThan(10 * MS_PER_MINUTE);
      }
      expect(floor.events.some(({ fact }) => fact.type === 'HandoverHeldOver')).toBe(false);
      expect(staysAt('CCO', floor.events).faults).toEqual([]);
    },
  );

  it('stands 1,098 shifts of 28,800,000 ms in 366 days, each with the crew of the plan and a chief of it', () => {
    const start = Date.UTC(2026, 0, 1, 4);
    const floor = run(366, 'metropolitan', start);
    const shifts = floor.events.flatMap(({ fact }) => (fact.type === 'ShiftStarted' ? [fact.shift] : []));
    expect(shifts).toHaveLength(1098);
    expect(shifts.every(({ start: from, end }) => end - from === 28_800_000)).toBe(true);
    expect(shifts).toEqual(planShifts(start, start + 366 * MS_PER_DAY).slice(1));
    const { stays, faults } = staysAt('CCO', floor.events);
    expect(faults).toEqual([]);
    expect(stays).toHaveLength(1099);
    shifts.forEach((shift) => {
      const middle = shift.start + SHIFT_MS / 2;
      const chief = stays.find(({ from, to }) => from <= middle && middle < to)!;
      expect(chief.person).toBe(`${shift.crew}-CCO`);
    });
  });

  it('has a chief of every one of the four nations within a week', () => {
    const floor = run(7, 'metropolitan');
    const nations = new Set(chiefHandovers(floor).map(({ to }) => personById(to).nation));
    expect([...nations].sort()).toEqual(['AUS', 'CAN', 'GBR', 'USA']);
  });

  it('does not let work pile up: never more than 30 open items in 30 days', () => {
    const floor = run(30, 'metropolitan');
    let most = 0;
    walk(floor.events, (_, __, after) => {
      most = Math.max(most, Object.keys(after.items).length);
    });
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(30);
  });

  it('acknowledges every item within ten minutes, late only by what a hand-over takes', () => {
    const floor = run(30, 'metropolitan');
    const born = new Map<string, number>();
    for (const { at, fact } of floor.events) {
      if (fact.type === 'ItemCreated') born.set(fact.item.id, at);
      if (fact.type !== 'ItemAcknowledged') continue;
      expect(at - born.get(fact.item)!).toBeLessThanOrEqual(10 * MS_PER_MINUTE);
    }
    expect(born.size).toBeGreaterThan(600);
  });

  it('keeps its state small: a log of 60 lines and no closed items', () => {
    const floor = run(30, 'metropolitan');
    expect(floor.state.log).toHaveLength(60);
    expect(JSON.stringify(floor.state).length).toBeLessThan(60_000);
  });
});

describe('applying an event', () => {
  const floor = new PlayedFloor(configurationAt(MONDAY + 15 * MS_PER_HOUR));
  floor.advance(MONDAY + 17 * MS_PER_HOUR);

  it('changes neither the state it is given nor the event', () => {
    let state: FloorState | null = null;
    for (const event of floor.events) state = frozen(replay([frozen(event)], state));
    expect(state).toEqual(floor.state);
  });

  it('refuses a journal with a gap, a repetition, time running backwards, or no beginning', () => {
    const [first, second, third] = floor.events;
    expect(() => replay([first!, third!])).toThrow(RangeError);
    expect(() => replay([first!, second!, second!])).toThrow(RangeError);
    expect(() => replay([second!])).toThrow(RangeError);
    expect(() => replay([first!, { ...first!, seq: 2 }])).toThrow(RangeError);
    expect(() => replay([first!, { ...second!, at: first!.at - 1 }])).toThrow(RangeError);
  });
});

describe('what a stubborn person can do to the watch', () => {
  it('a new item every half hour does not keep the chief from being relieved', () => {
    expect(longestChief(besiege(30 * MS_PER_MINUTE, 24))).toBeLessThanOrEqual(DUTY_LIMIT_MS);
  });

  it('a new item every fifty seconds does not keep a chief on duty for more than 16 hours', () => {
    expect(longestChief(besiege(50_000, 24))).toBeLessThanOrEqual(DUTY_LIMIT_MS);
  });

  it('with an overlap of an hour one attended desk does not keep the chief on duty past his limit', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY, { overlapMin: 60 }));
    const { from, to } = (floor.advance(MONDAY + 7.5 * MS_PER_HOUR), floor.handover('CCO'));
    floor.sit(to);
    floor.advance(MONDAY + 14 * MS_PER_HOUR);
    floor.sit(floor.state.tenures.OSA.person);
    floor.advance(MONDAY + 24 * MS_PER_HOUR);
    const mine = staysAt('CCO', floor.events).stays.find(({ person }) => person === from)!;
    expect(mine.to - mine.from).toBeLessThanOrEqual(DUTY_LIMIT_MS);
  });

  it('a chief held over to the duty limit rests ten hours before the next watch', () => {
    const floor = new PlayedFloor(configurationAt(MONDAY + 9 * MS_PER_HOUR));
    const chief: PersonId = floor.state.tenures.CCO.person;
    floor.sit(chief);
    floor.advance(MONDAY + 3 * MS_PER_DAY);
    const mine = staysAt('CCO', floor.events).stays.filter(({ person }) => person === chief);
    expect(mine.length).toBeGreaterThan(1);
    mine
      .slice(1)
      .forEach((stay, i) => expect(stay.from - mine[i]!.to).toBeGreaterThanOrEqual(10 * MS_PER_HOUR));
  });
});

describe('the roster', () => {
  it('has 52 people: one for each desk of each crew, certified for it and of an eligible nation', () => {
    expect(everyone()).toHaveLength(52);
    expect(new Set(everyone().map(({ id }) => id)).size).toBe(52);
    for (const { id, crew, desk, nation } of everyone()) {
      expect(id).toBe(`${crew}-${desk}`);
      expect(isCertified(id, desk)).toBe(true);
      expect(eligibleNations(desk)).toContain(nation);
    }
  });

  it('has operators of all four nations in every crew, and a chief certified as duty officer and analyst', () => {
    for (const crew of ['A', 'B', 'C', 'D']) {
      const people = everyone().filter((person) => person.crew === crew);
      expect([...new Set(people.map(({ nation }) => nation))].sort()).toEqual(['AUS', 'CAN', 'GBR', 'USA']);
      for (const desk of ['CCO', 'SDO', 'OSA'] as const) expect(isCertified(`${crew}-CCO`, desk)).toBe(true);
    }
  });

  it('certifies nobody by his own hand', () => {
    for (const { name, id, qualifications } of everyone())
      for (const { certifiedBy } of qualifications) expect([name, id]).not.toContain(certifiedBy);
  });
});
