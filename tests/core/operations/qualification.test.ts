import { describe, expect, it } from 'vitest';
import { lapsesAt, qualificationAt, qualificationBlocker } from '../../../core/operations/qualification.ts';
import type { Desk, Person, PersonId } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { configurationAt, MONDAY, PlayedFloor } from './playing.ts';

const DESK: Desk = 'OSA';
/** A quarter past the boundary of 08:00: everybody has been relieved or is about to be. */
const MORNING = MONDAY + 8.5 * MS_PER_HOUR;

/** Somebody certified for a desk who is off duty, rested and not due before tomorrow. */
function idleHolderOf(floor: PlayedFloor, desk: Desk): PersonId {
  const person = Object.values(floor.state.people).find(
    ({ id, crew, desk: own }) =>
      own === desk && crew !== floor.state.shift.crew && floor.state.duties[id] === undefined,
  );
  if (!person) throw new RangeError(`everybody of ${desk} has been on duty`);
  return person.id;
}

function withLapsed(): { floor: PlayedFloor; trainee: PersonId } {
  const floor = new PlayedFloor(configurationAt(MONDAY + 7 * MS_PER_HOUR));
  floor.advance(MORNING);
  const trainee = idleHolderOf(floor, DESK);
  const decided = floor.train({
    type: 'change-qualification',
    person: trainee,
    desk: DESK,
    to: 'lapsed',
    by: 'DIRECTOR',
  });
  expect(decided).toMatchObject({ ok: true });
  return { floor, trainee };
}

function heldBy(floor: PlayedFloor, person: PersonId) {
  return qualificationAt(floor.state.people[person]!, DESK)!;
}

describe('a shift under instruction', () => {
  it('restores who had lapsed when the boundary comes, for sixty days, and keeps the year of the evaluation', () => {
    const { floor, trainee } = withLapsed();
    const { expires, certifiedBy } = heldBy(floor, trainee);
    expect(floor.train({ type: 'set-instruction', desk: DESK, trainee })).toMatchObject({ ok: true });
    floor.advance(floor.state.shift.end - 1);
    expect(heldBy(floor, trainee).state).toBe('lapsed');
    const start = floor.state.shift.start;
    floor.advance(floor.state.shift.end);
    const held = heldBy(floor, trainee);
    expect(held).toMatchObject({ state: 'certified', expires, certifiedBy });
    expect(lapsesAt(held)).toBe(start + 60 * MS_PER_DAY);
    expect(floor.state.instruction).toEqual({});
    expect(floor.state.log.map(({ text }) => text).join('\n')).toContain('A shift stood at OSA under');
  });

  it('does not count when it began less than six hours before the boundary', () => {
    const { floor, trainee } = withLapsed();
    floor.advance(floor.state.shift.end - 6 * MS_PER_HOUR + 1);
    floor.train({ type: 'set-instruction', desk: DESK, trainee });
    floor.advance(floor.state.shift.end + MS_PER_HOUR);
    expect(heldBy(floor, trainee).state).toBe('lapsed');
  });

  it('does not count when the supervisor himself has lost his qualification', () => {
    const { floor, trainee } = withLapsed();
    floor.train({ type: 'set-instruction', desk: DESK, trainee });
    const supervisor = floor.state.tenures[DESK].person;
    floor.train({
      type: 'change-qualification',
      person: supervisor,
      desk: DESK,
      to: 'decertified',
      by: 'DIRECTOR',
    });
    floor.advance(floor.state.shift.end + MS_PER_HOUR);
    expect(heldBy(floor, trainee).state).toBe('lapsed');
  });

  it('does not count when the trainee has gone home ill', () => {
    const { floor, trainee } = withLapsed();
    floor.train({ type: 'set-instruction', desk: DESK, trainee });
    floor.train({ type: 'inject', action: { type: 'absence', person: trainee, reason: 'ill', hours: 24 } });
    floor.advance(floor.state.shift.end + MS_PER_HOUR);
    expect(heldBy(floor, trainee).state).toBe('lapsed');
  });

  it('is duty: ten hours of rest come after it', () => {
    const { floor, trainee } = withLapsed();
    floor.train({ type: 'set-instruction', desk: DESK, trainee });
    const { end } = floor.state.shift;
    floor.advance(end + 30 * MS_PER_MINUTE);
    expect(floor.state.duties[trainee]).toEqual({ from: MORNING, to: end });
    expect(floor.train({ type: 'set-instruction', desk: DESK, trainee })).toMatchObject({
      ok: false,
      rule: 'INV-5',
    });
    floor.advance(end + 10 * MS_PER_HOUR);
    expect(floor.train({ type: 'set-instruction', desk: DESK, trainee })).toMatchObject({ ok: true });
  });

  it('is refused to the absent, to who holds a desk, and to a nation the desk is closed to', () => {
    const { floor, trainee } = withLapsed();
    const refusalOf = (desk: Desk, person: PersonId) => {
      const decision = floor.train({ type: 'set-instruction', desk, trainee: person });
      return decision.ok ? null : decision.rule;
    };
    const holder = floor.state.tenures.OA1.person;
    expect(refusalOf(DESK, holder)).toBe('INV-5');
    const foreigner = Object.values(floor.state.people).find(
      ({ id, nation }) => nation === 'AUS' && floor.state.duties[id] === undefined,
    )!;
    expect(refusalOf('LCH', foreigner.id)).toBe('eligible-nation');
    expect(refusalOf(DESK, 'nobody')).toBe('roster');
    expect(refusalOf(DESK, 'DIRECTOR')).toBe('roster');
    floor.train({ type: 'inject', action: { type: 'absence', person: trainee, reason: 'ill', hours: 8 } });
    expect(refusalOf(DESK, trainee)).toBe('presence');
  });
});

describe('who may hold a desk', () => {
  it('is a table of the exercise: another nation may be let in, and one of the four kept out', () => {
    const stranger: Person = {
      ...configurationAt(MONDAY).people.find(({ id }) => id === 'B-OSA')!,
      nation: 'NZL',
    };
    const asked = { person: stranger, desk: DESK, at: MONDAY };
    expect(qualificationBlocker({}, asked)).toMatchObject({ rule: 'eligible-nation' });
    expect(qualificationBlocker({ eligibility: { OSA: ['USA', 'NZL'] } }, asked)).toBeNull();
    const exercise = {
      ...configurationAt(MONDAY),
      eligibility: { OSA: ['USA', 'NZL'] },
      people: configurationAt(MONDAY).people.map((person) =>
        person.desk === 'OSA' ? { ...person, nation: person.crew === 'B' ? 'NZL' : 'GBR' } : person,
      ),
    };
    const floor = new PlayedFloor(exercise);
    floor.advance(MONDAY + 3 * MS_PER_DAY);
    const nations = floor.events.flatMap(({ fact }) =>
      fact.type === 'ResponsibilityTransferred' && fact.desk === 'OSA' && !['COVER'].includes(fact.via)
        ? [floor.state.people[fact.to]!.nation]
        : [],
    );
    expect(nations).toContain('NZL');
    expect(nations).not.toContain('GBR');
  });
});
