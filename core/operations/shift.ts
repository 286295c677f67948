import { MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../units.ts';
import { CREWS, type Shift, type ShiftName } from './types.ts';

export const SHIFT_MS = 8 * MS_PER_HOUR;
const NAMES: readonly ShiftName[] = ['A', 'B', 'C'];

/** A rotation: one letter a day for the first crew; each next crew stands `cycle.length / 4` days later in it. */
export interface ShiftPattern {
  readonly id: string;
  readonly title: string;
  /** D = day 08–16, S = swing 16–24, M = mid 24–32 of the same roster day, O = off. */
  readonly cycle: string;
}

/** Each eight-hour pattern covers every shift with exactly one crew. Source: notes of Miller, "Fundamentals of Shiftwork Scheduling". */
export const SHIFT_PATTERNS: readonly ShiftPattern[] = [
  { id: 'metropolitan', title: 'Metropolitan 2-2-2-2', cycle: 'DDSSMMOO' },
  { id: 'continental', title: 'Continental 2-2-3', cycle: 'DDSSMMMOODDSSSMMOODDDSSMMOOO' },
  { id: '6-on-2-off', title: 'Six on, two off', cycle: 'DDDDDDOOSSSSSSOOMMMMMMOO' },
  { id: 'southern-swing', title: 'Southern swing', cycle: 'DDDDDDDOOSSSSSSSOOMMMMMMMOOO' },
];

export function patternById(id: string): ShiftPattern {
  const pattern = SHIFT_PATTERNS.find((candidate) => candidate.id === id);
  if (!pattern) throw new RangeError(`no such shift pattern: ${id}`);
  return pattern;
}

/**
 * Find the shift that contains an instant. Shifts are A 00–08, B 08–16, C 16–24, anchored in UTC, always 28,800,000 ms.
 *
 * The roster day of the mid shift is the day before: M of date d is 24:00–32:00 of d, so that rest is never below 16 h.
 */
export function shiftAt(time: UtcMs, pattern: ShiftPattern = SHIFT_PATTERNS[0]!): Shift {
  const index = Math.floor(time / SHIFT_MS);
  const start = index * SHIFT_MS;
  const place = ((index % 3) + 3) % 3;
  const rosterDay = Math.floor(start / MS_PER_DAY) - (place === 0 ? 1 : 0);
  const letter = 'MDS'.charAt(place);
  const crew = CREWS.find((_, i) => letterOf(pattern, rosterDay, i) === letter);
  if (!crew) throw new RangeError(`pattern ${pattern.id} leaves a shift uncovered`);
  return { name: NAMES[place]!, crew, start, end: start + SHIFT_MS };
}

function letterOf({ cycle }: ShiftPattern, rosterDay: number, crewIndex: number): string {
  const day = rosterDay - (crewIndex * cycle.length) / CREWS.length;
  return cycle.charAt(((day % cycle.length) + cycle.length) % cycle.length);
}

export function nextShift(shift: Shift, pattern?: ShiftPattern): Shift {
  return shiftAt(shift.end, pattern);
}

/** List the shifts that begin at or after `from` and before `to`, and the one under way at `from`. */
export function planShifts(from: UtcMs, to: UtcMs, pattern?: ShiftPattern): Shift[] {
  const shifts: Shift[] = [];
  for (let shift = shiftAt(from, pattern); shift.start < to; shift = nextShift(shift, pattern))
    shifts.push(shift);
  return shifts;
}
