import { describe, expect, it } from 'vitest';
import { type ScoredItem, type ScoreInput, scoreHandover } from '../../../core/operations/score.ts';

const item = (severity: 1 | 2 | 3, required: number, known: number, readBack: number | null): ScoredItem => ({
  severity,
  required,
  known,
  readBack,
  isAcknowledged: true,
});

const WORKED: ScoreInput = {
  items: [
    item(3, 7, 7, 1),
    item(2, 6, 5, 0.8),
    { ...item(1, 4, 2, null), isAcknowledged: false },
    item(2, 5, 5, 1),
  ],
  lateMin: 12,
  briefMin: 8,
  areStatusLinesReviewed: true,
  isReviewLongEnough: true,
  hadGapOrDoubleChief: false,
  wasChiefUnqualified: false,
  wasSpilled: false,
};

/** Worth 72 without a cap: 7 + 20 + 45. */
const UNKNOWN = { items: [item(3, 7, 0, 1), item(1, 90, 90, null)], lateMin: 0, briefMin: 99 };

const total = (...items: ScoredItem[]) => scoreHandover({ ...WORKED, ...UNKNOWN, items }).total;
const readBack = (...items: ScoredItem[]) => scoreHandover({ ...WORKED, items }).readBack;

describe('the handover quality score', () => {
  it('of the worked example is 89.74, term by term', () => {
    const score = scoreHandover(WORKED);
    expect(score.completeness).toBeCloseTo(0.90741, 5);
    expect(score.readBack).toBeCloseTo(0.95, 5);
    expect(score.acknowledged).toBeCloseTo(0.75, 5);
    expect(score.timeliness).toBeCloseTo(0.84848, 5);
    expect(score.review).toBe(1);
    expect(score.total).toBeCloseTo(89.74, 2);
  });

  it('takes everything as done where nothing is open', () => {
    expect(scoreHandover({ ...WORKED, items: [], lateMin: 0 })).toMatchObject({
      completeness: 1,
      readBack: 1,
      acknowledged: 1,
      total: 100,
    });
  });

  it.each<readonly [string, Partial<ScoreInput>, number]>([
    ['a gap or two chiefs', { hadGapOrDoubleChief: true }, 0],
    ['an unqualified chief', { wasChiefUnqualified: true }, 40],
    ['a spill', { wasSpilled: true }, 40],
    ['a severity-3 item of which nothing is known', UNKNOWN, 60],
    ['the lowest of several: a gap and a spill', { hadGapOrDoubleChief: true, wasSpilled: true }, 0],
    ['the lowest of several: an item and a spill', { ...UNKNOWN, wasSpilled: true }, 40],
  ])('is capped by %s', (_what, change, cap) => {
    expect(scoreHandover({ ...WORKED, ...change }).total).toBe(cap);
  });

  it('is not capped by a severity-3 item of which something is known, or by a lesser one of which nothing is', () => {
    expect(total(item(3, 7, 1, 1), item(1, 90, 90, null))).toBeGreaterThan(60);
    expect(total(item(2, 7, 0, 1), item(1, 90, 90, null))).toBeGreaterThan(60);
  });

  it('keeps its own total where a cap is higher', () => {
    const poor = {
      ...WORKED,
      items: [{ ...item(3, 5, 0, 0), isAcknowledged: false }],
      areStatusLinesReviewed: false,
      isReviewLongEnough: false,
      lateMin: 60,
    };
    expect(scoreHandover({ ...poor, wasSpilled: true }).total).toBe(0);
  });

  it('takes an item without facts as known whole, and a brief without facts as long enough', () => {
    const score = scoreHandover({ ...WORKED, items: [item(3, 0, 0, 1)], lateMin: 0, briefMin: 0 });
    expect(score).toEqual({
      completeness: 1,
      readBack: 1,
      acknowledged: 1,
      timeliness: 1,
      review: 1,
      total: 100,
    });
  });

  it('asks reading back of severities 2 and 3 alone', () => {
    expect(readBack(item(1, 4, 4, null))).toBe(1);
    expect(readBack(item(1, 4, 4, 0), item(2, 4, 4, 0.5))).toBe(0.5);
    expect(readBack(item(3, 4, 4, null), item(2, 4, 4, 1))).toBeCloseTo(1 / 3, 12);
  });

  it.each([
    [true, true, 1],
    [true, false, 0.5],
    [false, true, 0.5],
    [false, false, 0],
  ])('gives half of the review for the lines (%s) and half for its length (%s)', (lines, long, expected) => {
    const input = { ...WORKED, areStatusLinesReviewed: lines, isReviewLongEnough: long };
    expect(scoreHandover(input).review).toBe(expected);
  });

  it('falls with lateness beyond ten minutes and is nothing for it after forty', () => {
    const terms = [0, 10, 25, 40, 400].map(
      (lateMin) => scoreHandover({ ...WORKED, items: [], lateMin }).timeliness,
    );
    expect(terms).toEqual([1, 1, 0.5, 0, 0]);
  });
});
