import type { Milliseconds, UtcMs } from '../../core/units.ts';
import type { ClockOffset } from './clock-offset.ts';

const AT_JOIN = 5;
const EVERY: Milliseconds = 10_000;

/** Local clock that never steps back: Unix milliseconds. */
export function localNow(): UtcMs {
  return performance.timeOrigin + performance.now();
}

/**
 * Keep the offset to the server's clock: five exchanges at once, then one every 10 s.
 *
 * @returns a function that ends it
 */
export function keepTime(offset: ClockOffset, askTime: () => Promise<UtcMs>): () => void {
  const life = { isOver: false };
  const exchange = async (): Promise<void> => {
    const sent = localNow();
    try {
      const serverWall = await askTime();
      if (!life.isOver) offset.add(sent, localNow(), serverWall);
    } catch {
      // A lost exchange is one sample less; the link says for itself when it is gone.
    }
  };
  const join = async (): Promise<void> => {
    for (let i = 0; i < AT_JOIN && !life.isOver; i++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, or they would delay each other
      await exchange();
    }
  };
  void join();
  const timer = setInterval(() => void exchange(), EVERY);
  return () => {
    life.isOver = true;
    clearInterval(timer);
  };
}
