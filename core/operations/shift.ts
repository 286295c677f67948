import { MS_PER_HOUR, type UtcMs } from '../units.ts';
import { CREWS, type Shift, type ShiftName } from './types.ts';

export const SHIFT_MS = 8 * MS_PER_HOUR;

/** How a roster day is cut: the hour (UTC) at which it begins, then its shifts in order. */
interface RosterDay {
  readonly firstHour: number;
  readonly shifts: readonly { readonly letter: string; readonly name: ShiftName }[];
}

const ROSTER_DAYS: Readonly<Record<8 | 12, RosterDay>> = {
  // M of date d is 24:00–32:00 of d, so that rest is never below 16 h.
  8: {
    firstHour: 8,
    shifts: [
      { letter: 'D', name: 'B' },
      { letter: 'S', name: 'C' },
      { letter: 'M', name: 'A' },
    ],
  },
  12: {
    firstHour: 6,
    shifts: [
      { letter: 'D', name: 'A' },
      { letter: 'N', name: 'B' },
    ],
  },
};

/** A rotation: one letter a day for the first crew; the others stand some days later in it. */
export interface ShiftPattern {
  readonly id: string;
  readonly title: string;
  /** Eight hours: D = day 08–16, S = swing 16–24, M = mid 24–32 of the same roster day. Twelve: D = 06–18, N = 18–30. O = off. */
  readonly cycle: string;
  /** How many days later in the cycle each crew stands. */
  readonly offsetsDays: readonly number[];
  readonly cadenceHours: 8 | 12;
  /** Can be planned and looked at; the floor is not run by it. */
  readonly isOutsideEightHourRule: boolean;
}

/** Each eight-hour pattern covers every shift with exactly one crew. Source: notes of Miller, "Fundamentals of Shiftwork Scheduling". */
export const SHIFT_PATTERNS: readonly ShiftPattern[] = [
  { id: 'metropolitan', title: 'Metropolitan 2-2-2-2', cycle: 'DDSSMMOO' },
  { id: 'continental', title: 'Continental 2-2-3', cycle: 'DDSSMMMOODDSSSMMOODDDSSMMOOO' },
  { id: '6-on-2-off', title: 'Six on, two off', cycle: 'DDDDDDOOSSSSSSOOMMMMMMOO' },
  { id: 'southern-swing', title: 'Southern swing', cycle: 'DDDDDDDOOSSSSSSSOOMMMMMMMOOO' },
].map((rotation) => ({
  ...rotation,
  offsetsDays: CREWS.map((_, i) => (i * rotation.cycle.length) / CREWS.length),
  cadenceHours: 8,
  isOutsideEightHourRule: false,
}));

const PANAMA_PAIR = 'DDOODDDOODDOOO';

/** Not for an exercise: marked so wherever they are shown. */
export const TWELVE_HOUR_PATTERNS: readonly ShiftPattern[] = [
  {
    id: 'panama',
    title: 'Panama 2-2-3, twelve hours',
    cycle: `${PANAMA_PAIR}${PANAMA_PAIR}${`${PANAMA_PAIR}${PANAMA_PAIR}`.replaceAll('D', 'N')}`,
    offsetsDays: [0, 7, 28, 35],
  },
  {
    id: 'dupont',
    title: 'DuPont, twelve hours',
    cycle: 'NNNNOOODDDONNNOOODDDDOOOOOOO',
    offsetsDays: [0, 7, 14, 21],
  },
].map((rotation) => ({ ...rotation, cadenceHours: 12, isOutsideEightHourRule: true }));

export const ALL_PATTERNS: readonly ShiftPattern[] = [...SHIFT_PATTERNS, ...TWELVE_HOUR_PATTERNS];

/** One of the eight-hour patterns: what an exercise may ask for. */
export function patternById(id: string): ShiftPattern {
  const pattern = SHIFT_PATTERNS.find((candidate) => candidate.id === id);
  if (!pattern) throw new RangeError(`no such shift pattern: ${id}`);
  return pattern;
}

/**
 * Find the shift that contains an instant. Shifts are A 00–08, B 08–16, C 16–24, anchored in UTC, always 28,800,000 ms;
 * of a twelve-hour pattern A 06–18 and B 18–30.
 */
export function shiftAt(time: UtcMs, pattern: ShiftPattern = SHIFT_PATTERNS[0]!): Shift {
  const { firstHour, shifts } = ROSTER_DAYS[pattern.cadenceHours];
  const cadence = pattern.cadenceHours * MS_PER_HOUR;
  const index = Math.floor((time - firstHour * MS_PER_HOUR) / cadence);
  const rosterDay = Math.floor(index / shifts.length);
  const { letter, name } = shifts[index - rosterDay * shifts.length]!;
  const crew = CREWS.find((_, i) => letterOf(pattern, rosterDay, i) === letter);
  if (!crew) throw new RangeError(`pattern ${pattern.id} leaves a shift uncovered`);
  const start = index * cadence + firstHour * MS_PER_HOUR;
  return { name, crew, start, end: start + cadence };
}

function letterOf({ cycle, offsetsDays }: ShiftPattern, rosterDay: number, crewIndex: number): string {
  const day = rosterDay - offsetsDays[crewIndex]!;
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
