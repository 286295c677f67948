import { describe, expect, it } from 'vitest';
import type { LoadAccount, RejectCode } from '../../../core/elements/account.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { verifyFeed } from '../../../server/keeper/verify.ts';

function account(accepted: number, rejected = 0, code: RejectCode = 'field'): LoadAccount {
  const rejects = Array.from({ length: rejected }, (_, i) => ({
    line: i + 3,
    code,
    reason: 'a reason',
    text: '',
  }));
  return { records: accepted + rejected, accepted, rejected, objects: accepted, rejects, warnings: [] };
}

describe('what a live source brings', () => {
  it('is trusted when it is sound, the first time and after', () => {
    expect(verifyFeed(account(1000), 'omm-json', null)).toBeNull();
    expect(verifyFeed(account(1000), 'omm-json', 1000)).toBeNull();
  });
  it('is not trusted when there is nothing in it, or nobody knows what it is', () => {
    expect(verifyFeed(account(0, 1), 'omm-json', null)).toMatch(/nothing usable came: a reason/);
    expect(verifyFeed(account(0), 'omm-json', null)).toMatch(/no records/);
    expect(verifyFeed(account(5), 'unknown', null)).toMatch(/nothing usable/);
  });
  it('is not trusted when it is cut off, however much came before', () => {
    expect(verifyFeed(account(100_000, 1, 'json'), 'omm-json', null)).toMatch(/broken in line 3/);
  });
  it('may have one record in a hundred that is not sound, and no more', () => {
    expect(verifyFeed(account(99, 1), 'omm-json', null)).toBeNull();
    expect(verifyFeed(account(98, 2), 'omm-json', null)).toMatch(/2 of 100 records are not sound/);
  });
  it('may have half as many as the last time, and no less', () => {
    expect(verifyFeed(account(500), 'omm-json', 1000)).toBeNull();
    expect(verifyFeed(account(499), 'omm-json', 1000)).toMatch(/only 499 records came, after 1000/);
  });
  it.each([
    ['an HTML page', '<!doctype html><html><body>Too many requests</body></html>'],
    ['an error in JSON', '{"error":"You\'ve violated your query rate limit."}'],
    ['a sentence', 'No GP data found'],
    ['nothing', ''],
    ['an empty list', '[]'],
  ])('is not trusted when it is %s', (_what, text) => {
    const { account, format } = readElementSets(text);
    expect(verifyFeed(account, format, null)).not.toBeNull();
  });
});
