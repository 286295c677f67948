import type { UtcMs } from '../units.ts';
import type { FloorFact } from './events.ts';
import type {
  Absence,
  CatalogueScreening,
  CatalogueSurvey,
  Desk,
  Duty,
  ExerciseConfiguration,
  Handover,
  Instruction,
  ItemId,
  LogEntry,
  Nation,
  Override,
  Partner,
  Person,
  PersonId,
  Shift,
  StaffedShift,
  Tenure,
  Work,
  WorkItem,
} from './types.ts';

/** Rises when a state kept by an earlier version cannot be used: it is then replayed from the journal. */
export const STATE_VERSION = 3;

/** The floor at one instant: what the events up to `seq` have made of it. Plain data, so that it can be kept as JSON. */
export interface FloorState {
  readonly exercise: ExerciseConfiguration;
  /** Number and instant of the last event applied. */
  readonly seq: number;
  readonly at: UtcMs;
  readonly endedAt: UtcMs | null;
  readonly shift: Shift;
  /** The shift under way with its people, and the coming one from 45 minutes before it begins. */
  readonly staffed: StaffedShift;
  readonly coming: StaffedShift | null;
  /** Rises with everything that could change who is assigned. */
  readonly rosterRevision: number;
  readonly people: Readonly<Record<PersonId, Person>>;
  readonly absences: readonly Absence[];
  readonly overrides: readonly Override[];
  readonly duties: Readonly<Record<PersonId, Duty>>;
  /** People said to be awake since an instant, where the sleep plan does not hold. */
  readonly awakeSince: Readonly<Record<PersonId, UtcMs>>;
  /** Who learns at a desk under its holder. */
  readonly instruction: Readonly<Partial<Record<Desk, Instruction>>>;
  readonly tenures: Readonly<Record<Desk, Tenure>>;
  /** Desks whose holder was kept past the boundary because nobody can relieve him, since when. */
  readonly heldOver: Readonly<Partial<Record<Desk, UtcMs>>>;
  /** The chief is the Director, in succession: nobody qualified was there. */
  readonly isDegraded: boolean;
  /** People somebody sits in for, with the name they gave. */
  readonly seats: Readonly<Record<PersonId, string>>;
  readonly items: Readonly<Record<ItemId, WorkItem>>;
  readonly work: Readonly<Partial<Record<Desk, Work>>>;
  /** The open handover of each desk; none outside the overlap. */
  readonly handovers: Readonly<Partial<Record<Desk, Handover>>>;
  /** The last simulated item made: the place in the seeded schedule. */
  readonly lastArrival: { readonly at: UtcMs; readonly item: ItemId } | null;
  /** Facts that follow from the last event and come next, at its instant. */
  readonly queue: readonly FloorFact[];
  /** Injects that have fired, and the first time each awaited event was seen. */
  readonly fired: Readonly<Record<string, UtcMs>>;
  readonly seen: Readonly<Record<string, UtcMs>>;
  readonly partners: Readonly<Record<Nation, Partner>>;
  readonly survey: (CatalogueSurvey & { readonly at: UtcMs }) | null;
  /** The last whole screening. */
  readonly screening: { readonly at: UtcMs; readonly found: CatalogueScreening | null } | null;
  /** Conjunctions that were closed before their time: they are not opened again. */
  readonly settled: readonly { readonly pair: readonly [number, number]; readonly tca: UtcMs }[];
  readonly sensorsDown: Readonly<Record<string, { readonly since: UtcMs; readonly note: string }>>;
  readonly storm: { readonly since: UtcMs; readonly kp: number; readonly note: string } | null;
  /** Shifts that began and are not closed yet: the one before, while handovers are still open. */
  readonly closing: Shift | null;
  /** Scores of the handovers closed since the last shift began. */
  readonly lastScores: Readonly<Partial<Record<Desk, number>>>;
  readonly hasForeignChiefMilestone: boolean;
  /** The last entries; the whole log is in the journal. */
  readonly log: readonly LogEntry[];
}
