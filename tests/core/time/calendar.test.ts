import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  dayOfYear,
  daysFromCivil,
  daysInMonth,
  formatIsoUtc,
  isLeapYear,
  parseIsoUtc,
} from '../../../core/time/calendar.ts';

/** 1957-01-01 to 2100-01-01, the years of space flight. */
const SPACE_AGE_MS = { min: -410_227_200_000, max: 4_102_444_800_000 };
/** A double near 2³¹·10³ ms has steps of 0.00024 ms; half of one is lost in reading and half in writing. */
const DOUBLE_STEP_MS = 0.000_25;

describe('the calendar', () => {
  it('counts days as the platform does, from 1600 to 2400', () => {
    for (let days = -135_140; days <= 157_054; days += 17) {
      const date = new Date(days * 86_400_000);
      const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(civilFromDays(days)).toEqual(civil);
      expect(daysFromCivil(civil)).toBe(days);
    }
  });

  it('has leap years every four years but not at the turn of a century, and every fourth century all the same', () => {
    expect([1600, 1900, 1996, 2000, 2023, 2024, 2100, 2400].filter(isLeapYear)).toEqual([
      1600, 1996, 2000, 2024, 2400,
    ]);
    expect([2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29]);
    expect(Array.from({ length: 12 }, (_, i) => daysInMonth(2023, i + 1))).toEqual([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
  });

  it('numbers the days of a year from one, 31 December of a leap year being 366', () => {
    expect(dayOfYear(Date.UTC(2024, 0, 1))).toBe(1);
    expect(dayOfYear(Date.UTC(2024, 11, 31, 23, 59, 59, 999))).toBe(366);
    expect(dayOfYear(Date.UTC(2023, 2, 1))).toBe(60);
    expect(dayOfYear(Date.UTC(1969, 11, 31))).toBe(365);
  });
});

describe('reading an ISO 8601 instant', () => {
  it.each([
    ['2026-03-12T06:30:15.250Z', Date.UTC(2026, 2, 12, 6, 30, 15, 250)],
    ['2026-03-12T06:30:15', Date.UTC(2026, 2, 12, 6, 30, 15)],
    ['2026-03-12 06:30Z', Date.UTC(2026, 2, 12, 6, 30)],
    ['2026-03-12', Date.UTC(2026, 2, 12)],
    [' 2026-03-12T06:30:15Z\n', Date.UTC(2026, 2, 12, 6, 30, 15)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2024-366T12:00:00Z', Date.UTC(2024, 11, 31, 12)],
    ['2006-158T01:02:03.5', Date.UTC(2006, 5, 7, 1, 2, 3, 500)],
    ['2026-01-01T00:30:00+01:00', Date.UTC(2025, 11, 31, 23, 30)],
    ['2026-01-01T00:30:00-0530', Date.UTC(2026, 0, 1, 6)],
    ['2026-01-01T24:00:00Z', Date.UTC(2026, 0, 2)],
    ['1957-10-04T19:28:34Z', Date.UTC(1957, 9, 4, 19, 28, 34)],
  ])('reads %s', (text, expected) => {
    expect(parseIsoUtc(text)).toBe(expected);
  });

  it('takes the leap second 60 as the first second of the next minute', () => {
    expect(parseIsoUtc('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
  });

  it('keeps fractions below a millisecond', () => {
    const whole = Date.UTC(2026, 2, 12, 6, 30, 15);
    expect(parseIsoUtc('2026-03-12T06:30:15.116960Z')! - whole).toBeCloseTo(116.96, 3);
    expect(parseIsoUtc('2026-03-12T06:30:15.0005')! - whole).toBeCloseTo(0.5, 3);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-03',
    '2026-3-12',
    '26-03-12',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2023-02-29',
    '2100-02-29',
    '2023-366',
    '2024-367',
    '2026-000',
    '2026-03-12T25:00:00Z',
    '2026-03-12T24:00:01Z',
    '2026-03-12T12:60:00Z',
    '2026-03-12T12:00:61Z',
    '2026-03-12T12:00:00.Z',
    '2026-03-12T12:00:00,5Z',
    '2026-03-12T12Z',
    '2026-03-12T12:00:00Z trailing',
    '2026-03-12T12:00:00 EST',
    '2026-03-12T12:00:00+1',
    '-2026-03-12',
    '２０２６-03-12',
    'NaN',
    'Infinity',
  ])('refuses %j', (text) => {
    expect(parseIsoUtc(text)).toBeNull();
  });

  it('refuses a zone that does not exist', () => {
    expect(parseIsoUtc('2026-01-01T00:00:00+99:99')).toBeNull();
  });

  it('never throws and never answers anything but an instant or null', () => {
    const pieces = fc.constantFrom(
      '2026',
      '-',
      '03',
      '12',
      'T',
      ':',
      '59',
      '60',
      '.',
      '123456',
      'Z',
      '+',
      ' ',
      '366',
      '9e9',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const time = parseIsoUtc(text);
          expect(time === null || Number.isFinite(time)).toBe(true);
        },
      ),
    );
  });
});

describe('writing an ISO 8601 instant', () => {
  it('rounds to nearest and carries into the next day and year', () => {
    expect(formatIsoUtc(Date.UTC(2026, 11, 31, 23, 59, 59, 999) + 0.6)).toBe('2027-01-01T00:00:00.000Z');
    expect(formatIsoUtc(Date.UTC(2024, 1, 28, 23, 59, 59, 999), 0)).toBe('2024-02-29T00:00:00Z');
    expect(formatIsoUtc(Date.UTC(2026, 2, 12, 6, 30, 15, 250), 1)).toMatch(/15\.[23]Z$/);
    expect(formatIsoUtc(-1)).toBe('1969-12-31T23:59:59.999Z');
  });

  it('agrees with the platform to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer(SPACE_AGE_MS), (time) => {
        expect(formatIsoUtc(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  it('writes what it reads back: whole milliseconds exactly, microseconds within the step of a double', () => {
    fc.assert(
      fc.property(fc.integer(SPACE_AGE_MS), fc.integer({ min: 0, max: 999 }), (time, micro) => {
        expect(Math.abs(parseIsoUtc(formatIsoUtc(time))! - time)).toBeLessThan(DOUBLE_STEP_MS);
        const fine = time + micro / 1000;
        const again = parseIsoUtc(formatIsoUtc(fine, 6))!;
        expect(Math.abs(again - fine)).toBeLessThan(0.0005 + DOUBLE_STEP_MS);
      }),
    );
  });

  it('throws on what is no instant', () => {
    for (const value of [Number.NaN, Infinity, -Infinity])
      expect(() => formatIsoUtc(value)).toThrow(RangeError);
  });
});
