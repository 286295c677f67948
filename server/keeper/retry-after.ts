import { daysFromCivil } from '../../core/time/calendar.ts';
import { MS_PER_DAY, MS_PER_SECOND, type Milliseconds, type UtcMs } from '../../core/units.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * How long an answer asks to be left alone: in seconds, or until a date, which is held against the date of the answer itself,
 * so that a wrong clock on either side does no harm.
 *
 * @returns 0 when it does not say, or not understandably
 *
 * Source: RFC 9110, 10.2.3 and 5.6.7 (the two obsolete forms of a date are not read).
 */
export function readRetryAfter(headers: Headers): Milliseconds {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * MS_PER_SECOND;
  const until = readHttpDate(text);
  const now = readHttpDate(headers.get('date') ?? '');
  return until === null || now === null ? 0 : Math.max(0, until - now);
}

function readHttpDate(text: string): UtcMs | null {
  const match = HTTP_DATE.exec(text);
  if (!match) return null;
  const [, day, monthName, year, hour, minute, second] = match;
  const month = MONTHS.indexOf(monthName ?? '') + 1;
  if (month === 0) return null;
  const days = daysFromCivil({ year: Number(year), month, day: Number(day) });
  return days * MS_PER_DAY + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * MS_PER_SECOND;
}
