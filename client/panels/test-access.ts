import type { ClockSegment } from '../../core/time/clock.ts';
import type { UtcMs } from '../../core/units.ts';
import type { ClockOffset } from '../link/clock-offset.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import { localNow } from '../link/time-exchange.ts';
import { globeFailure } from '../view-state.ts';
import type { GlobeStage } from './globe-stage.ts';

/** `window.watchfloor`: reads for end-to-end tests and for curious people; nothing in it changes anything. */
export interface WatchfloorWindow {
  /** Resolves when the catalogue and its keyframes are here and, where there is a globe, drawn. */
  idle(): Promise<void>;
  simulationTime(): UtcMs;
  /** Position km and velocity km/s, TEME, from the keyframes at hand; null when not drawn or out of their reach. */
  stateOf(catalogNumber: number, time: UtcMs): readonly number[] | null;
  clock(): {
    readonly segment: ClockSegment | null;
    readonly offsetMs: number;
    readonly uncertaintyMs: number | null;
  };
  /** CSS pixels from the canvas' top left corner; null when not to be seen. */
  project(catalogNumber: number): { readonly x: number; readonly y: number } | null;
  /** What the globe says of its own cost; null without a globe. */
  statistics(): { readonly frameMs: number; readonly drawn: number; readonly renderer: string } | null;
}

declare global {
  interface Window {
    watchfloor?: WatchfloorWindow;
  }
}

interface Parts {
  readonly feed: SkyFeed;
  readonly stage: GlobeStage;
  readonly offset: ClockOffset;
}

export function exposeForTests({ feed, stage, offset }: Parts): void {
  const indexOf = (catalogNumber: number): number | undefined => feed.catalog?.indexOf.get(catalogNumber);
  const isReady = (): boolean => feed.isCurrent && (!hasCanvas() || stage.drawn >= 2);
  window.watchfloor = {
    async idle() {
      // oxlint-disable-next-line no-await-in-loop -- waits, it does not work
      while (!isReady()) await new Promise((resolve) => setTimeout(resolve, 30));
    },
    simulationTime: () => {
      const segment = feed.clock.segmentAt(localNow() + offset.offset());
      return segment ? feed.clock.simulationTime(localNow() + offset.offset()) : Number.NaN;
    },
    stateOf(catalogNumber, time) {
      const index = indexOf(catalogNumber);
      const out = new Float64Array(6);
      return index !== undefined && feed.stateOf(index, time, out) ? [...out] : null;
    },
    clock: () => ({ segment: feed.segment, offsetMs: offset.offset(), uncertaintyMs: offset.uncertainty() }),
    project(catalogNumber) {
      const index = indexOf(catalogNumber);
      return index === undefined ? null : (stage.globe?.project(index, feed.time) ?? null);
    },
    statistics: () => stage.globe?.statistics() ?? null,
  };
}

function hasCanvas(): boolean {
  return document.getElementById('globe') !== null && globeFailure.peek() === null;
}
