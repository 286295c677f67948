import { MS_PER_DAY, type UtcMs } from '../units.ts';

/** A proleptic Gregorian date; month 1–12, day 1–31. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Count days from 1970-01-01 to a date. Source: H. Hinnant, "chrono-compatible low-level date algorithms". */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Turn a count of days from 1970-01-01 into a date. Source: as `daysFromCivil`. */
export function civilFromDays(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1 };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The day of the year, 1 on 1 January. */
export function dayOfYear(time: UtcMs): number {
  const days = Math.floor(time / MS_PER_DAY);
  return days - daysFromCivil({ year: civilFromDays(days).year, month: 1, day: 1 }) + 1;
}

const ISO =
  /^(\d{4})-(?:(\d{2})-(\d{2})|(\d{3}))(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Read an ISO 8601 instant (calendar or day-of-year date); without a zone it is taken as UTC, as CCSDS does.
 *
 * Fractions of a second keep all their digits, down to the 0.0002 ms that a double holds today.
 * Seconds of 60 (a leap second) are read as the second after 59.
 *
 * @returns null when the text is no date, or a date that does not exist
 */
export function parseIsoUtc(text: string): UtcMs | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const [, y, mo, d, doy, h, mi, s, fraction, zone] = match;
  const year = Number(y);
  let days: number;
  if (doy === undefined) {
    const month = Number(mo);
    const day = Number(d);
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
    days = daysFromCivil({ year, month, day });
  } else {
    const dayNumber = Number(doy);
    if (dayNumber < 1 || dayNumber > (isLeapYear(year) ? 366 : 365)) return null;
    days = daysFromCivil({ year, month: 1, day: 1 }) + dayNumber - 1;
  }
  const hour = Number(h ?? 0);
  const minute = Number(mi ?? 0);
  const second = Number(s ?? 0);
  if (hour > 24 || minute > 59 || second > 60) return null;
  if (hour === 24 && (minute > 0 || second > 0 || Number(fraction ?? 0) > 0)) return null;
  const whole = days * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000;
  const offset = zoneOffsetMs(zone);
  return offset === null ? null : whole + Number(fraction ?? 0) * 1000 - offset;
}

/** Null for an offset no zone has. */
function zoneOffsetMs(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  return hours > 14 || minutes > 59 ? null : sign * (hours * 60 + minutes) * 60_000;
}

/**
 * Write an instant as ISO 8601 UTC.
 *
 * @param digits decimals of the second, 0–6, rounded to nearest
 */
export function formatIsoUtc(time: UtcMs, digits = 3): string {
  if (!Number.isFinite(time)) throw new RangeError(`not an instant: ${time}`);
  const unitsPerSecond = 10 ** digits;
  let days = Math.floor(time / MS_PER_DAY);
  let units = Math.round(((time - days * MS_PER_DAY) / 1000) * unitsPerSecond);
  if (units >= 86_400 * unitsPerSecond) {
    days += 1;
    units = 0;
  }
  const { year, month, day } = civilFromDays(days);
  const seconds = Math.floor(units / unitsPerSecond);
  const fraction = digits > 0 ? `.${pad(units - seconds * unitsPerSecond, digits)}` : '';
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock.map((part) => pad(part, 2)).join(':')}${fraction}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
