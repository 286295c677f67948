import { computed, signal } from '@preact/signals';
import type { FloorView } from '../core/operations/view.ts';
import type { PersonId } from '../core/operations/types.ts';
import type { CatalogInfo } from '../core/protocol/events.ts';
import type { ClockSegment } from '../core/time/clock.ts';
import type { UtcMs } from '../core/units.ts';
import type { GlobeFrame } from './globe/types.ts';
import type { Catalog } from './link/catalog.ts';
import type { LinkState } from './link/socket.ts';

/** Everything the page shows comes from here; panels read it and ask through panels/actions.ts. */

export type Screen = 'watch' | 'floor' | 'handover';
export const SCREENS: readonly Screen[] = ['watch', 'floor', 'handover'];
export const screen = signal<Screen>('watch');

// What the server says.
export const link = signal<LinkState>({ state: 'connecting' });
export const segment = signal<ClockSegment | null>(null);
export const stoppedBecause = signal<string | null>(null);
export const catalogInfo = signal<CatalogInfo | null>(null);
export const catalog = signal<Catalog | null>(null);
export const catalogProblem = signal<string | null>(null);
export const floor = signal<FloorView | null>(null);
export const seat = signal<PersonId | null>(null);

// Time: written four times a second, so that nothing on the page changes faster than it can be read.
/** Simulation time; NaN before the first welcome. */
export const simulationTime = signal<UtcMs>(Number.NaN);
export const serverWall = signal<UtcMs>(Number.NaN);
/** Server wall clock since when the keyframes at hand no longer reach the simulation time; null while they do. */
export const staleSince = signal<UtcMs | null>(null);

// What is looked at. Objects are held by catalog number: indices change with the catalogue.
export const selected = signal<number | null>(null);
export const hovered = signal<number | null>(null);
/** Objects under the last click, when there was more than one. */
export const choices = signal<readonly number[]>([]);
export const query = signal('');
/** One for each of OBJECT_TYPES. */
export const shownTypes = signal<readonly boolean[]>([true, true, true, true]);
export const frame = signal<GlobeFrame>('inertial');
export const isTracking = signal(false);
export const isOrbitShown = signal(true);
export const isTableShown = signal(false);

export interface ObjectState {
  readonly altitudeKm: number;
  readonly speedKmS: number;
  readonly latitude: number;
  readonly longitude: number;
}
/** The selected object's state, four times a second; null when it is not drawn. */
export const selectedState = signal<ObjectState | null>(null);

export interface NotDrawn {
  readonly catalogNumber: number;
  readonly status: number;
}
/** Objects the current keyframes do not draw. */
export const notDrawn = signal<readonly NotDrawn[]>([]);
/** True once the first keyframes are here. */
export const hasPicture = signal(false);

// The page itself.
export const globeFailure = signal<string | null>(null);
export const hasGlobe = signal(false);
export type Sheet = 'closed' | 'browse' | 'object';
/** On narrow screens: what the sheet over the globe shows. */
export const sheet = signal<Sheet>('closed');
export type Dialog =
  | { readonly kind: 'load'; readonly files: readonly File[] }
  | { readonly kind: 'seat'; readonly person: PersonId }
  | { readonly kind: 'keys' };
export const dialog = signal<Dialog | null>(null);
export const areKeysOn = signal(true);
/** A refusal of something asked by a key or a list, where no button can show it. */
export const notice = signal<string | null>(null);
/** Said to screen readers, politely. */
export const announcement = signal('');

export const selectedIndex = computed(() => {
  const number = selected.value;
  return number === null ? null : (catalog.value?.indexOf.get(number) ?? null);
});

/** 1 for each object that filters let through, in the order of the catalogue. */
export const visibleMask = computed(() => {
  const columns = catalog.value;
  if (!columns) return new Uint8Array();
  const shown = shownTypes.value;
  return Uint8Array.from(columns.typeCodes, (code) => (shown[code] ? 1 : 0));
});

/** How many objects of each type the catalogue holds. */
export const typeCounts = computed(() => {
  const counts = [0, 0, 0, 0];
  for (const code of catalog.value?.typeCodes ?? []) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
});
