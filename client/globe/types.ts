import type { Motion } from '../../core/ephemeris/motion.ts';
import type { UtcMs } from '../../core/units.ts';

/** Colours as CSS strings; main.ts reads them from the tokens in style.css. */
export interface GlobePalette {
  /** One colour for each of OBJECT_TYPES, in that order. */
  readonly objectTypes: readonly string[];
  readonly selection: string;
  readonly orbit: string;
  /** Of the other object of a conjunction. */
  readonly companion: string;
  readonly background: string;
}

export interface GlobeOptions {
  readonly canvas: HTMLCanvasElement;
  /** Absolutely positioned over the canvas; labels handed to `setLabels` are moved inside it. */
  readonly labelLayer: HTMLElement;
  readonly palette: GlobePalette;
  /** No camera flights when set. */
  readonly reducedMotion: boolean;
  /** Indices under a click, nearest first; empty when the sky was clicked. */
  readonly onPick: (indices: readonly number[]) => void;
  /** Index under the pointer, or null; at most 15 times a second. */
  readonly onHover: (index: number | null) => void;
  /** WebGL was lost or is missing; the page says so and the table stays usable. */
  readonly onFailure: (reason: string) => void;
  /** A lost WebGL context came back; the next draw shows the globe again. */
  readonly onRecovery?: () => void;
  /** `low` for tests and weak machines: no antialiasing, small pictures, a coarser sphere, no fading in. Full when left out. */
  readonly quality?: 'full' | 'low';
}

export type GlobeFrame = 'inertial' | 'earth-fixed';

export interface GlobeLabel {
  readonly index: number;
  readonly element: HTMLElement;
}

/** What the rest of the client may ask of the globe. Indices are places in the catalogue of the current revision. */
export interface Globe {
  /** A new catalogue: how many objects, and the type code (place in OBJECT_TYPES) of each. Drops keyframes, selection, orbit and labels. */
  setCatalog(count: number, typeCodes: Uint8Array): void;
  /** 1 draws the object, 2 draws it faintly as a ring, 0 hides it; one byte an object. The selected object is drawn even when hidden by this. */
  setVisible(mask: Uint8Array): void;
  /** The stretches about the time that will be drawn. Objects whose status is not 0 are not drawn; outside its stretch an object stands still. The arrays are kept and uploaded as they are when their version has risen. */
  setMotion(motion: Motion): void;
  hasMotion(): boolean;
  select(index: number | null): void;
  /** TEME positions, km, three numbers a point, in the order of time, about one revolution of the selected object; null takes it away. Selecting another object does not. */
  setOrbit(points: Float64Array | null): void;
  /** A second object that is marked with the selected one, as the other of a conjunction, and its orbit like that of `setOrbit`; null takes both away. */
  setCompanion(index: number | null): void;
  setCompanionOrbit(points: Float64Array | null): void;
  /** Puts the top left corner of each element on its object; the element's own style sets it off to the side. */
  setLabels(labels: readonly GlobeLabel[]): void;
  setFrame(frame: GlobeFrame): void;
  /** Keep the camera over the selected object as it moves; it flies there first. Turning the camera sets the object off the middle but keeps hold of it. */
  setTracking(on: boolean): void;
  /** Draw one frame at a simulation time. */
  draw(time: UtcMs): void;
  /** TEME position km and velocity km/s of an object at a time, from the current keyframes; false when it is not drawn. */
  stateOf(index: number, time: UtcMs, out: Float64Array): boolean;
  /** Where an object is on the canvas, CSS pixels; null when behind the Earth, off screen or not drawn. */
  project(index: number, time: UtcMs): { readonly x: number; readonly y: number } | null;
  /** Look straight down on an object; selects nothing. */
  flyTo(index: number): void;
  /** Turn the camera about the Earth, radians: positive goes east, and north. */
  orbitBy(azimuth: number, elevation: number): void;
  /** Move the camera nearer (factor below 1) or farther. */
  zoomBy(factor: number): void;
  /** Fly to the home view and stop tracking. Home is over the Americas, Africa or Asia, whichever shows the terminator best. */
  resetView(): void;
  /** Median main-thread milliseconds of the last 120 frames, and what the driver calls itself. */
  statistics(): { readonly frameMs: number; readonly drawn: number; readonly renderer: string };
  dispose(): void;
}
