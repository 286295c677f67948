import * as fc from 'fast-check';
import { withColumns } from './lines.ts';

const digits = (count: number) =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, '0'));
const angle = (limit: number) =>
  fc.integer({ min: 0, max: limit * 10_000 }).map((n) => (n / 10_000).toFixed(4).padStart(8));
const exponential = fc
  .tuple(fc.constantFrom(' ', '-'), fc.integer({ min: 10_000, max: 99_999 }), fc.integer({ min: 1, max: 9 }))
  .map(([sign, mantissa, exponent]) => `${sign}${mantissa}-${exponent}`);

/** Any pair of lines the format can hold, built column by column. */
export const anyLines = fc
  .record({
    number: fc.oneof(
      digits(5),
      fc.tuple(fc.constantFrom('A', 'B', 'H', 'J', 'N', 'P', 'Z'), digits(4)).map(([a, b]) => a + b),
    ),
    designator: fc.oneof(
      fc.constant('        '),
      fc
        .tuple(digits(2), digits(3), fc.constantFrom('A  ', 'AB ', 'ABC', 'Z  '))
        .map((parts) => parts.join('')),
    ),
    year: digits(2),
    day: fc.integer({ min: 1, max: 365 }).map((n) => String(n).padStart(3, '0')),
    fraction: digits(8),
    dot: fc
      .tuple(fc.constantFrom(' ', '-'), digits(8))
      .map(([sign, n]) => `${n === '00000000' ? ' ' : sign}.${n}`),
    ddot: exponential,
    bstar: exponential,
    inclination: angle(180),
    raan: angle(360),
    eccentricity: digits(7),
    perigee: angle(360),
    anomaly: angle(360),
    motion: fc.integer({ min: 1, max: 1_840_000_000 }).map((n) => (n / 1e8).toFixed(8).padStart(11)),
    setNumber: fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4)),
    revolution: fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5)),
  })
  .map((f) => {
    const line1 = `1 ${f.number}U ${f.designator} ${f.year}${f.day}.${f.fraction} ${f.dot} ${f.ddot} ${f.bstar} 0 ${f.setNumber}0`;
    const line2 = `2 ${f.number} ${f.inclination} ${f.raan} ${f.eccentricity} ${f.perigee} ${f.anomaly} ${f.motion}${f.revolution}0`;
    return { line1: withColumns(line1, 1, '1'), line2: withColumns(line2, 1, '2') };
  });
