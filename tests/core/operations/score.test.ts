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

  it.each([
    ['a gap or two chiefs', { hadGapOrDoubleChief: true }, 0],
    ['an unqualified chief', { wasChiefUnqualified: true }, 40],
    ['a spill', { wasSpilled: true }, 40],
    [
      'a severity-3 item of which nothing is known',
      { items: [item(3, 7, 0, 1), item(1, 90, 90, null)], briefMin: 99 },
      60,
    ],
  ])('is capped by %s', (_what, change, cap) => {
    expect(scoreHandover({ ...WORKED, ...change }).total).toBeLessThanOrEqual(cap);
  });

  it('falls with lateness beyond ten minutes and is nothing for it after forty', () => {
    const terms = [0, 10, 25, 40, 400].map(
      (lateMin) => scoreHandover({ ...WORKED, items: [], lateMin }).timeliness,
    );
    expect(terms).toEqual([1, 1, 0.5, 0, 0]);
  });
});
