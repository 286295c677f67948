import { formatAlpha5 } from '../../core/elements/catalog-number.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import {
  DEG_PER_RAD,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  type Radians,
  type UtcMs,
} from '../../core/units.ts';

const COUNT = new Intl.NumberFormat('en-US');
const TENTHS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 30064 → 30,064 */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** hh:mm:ss, from 100 h on with days; the sign is dropped. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours < 100 ? `${two(hours)}:${rest}` : `${Math.floor(hours / 24)} d ${two(hours % 24)}:${rest}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** 15:21:07Z */
export function formatZulu(time: UtcMs): string {
  return `${formatIsoUtc(floorTo(time, 1000), 0).slice(11, 19)}Z`;
}

/** 08:02Z */
export function formatZuluMinutes(time: UtcMs): string {
  return `${formatIsoUtc(floorTo(time, MS_PER_MINUTE), 0).slice(11, 16)}Z`;
}

/** 2026-11-22 */
export function formatDate(time: UtcMs): string {
  return formatIsoUtc(floorTo(time, 1000), 0).slice(0, 10);
}

/** 2026-11-22 15:21:07Z */
export function formatInstant(time: UtcMs): string {
  return `${formatDate(time)} ${formatZulu(time)}`;
}

/** Clocks never round up: 15:59:59.9 is not yet 16:00. */
function floorTo(time: UtcMs, unit: number): UtcMs {
  return Math.floor(time / unit) * unit;
}

/** An amount of time with its unit, two figures or so: 34 s, 12 min, 5.2 h, 3.4 d, 2.1 y. */
export function formatSpan(ms: number): string {
  const span = Math.abs(ms);
  if (span < MS_PER_MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < MS_PER_HOUR) return `${Math.floor(span / MS_PER_MINUTE)} min`;
  if (span < MS_PER_DAY) return `${(span / MS_PER_HOUR).toFixed(1)} h`;
  const days = span / MS_PER_DAY;
  if (days < 100) return `${days.toFixed(1)} d`;
  return days < 1000 ? `${Math.round(days)} d` : `${(days / 365.25).toFixed(1)} y`;
}

/** Catalog number with its Alpha-5 spelling where five digits do not hold it. */
export function formatNumber(catalogNumber: number): string {
  if (catalogNumber < 100_000) return String(catalogNumber).padStart(5, '0');
  const alpha5 = formatAlpha5(catalogNumber);
  return alpha5 ? `${catalogNumber} (${alpha5})` : String(catalogNumber);
}

/** Degrees without sign, and the letter of the half. */
export function formatLatitude(latitude: Radians): string {
  return `${Math.abs(latitude * DEG_PER_RAD).toFixed(2)}° ${latitude < 0 ? 'S' : 'N'}`;
}

export function formatLongitude(longitude: Radians): string {
  return `${Math.abs(longitude * DEG_PER_RAD).toFixed(2)}° ${longitude < 0 ? 'W' : 'E'}`;
}

/** Altitude with the figures it deserves: tenths below 10,000 km. */
export function formatKilometers(km: number): string {
  return Math.abs(km) < 10_000 ? TENTHS.format(km) : COUNT.format(Math.round(km));
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** ×60, −×10, ×1 */
export function formatRate(rate: number): string {
  const amount = Math.abs(rate);
  return `${rate < 0 ? '−' : ''}×${Number.isInteger(amount) ? amount : amount.toFixed(1)}`;
}

/** AT for "A. Tremblay" or "Tremblay": the letters in a person's disc. */
export function initials(name: string): string {
  const words = name.split(/[\s.]+/).filter((word) => word !== '');
  return `${words[0]?.charAt(0) ?? ''}${words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : ''}`.toUpperCase();
}
