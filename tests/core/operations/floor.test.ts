import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eligibleNations } from '../../../core/operations/desks.ts';
import type { FloorEvent } from '../../../core/operations/events.ts';
import { replay } from '../../../core/operations/reducer.ts';
import { advanceFloor, configureExercise, startExercise } from '../../../core/operations/floor.ts';
import { NO_RULES } from '../../../core/operations/item-rules.ts';
import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import { defaultRoster } from '../../../core/operations/roster.ts';
import type { FloorState } from '../../../core/operations/state.ts';
import { planShifts, SHIFT_MS } from '../../../core/operations/shift.ts';
import { DIRECTOR, type Person, type PersonId } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import {
  configurationAt,
  MONDAY,
  perform,
  PlayedFloor,
  shortPlays,
  PROPERTY,
  staysAt,
  walk,
} from './playing.ts';

/** Each property plays some days a run; the long form needs its time. */
const TIMEOUT = 120_000;
/** INV-5: nobody is on duty for longer, held over or not. */
const DUTY_LIMIT_MS = 16 * MS_PER_HOUR;

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
      fc.property(shortPlays, fc.constantFrom(...STEPS), (play, stepMs) => {
        const journal = (step?: number) => JSON.stringify(perform(play, step, MS_PER_HOUR).events);
        expect(journal(stepMs)).toBe(journal());
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
    'hands the watch over 90 times in 30 days of %s, each time within forty minutes of the boundary, critical phases included',
    (pattern) => {
      const floor = run(30, pattern, Date.UTC(2026, 0, 1, 4));
      const chiefs = chiefHandovers(floor);
      expect(chiefs).toHaveLength(90);
      for (const { at } of chiefs) {
        const past = at % SHIFT_MS;
        expect(past).toBeGreaterThanOrEqual(0);
        expect(past).toBeLessThan(40 * MS_PER_MINUTE);
      }
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
    const nations = new Set(chiefHandovers(floor).map(({ to }) => floor.state.people[to]!.nation));
    expect([...nations].sort()).toEqual(['AUS', 'CAN', 'GBR', 'USA']);
  });

  it('does not let work pile up: never more than 40 open items in 30 days', () => {
    const floor = run(30, 'metropolitan');
    let most = 0;
    walk(floor.events, (_, __, after) => {
      most = Math.max(most, Object.keys(after.items).length);
    });
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(40);
  });

  it('keeps its state small: a log of 60 lines and no closed items', () => {
    const floor = run(30, 'metropolitan');
    expect(floor.state.log).toHaveLength(60);
    expect(JSON.stringify(floor.state).length).toBeLessThan(160_000);
  });
});

describe('a tick', () => {
  it('looks the catalogue through only when a survey is due', () => {
    const around = emptySurroundings();
    const asked: number[] = [];
    const surveyed = {
      ...around,
      survey: (_: unknown, at: number) => {
        asked.push(at);
        return null;
      },
    };
    let { state } = startExercise({
      ...configurationAt(MONDAY + MS_PER_HOUR),
      load: 0,
      rules: { ...NO_RULES, isOn: true, surveyEveryMin: 60 },
    });
    for (let at = MONDAY + MS_PER_HOUR; at < MONDAY + 3.5 * MS_PER_HOUR; at += MS_PER_MINUTE)
      ({ state } = advanceFloor(state, at, surveyed));
    expect(asked).toEqual([1, 2, 3].map((hour) => MONDAY + hour * MS_PER_HOUR));
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

function itemsOf(configuration: Parameters<typeof configureExercise>[0]): string[] {
  const floor = new PlayedFloor(configureExercise(configuration));
  floor.advance(MONDAY + 2 * MS_PER_DAY);
  return floor.events.flatMap(({ at, fact }) =>
    fact.type === 'ItemCreated' ? [`${at} ${fact.item.id}`] : [],
  );
}

const ROSTER = defaultRoster(MONDAY);
const onCrews = ROSTER.filter(({ id }) => id !== DIRECTOR);
const isCertified = ({ qualifications }: Person, desk: string): boolean =>
  qualifications.some((held) => held.desk === desk && held.state === 'certified');

describe('the roster', () => {
  it('has 52 people: one for each desk of each crew, certified for it and of an eligible nation, and a Director', () => {
    expect(ROSTER).toHaveLength(53);
    expect(new Set(ROSTER.map(({ id }) => id)).size).toBe(53);
    for (const person of onCrews) {
      expect(person.id).toBe(`${person.crew}-${person.desk}`);
      expect(isCertified(person, person.desk!)).toBe(true);
      expect(eligibleNations({}, person.desk!)).toContain(person.nation);
    }
  });

  it('has operators of all four nations in every crew, and a chief certified as duty officer and analyst', () => {
    for (const crew of ['A', 'B', 'C', 'D']) {
      const people = onCrews.filter((person) => person.crew === crew);
      expect([...new Set(people.map(({ nation }) => nation))].sort()).toEqual(['AUS', 'CAN', 'GBR', 'USA']);
      const chief = people.find(({ desk }) => desk === 'CCO')!;
      for (const desk of ['CCO', 'SDO', 'OSA'] as const) expect(isCertified(chief, desk)).toBe(true);
    }
  });

  it('certifies nobody by his own hand', () => {
    for (const { id, qualifications } of onCrews)
      for (const { certifiedBy } of qualifications) expect(certifiedBy).not.toBe(id);
  });

  it('gives the same workload when everybody is of another nation', () => {
    const people = ROSTER.map((person) => ({ ...person, nation: 'USA' }));
    expect(itemsOf({ seed: 'n', start: MONDAY, people })).toEqual(itemsOf({ seed: 'n', start: MONDAY }));
  });
});
