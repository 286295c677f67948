import { MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../units.ts';
import { CREWS, type Shift } from './types.ts';

/** A rotation of twelve-hour shifts. It can be planned and looked at; the floor is run by the eight-hour rule alone. */
export interface TwelveHourPattern {
  readonly id: string;
  readonly title: string;
  /** D = day 06–18, N = night 18–30 of the same roster day, O = off. */
  readonly cycle: string;
  /** How many days later in the cycle each crew stands. */
  readonly offsetsDays: readonly number[];
}

const PAIR = 'DDOODDDOODDOOO';

/** Outside the eight-hour rule, and marked so wherever they are shown. */
export const TWELVE_HOUR_PATTERNS: readonly TwelveHourPattern[] = [
  {
    id: 'panama',
    title: 'Panama 2-2-3, twelve hours',
    cycle: `${PAIR}${PAIR}${PAIR.replaceAll('D', 'N')}${PAIR.replaceAll('D', 'N')}`,
    offsetsDays: [0, 7, 28, 35],
  },
  {
    id: 'dupont',
    title: 'DuPont, twelve hours',
    cycle: 'NNNNOOODDDONNNOOODDDDOOOOOOO',
    offsetsDays: [0, 7, 14, 21],
  },
];

const CADENCE_MS = 12 * MS_PER_HOUR;
const FIRST_HOUR_MS = 6 * MS_PER_HOUR;

/** The twelve-hour shift that contains an instant: A is 06–18, B is 18–30 of the same roster day, UTC. */
export function twelveHourShiftAt(time: UtcMs, { id, cycle, offsetsDays }: TwelveHourPattern): Shift {
  const start = Math.floor((time - FIRST_HOUR_MS) / CADENCE_MS) * CADENCE_MS + FIRST_HOUR_MS;
  const isDay = (start - FIRST_HOUR_MS) % MS_PER_DAY === 0;
  const rosterDay = Math.floor((start - FIRST_HOUR_MS) / MS_PER_DAY);
  const crew = CREWS.find((_, i) => {
    const place = (rosterDay - offsetsDays[i]!) % cycle.length;
    return cycle.charAt((place + cycle.length) % cycle.length) === (isDay ? 'D' : 'N');
  });
  if (!crew) throw new RangeError(`pattern ${id} leaves a shift uncovered`);
  return { name: isDay ? 'A' : 'B', crew, start, end: start + CADENCE_MS };
}

/** List the shifts that begin at or after `from` and before `to`, and the one under way at `from`. */
export function planTwelveHourShifts(from: UtcMs, to: UtcMs, pattern: TwelveHourPattern): Shift[] {
  const shifts: Shift[] = [];
  for (
    let shift = twelveHourShiftAt(from, pattern);
    shift.start < to;
    shift = twelveHourShiftAt(shift.end, pattern)
  )
    shifts.push(shift);
  return shifts;
}
