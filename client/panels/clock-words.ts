import type { FloorMode } from '../../core/operations/view.ts';
import { clockMode, type ClockSegment } from '../../core/time/clock.ts';
import type { LinkState } from '../link/socket.ts';
import { text } from '../text.ts';
import { formatRate, formatSpan } from './format.ts';

export type BadgeKind = 'waiting' | 'live' | 'simulated' | 'paused' | 'review' | 'stale' | 'lost';

export interface Badge {
  readonly kind: BadgeKind;
  readonly words: string;
}

export interface BadgeFacts {
  readonly segment: ClockSegment | null;
  readonly floorMode: FloorMode | null;
  readonly link: LinkState['state'];
  /** How long the picture has been old, wall clock; null while it is not. */
  readonly staleForMs: number | null;
  /** The page in front shows the past, whatever the clock does. */
  readonly isLookingBack?: boolean;
}

/** A picture this late is said to be stale; below it, it is a hiccup nobody can act on. */
export const STALE_AFTER_MS = 2000;

/** Say in words how the clock stands: what matters more goes first, so that nothing can pass for live that is not. */
export function describeClock({ segment, floorMode, link, staleForMs, isLookingBack }: BadgeFacts): Badge {
  if (link === 'lost' || link === 'refused') return { kind: 'lost', words: text.badge.lost };
  if (!segment) return { kind: 'waiting', words: text.badge.waiting };
  if (staleForMs !== null && staleForMs >= STALE_AFTER_MS) {
    return { kind: 'stale', words: text.badge.stale(formatSpan(staleForMs)) };
  }
  if (isLookingBack) return { kind: 'review', words: text.badge.lookingBack };
  const mode = clockMode(segment);
  const rate = formatRate(segment.rate);
  if (floorMode === 'review') {
    return { kind: 'review', words: mode === 'paused' ? text.badge.reviewPaused : text.badge.review(rate) };
  }
  if (mode === 'paused') return { kind: 'paused', words: text.badge.paused };
  return mode === 'live'
    ? { kind: 'live', words: text.badge.live }
    : { kind: 'simulated', words: text.badge.simulated(rate) };
}

/** Rates the buttons step through; any other can be had through the server's protocol. */
export const RATES: readonly number[] = [
  -1000, -300, -100, -60, -30, -10, -5, -2, -1, 1, 2, 5, 10, 30, 60, 100, 300, 1000,
];

/** The next rate of the ladder in a direction: +1 is towards fast forward, -1 towards fast backward. */
export function nextRate(rate: number, direction: 1 | -1): number {
  const rungs = direction > 0 ? RATES : RATES.toReversed();
  return rungs.find((rung) => (direction > 0 ? rung > rate : rung < rate)) ?? rungs.at(-1)!;
}
