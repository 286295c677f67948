import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Presence } from '../../../server/transport/presence.ts';

const GRACE_MS = 1000;

describe('the session of a browser tab', () => {
  let abandoned: string[];
  let sessions: Presence<string>;
  beforeEach(() => {
    vi.useFakeTimers();
    abandoned = [];
    sessions = new Presence((person) => abandoned.push(person), GRACE_MS);
  });
  afterEach(() => {
    sessions.close();
    vi.useRealTimers();
  });

  it('keeps its seat through a lost connection that comes back within the grace', () => {
    sessions.connect('s');
    sessions.set('s', 'A-CCO');
    sessions.disconnect('s');
    vi.advanceTimersByTime(GRACE_MS - 1);
    sessions.connect('s');
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(sessions.get('s')).toBe('A-CCO');
    expect(abandoned).toEqual([]);
  });

  it('gives its seat up once when the grace is over', () => {
    sessions.connect('s');
    sessions.set('s', 'A-CCO');
    sessions.disconnect('s');
    vi.advanceTimersByTime(GRACE_MS);
    expect(abandoned).toEqual(['A-CCO']);
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(abandoned).toEqual(['A-CCO']);
    sessions.connect('s');
    expect(sessions.get('s')).toBeNull();
  });

  it('starts its grace anew at each loss', () => {
    sessions.connect('s');
    sessions.set('s', 'A-CCO');
    for (let i = 0; i < 5; i++) {
      sessions.disconnect('s');
      vi.advanceTimersByTime(GRACE_MS - 1);
      sessions.connect('s');
    }
    sessions.disconnect('s');
    vi.advanceTimersByTime(GRACE_MS - 1);
    expect(abandoned).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(abandoned).toEqual(['A-CCO']);
  });

  it('keeps its seat while one of two connections stays', () => {
    sessions.connect('s');
    sessions.connect('s');
    sessions.set('s', 'A-CCO');
    sessions.disconnect('s');
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(abandoned).toEqual([]);
    sessions.disconnect('s');
    vi.advanceTimersByTime(GRACE_MS);
    expect(abandoned).toEqual(['A-CCO']);
  });

  it('is forgotten at once when it has no seat', () => {
    sessions.connect('s');
    sessions.disconnect('s');
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(abandoned).toEqual([]);
    expect(sessions.get('s')).toBeNull();
  });

  it('loses a seat the floor says is simulated again, and is named', () => {
    sessions.connect('s');
    sessions.connect('t');
    sessions.set('s', 'A-CCO');
    sessions.set('t', 'A-OSA');
    expect(sessions.dropUnless((person) => person === 'A-OSA')).toEqual(['s']);
    expect(sessions.get('s')).toBeNull();
    expect(sessions.get('t')).toBe('A-OSA');
  });
});
