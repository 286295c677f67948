import type { Globe, GlobeOptions } from '../globe/types.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import { catalog, choices, globeFailure, hasGlobe, hovered } from '../view-state.ts';
import { bridgeGlobe } from './globe-bridge.ts';
import { readPalette } from './palette.ts';
import { choose } from './selection.ts';

/** More than this under one click is a crowd nobody chooses from. */
const CHOICES = 12;

/** Holds the globe on the page's canvas: loads it, draws it, and turns its picks into selections. */
export class GlobeStage {
  globe: Globe | null = null;
  /** Frames drawn from keyframes since the page began. */
  drawn = 0;
  private readonly feed: SkyFeed;
  private readonly options: Pick<GlobeOptions, 'quality'>;

  constructor(feed: SkyFeed, options: Pick<GlobeOptions, 'quality'>) {
    this.feed = feed;
    this.options = options;
  }

  /** Build the globe; its code comes after the page's, so that panels do not wait for it. */
  async attach(canvas: HTMLCanvasElement, labelLayer: HTMLElement): Promise<void> {
    try {
      const { createGlobe } = await import('../globe/globe.ts');
      const globe = createGlobe({
        canvas,
        labelLayer,
        palette: readPalette(document.documentElement),
        reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
        onPick: pick,
        onHover: (index) =>
          (hovered.value = index === null ? null : (catalog.peek()?.catalogNumbers[index] ?? null)),
        onFailure: (reason) => (globeFailure.value = reason),
        onRecovery: () => (globeFailure.value = null),
        ...this.options,
      });
      bridgeGlobe(globe, this.feed);
      this.globe = globe;
      hasGlobe.value = true;
    } catch (error) {
      globeFailure.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Draw one frame of what the feed stands at. */
  draw(): void {
    const { globe, feed } = this;
    if (!globe || !feed.catalog) return;
    if (feed.motion) globe.setMotion(feed.motion);
    globe.draw(feed.time);
    if (feed.motion) this.drawn++;
  }
}

function pick(indices: readonly number[]): void {
  const columns = catalog.peek();
  if (!columns) return;
  const numbers = indices.slice(0, CHOICES).map((index) => columns.catalogNumbers[index]!);
  choices.value = [];
  if (numbers.length === 0) return;
  choose(numbers[0]!, { fly: false });
  if (numbers.length > 1) choices.value = numbers;
}
