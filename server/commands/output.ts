import { InputError } from '../../core/errors.ts';
import { parseCatalogNumber } from '../../core/elements/catalog-number.ts';
import { parseIsoUtc } from '../../core/time/calendar.ts';
import type { UtcMs } from '../../core/units.ts';

/** Write to standard output, waiting where the reader is slower than we are; a reader that goes away ends us quietly. */
export async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

export function instantOption(option: string, text: string): UtcMs {
  const time = parseIsoUtc(text);
  if (time === null) throw new InputError(`${option} ${text}: an ISO 8601 instant is wanted`);
  return time;
}

export function numberOption(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InputError(`${option} ${text}: a number is wanted`);
  return value;
}

export function objectsOption(option: string, text: string): ReadonlySet<number> {
  return new Set(
    text.split(',').map((part) => {
      const number = parseCatalogNumber(part);
      if (number === null) throw new InputError(`${option} ${part}: a catalog number is wanted`);
      return number;
    }),
  );
}
