import { computed, signal } from '@preact/signals';
import type { FloorView } from '../core/operations/view.ts';
import type { PersonId } from '../core/operations/types.ts';
import { AGE_CLASSES, type AgeClass, DEFAULT_AGE_LIMITS } from '../core/elements/age.ts';
import type { CatalogChange, CatalogInfo, Identity, RoomInfo } from '../core/protocol/events.ts';
import { MS_PER_HOUR } from '../core/units.ts';
import type { ClockSegment } from '../core/time/clock.ts';
import type { UtcMs } from '../core/units.ts';
import type { GlobeFrame } from './globe/types.ts';
import { ageCodes, type Catalog } from './link/catalog.ts';
import type { LinkState } from './link/socket.ts';

/** Everything the page shows comes from here; panels read it and ask through panels/actions.ts. */

export type Screen = 'watch' | 'floor' | 'handover' | 'trainer' | 'sheet';
export const SCREENS: readonly Screen[] = ['watch', 'floor', 'handover', 'trainer', 'sheet'];
export const screen = signal<Screen>('watch');

// What the server says.
export const link = signal<LinkState>({ state: 'connecting' });
export const segment = signal<ClockSegment | null>(null);
export const stoppedBecause = signal<string | null>(null);
export const catalogInfo = signal<CatalogInfo | null>(null);
export const catalog = signal<Catalog | null>(null);
/** Rises when objects of the catalogue have other element sets, because the clock has moved. */
export const elementsChanged = signal(0);
/** The last change of what is loaded, since this page joined, until it is dismissed. */
export const catalogChange = signal<CatalogChange | null>(null);
export const catalogProblem = signal<string | null>(null);
/** The room this page is in, and those it may go to. */
export const room = signal<RoomInfo | null>(null);
export const rooms = signal<readonly RoomInfo[]>([]);
export const floor = signal<FloorView | null>(null);
export const seat = signal<PersonId | null>(null);
/** Who this session said to be; null is the public. */
export const identity = signal<Identity | null>(null);

/** Looking back: the instant looked at, and the floor as it was; null while the page follows the clock. */
export const reviewAt = signal<UtcMs | null>(null);
export const reviewFloor = signal<FloorView | null>(null);
/** The floor that work screens show. */
export const shownFloor = computed(() => (reviewAt.value === null ? floor.value : reviewFloor.value));
/** The page in front shows the past; the globe stays with the clock. */
export const isLookingBack = computed(() => reviewAt.value !== null && screen.value !== 'watch');
/** The instant that work screens show. */
export const shownTime = computed(() =>
  reviewAt.value === null ? simulationTime.value : (reviewFloor.value?.at ?? reviewAt.value),
);

// Time: written four times a second, so that nothing on the page changes faster than it can be read.
/** Simulation time; NaN before the first welcome. */
export const simulationTime = signal<UtcMs>(Number.NaN);
export const serverWall = signal<UtcMs>(Number.NaN);
export interface ServerClock {
  /** Server wall clock minus this machine's, ms, and how far off that may be. */
  readonly offset: number;
  readonly uncertainty: number;
  /** Parts in a million; null before a minute of samples. */
  readonly drift: number | null;
}
/** The server's clock seen from here; null before the first exchange. */
export const serverClock = signal<ServerClock | null>(null);
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
/** One for each of AGE_CLASSES. */
export const shownAges = signal<readonly boolean[]>([true, true, true, true]);
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
/** A conjunction that is looked at close up: two objects, and when they are near each other. */
export interface WantedEncounter {
  readonly one: number;
  readonly two: number;
  readonly tca: string;
  /** Whether the table of conjunctions was left for it. */
  readonly isFromTable: boolean;
}
/** What the table of conjunctions asks for: the next hours, of everything or of one object. */
export interface WantedScreening {
  readonly hours: number;
  readonly thresholdKm: number;
  readonly object: number | null;
}
export const wantedScreening = signal<WantedScreening>({ hours: 8, thresholdKm: 5, object: null });
/** The other object of a conjunction, drawn with the selected one. */
export const companion = signal<{ readonly of: number; readonly catalogNumber: number } | null>(null);
export type Dialog =
  | {
      readonly kind: 'load';
      readonly files: readonly File[];
      /** The one source the file takes the place of. */
      readonly replaces?: { readonly id: string; readonly name: string };
    }
  | { readonly kind: 'seat'; readonly person: PersonId }
  | { readonly kind: 'join' }
  | { readonly kind: 'rooms' }
  | { readonly kind: 'conjunctions' }
  | { readonly kind: 'encounter'; readonly wanted: WantedEncounter }
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

/** Ages are told in days: one look an hour of simulation time is plenty. */
const hour = computed(() => Math.floor(simulationTime.value / MS_PER_HOUR) * MS_PER_HOUR);

/** The place in AGE_CLASSES of each object's element set, in the order of the catalogue. */
export const ages = computed(() => {
  void elementsChanged.value;
  const columns = catalog.value;
  if (!columns || Number.isNaN(hour.value)) return new Uint8Array(columns?.count ?? 0);
  return ageCodes(columns, hour.value, catalogInfo.value?.ageLimits ?? DEFAULT_AGE_LIMITS);
});

const FAINT_FROM = AGE_CLASSES.indexOf('stale' satisfies AgeClass);

/**
 * How each object is drawn, in the order of the catalogue: 0 not, because a filter holds it back; 1 plainly; 2 faintly, because
 * its elements are stale or lost.
 */
export const visibleMask = computed(() => {
  const columns = catalog.value;
  if (!columns) return new Uint8Array();
  const types = shownTypes.value;
  const shown = shownAges.value;
  const classes = ages.value;
  return Uint8Array.from(columns.typeCodes, (code, i) =>
    types[code] && shown[classes[i]!] ? (classes[i]! >= FAINT_FROM ? 2 : 1) : 0,
  );
});

/** How many objects of each type the catalogue holds, and how many of these types are only guessed. */
export const typeCounts = computed(() => countCodes(catalog.value?.typeCodes, 4));
export const guessedTypes = computed(() => countCodes(catalog.value?.isTypeGuessed, 2)[1] ?? 0);
/** How many objects there are of each age class. */
export const ageCounts = computed(() => countCodes(ages.value, AGE_CLASSES.length));

function countCodes(codes: Uint8Array | undefined, kinds: number): readonly number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const code of codes ?? []) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
