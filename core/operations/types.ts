import type { UtcMs } from '../units.ts';

/** ISO 3166 alpha-3 code; an open set, so that a partner is configuration. */
export type Nation = string;

/** The thirteen desks of the floor; notional, see docs in DESIGN.md. */
export const DESKS = [
  'CCO',
  'SDO',
  'SDT',
  'OSA',
  'OST',
  'OA1',
  'OA2',
  'SCO',
  'LRO',
  'MWO',
  'SWX',
  'LCH',
  'CLO',
] as const;
export type Desk = (typeof DESKS)[number];

export type PersonId = string;
export type ItemId = string;
export type HandoverId = string;
export const CREWS = ['A', 'B', 'C', 'D'] as const;
export type CrewLetter = (typeof CREWS)[number];
export type ShiftName = 'A' | 'B' | 'C';
export type Severity = 1 | 2 | 3;

export interface Qualification {
  readonly desk: Desk;
  readonly certifiedBy: string;
  readonly certifiedOn: string;
}

export interface Person {
  readonly id: PersonId;
  readonly rank: string;
  readonly name: string;
  readonly nation: Nation;
  readonly crew: CrewLetter;
  readonly desk: Desk;
  readonly qualifications: readonly Qualification[];
}

/** Half open: `start` belongs to it, `end` to the next. */
export interface Shift {
  readonly name: ShiftName;
  readonly crew: CrewLetter;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

/** Who holds a desk, from when, and by which handover: the one source of truth for "who is in charge". */
export interface Tenure {
  readonly desk: Desk;
  readonly person: PersonId;
  readonly from: UtcMs;
  readonly via: HandoverId | 'INITIAL';
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly isCritical: boolean;
  readonly asOf: UtcMs;
}

export type ItemState = 'new' | 'acknowledged';

/** Something open on the floor. Closed items leave the state and stay in the journal. */
export interface WorkItem {
  readonly id: ItemId;
  readonly type: string;
  readonly source: 'simulated' | 'person';
  readonly summary: string;
  readonly severity: Severity;
  readonly desk: Desk;
  readonly state: ItemState;
  readonly createdAt: UtcMs;
  readonly acknowledgeBy: UtcMs;
  readonly resolveBy: UtcMs;
  /** When a simulated operator will have finished with it; null when only a person can. */
  readonly effortMs: number | null;
  readonly facts: readonly Fact[];
  readonly acknowledgedAt: UtcMs | null;
}

export type HandoverState = 'open' | 'previewed' | 'ready' | 'accepted';

/** One desk's change-over across one boundary. */
export interface Handover {
  readonly id: HandoverId;
  readonly desk: Desk;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly boundary: UtcMs;
  readonly openedAt: UtcMs;
  readonly state: HandoverState;
  readonly previewedAt: UtcMs | null;
  /** Items in the order in which they are told, with when each was told and when it was acknowledged. */
  readonly items: readonly HandoverItem[];
  readonly signedOutAt: UtcMs | null;
  readonly acceptedAt: UtcMs | null;
  readonly isHeldOver: boolean;
  readonly lastActionAt: UtcMs;
}

export interface HandoverItem {
  readonly item: ItemId;
  readonly briefedAt: UtcMs | null;
  readonly acknowledgedAt: UtcMs | null;
}

export interface LogEntry {
  readonly seq: number;
  readonly at: UtcMs;
  /** A person's id, or 'system'. */
  readonly author: string;
  readonly desk: Desk | null;
  readonly text: string;
}

export interface ExerciseConfiguration {
  readonly id: string;
  readonly seed: string;
  readonly start: UtcMs;
  readonly pattern: string;
  readonly overlapMin: number;
}

export interface FloorState {
  readonly exercise: ExerciseConfiguration;
  /** Number and instant of the last event applied. */
  readonly seq: number;
  readonly at: UtcMs;
  readonly shift: Shift;
  readonly tenures: Readonly<Record<Desk, Tenure>>;
  /** People somebody sits in for, with the name they gave. */
  readonly seats: Readonly<Record<PersonId, string>>;
  readonly items: Readonly<Record<ItemId, WorkItem>>;
  /** The open handover of each desk; none outside the overlap. */
  readonly handovers: Readonly<Partial<Record<Desk, Handover>>>;
  /** The last simulated item made: the place in the seeded schedule. */
  readonly lastArrival: { readonly at: UtcMs; readonly item: ItemId } | null;
  /** The last entries; the whole log is in the journal. */
  readonly log: readonly LogEntry[];
}
