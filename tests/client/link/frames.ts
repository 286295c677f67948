import type { Frame, FrameHeader, Section } from '../../../core/protocol/frames.ts';
import { FLAG_OK, packState, WORDS_OF } from '../../../core/protocol/pack.ts';

export const STEP = 60_000;
const RESOLUTION = { positionKm: 1e-3, velocityKmS: 1e-6 };

export interface FrameOptions {
  readonly revision?: number;
  readonly layoutId?: number;
  readonly timelineId?: number;
  /** Objects of each slice. */
  readonly counts?: readonly number[];
  readonly stepMs?: number;
  readonly slice?: number;
}

function headerOf({ revision = 1, layoutId = revision, timelineId = 1 }: FrameOptions): FrameHeader {
  return {
    timelineId,
    catalogRevision: revision,
    layoutId,
    sequence: 1,
    tier: 0,
    sentAt: 0,
    isSnapshot: false,
    isLast: false,
  };
}

/** Slices of so many objects, one after the other. */
export function layoutFrame(options: FrameOptions = {}): Frame {
  let next = 0;
  const slices = (options.counts ?? [1]).map((count) => Uint32Array.from({ length: count }, () => next++));
  return { type: 'layout', header: headerOf(options), slices };
}

/** Everything moves along x at 7 km/s from 60,000 km, too far out for gravity to bend it much. */
export function sectionAt(
  time: number,
  { counts = [1], slice = 0, stepMs = STEP }: FrameOptions = {},
): Section {
  const count = counts[slice]!;
  const words = new Uint32Array(count * WORDS_OF.PV20);
  const state = [60_000 + (7 * time) / 1000, 0, 0, 7, 0, 0];
  for (let i = 0; i < count; i++)
    packState('PV20', RESOLUTION, { state, from: 0, flag: FLAG_OK }, words, i * WORDS_OF.PV20);
  return {
    slice,
    format: 'PV20',
    resolution: RESOLUTION,
    time,
    stepMs,
    boundKm: 0.01,
    words,
    codes: new Uint8Array(0),
    places: null,
  };
}

/** A keyframe of every slice. */
export function frameAt(time: number, options: FrameOptions = {}): Frame {
  const { counts = [1] } = options;
  const sections = counts.map((_, slice) => sectionAt(time, { ...options, slice }));
  return { type: 'keyframes', header: headerOf(options), sections };
}

export function patchFrame(section: Section, options: FrameOptions = {}): Frame {
  return { type: 'patch', header: headerOf(options), sections: [section] };
}
