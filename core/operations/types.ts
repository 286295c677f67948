import type { UtcMs } from '../units.ts';

/** ISO 3166 alpha-3 code (or a bloc, like EU); an open set, so that a partner is configuration. */
export type Nation = string;

/** The thirteen desks of the floor; notional, which thirteen a real centre has is not public. */
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
export type FactId = string;
export type HandoverId = string;
export const CREWS = ['A', 'B', 'C', 'D'] as const;
export type CrewLetter = (typeof CREWS)[number];
export type ShiftName = 'A' | 'B' | 'C';
export type Severity = 1 | 2 | 3;

/** Nations something may be shown to; `*` is everybody. */
export type ReleaseSet = readonly Nation[];

/** `NONE` of the pipeline is a qualification that is not there. */
export type QualificationState =
  | 'iqt'
  | 'mqt'
  | 'eval'
  | 'certified'
  | 'restricted'
  | 'lapsed'
  | 'decertified';

export interface Qualification {
  readonly desk: Desk;
  readonly state: QualificationState;
  readonly since: UtcMs;
  /** The evaluation holds until then; null before there was one. */
  readonly expires: UtcMs | null;
  readonly certifiedBy: PersonId | null;
  /** Starts of the last two shifts stood at it, older first: what currency is judged by. */
  readonly stood: readonly UtcMs[];
}

/** Assigned and exchange officers may sit on the floor; a liaison officer may not. */
export type PersonKind = 'assigned' | 'exchange' | 'liaison';

export interface Person {
  readonly id: PersonId;
  readonly rank: string;
  readonly name: string;
  readonly nation: Nation;
  readonly kind: PersonKind;
  /** Null for reserves and the Director. */
  readonly crew: CrewLetter | null;
  /** The desk of the roster; null for who has none. */
  readonly desk: Desk | null;
  /** Local time, for the fatigue model only. Fixed: no daylight saving. */
  readonly utcOffsetMin: number;
  readonly qualifications: readonly Qualification[];
}

/** The off-floor Director of Operations: the last in the line of succession, certifies people. */
export const DIRECTOR = 'DIRECTOR';

/** Half open: `start` belongs to it, `end` to the next. */
export interface Shift {
  readonly name: ShiftName;
  readonly crew: CrewLetter;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

export interface Absence {
  readonly person: PersonId;
  readonly from: UtcMs;
  /** Null: until further notice. */
  readonly to: UtcMs | null;
  readonly reason: string;
}

/** Somebody else at a desk than the rotation says. */
export interface Override {
  readonly desk: Desk;
  readonly person: PersonId;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** Who is to hold a desk in a shift, and by which rule of the roster. */
export interface Assignment {
  /** Null: nobody can; whoever holds the desk is held over. */
  readonly person: PersonId | null;
  readonly how: 'roster' | 'override' | 'reserve' | 'deputy' | 'combined' | 'nobody';
  /** From when the person can begin the overlap: rested and present. */
  readonly from: UtcMs;
}

export interface StaffingAlert {
  readonly desk: Desk;
  readonly rule: string;
  readonly reason: string;
}

/** A shift with its people. */
export interface StaffedShift {
  readonly shift: Shift;
  readonly assignments: Readonly<Record<Desk, Assignment>>;
  readonly alerts: readonly StaffingAlert[];
  /** `FloorState.rosterRevision` it was made from. */
  readonly revision: number;
}

/** How a tenure began: by a handover, at the start, in succession to the chief, or covering for somebody who is gone. */
export type TenureVia = HandoverId | 'INITIAL' | 'SUCCESSION' | 'COVER';

/** Who holds a desk, from when, and by what: the one source of truth for "who is in charge". */
export interface Tenure {
  readonly desk: Desk;
  readonly person: PersonId;
  readonly from: UtcMs;
  readonly via: TenureVia;
}

/** Somebody who learns at a desk under its holder, since when. */
export interface Instruction {
  readonly trainee: PersonId;
  readonly since: UtcMs;
}

/** When somebody was last on duty; `to` is null while he is. */
export interface Duty {
  readonly from: UtcMs;
  readonly to: UtcMs | null;
}

export interface Fact {
  readonly id: FactId;
  readonly label: string;
  readonly value: string;
  readonly isCritical: boolean;
  readonly asOf: UtcMs;
  readonly release: ReleaseSet;
}

export type ItemState = 'new' | 'acknowledged' | 'in-work' | 'waiting';
export type ItemSource = 'computed' | 'simulated' | 'inject' | 'person';
export type Escalation = 'floor' | 'director' | 'component-commander';

/** What somebody does next about an item, and by when. */
export interface Action {
  readonly what: string;
  readonly who: Desk;
  readonly due: UtcMs;
}

/** Something open on the floor. Closed items leave the state and stay in the journal. */
export interface WorkItem {
  readonly id: ItemId;
  readonly type: string;
  readonly source: ItemSource;
  readonly summary: string;
  /** Catalog numbers it is about. */
  readonly objects: readonly number[];
  readonly severity: Severity;
  readonly desk: Desk;
  readonly state: ItemState;
  readonly createdAt: UtcMs;
  readonly acknowledgeBy: UtcMs;
  readonly resolveBy: UtcMs;
  /** When it wants attention again; null while it does not wait. */
  readonly nextActionAt: UtcMs | null;
  /** A TCA, a lift-off: ten minutes about it the chief does not change. */
  readonly criticalAt: UtcMs | null;
  readonly actions: readonly Action[];
  /** If X then Y. */
  readonly contingency: string;
  readonly facts: readonly Fact[];
  /** Who may see what it is about; facts have sets of their own. */
  readonly release: ReleaseSet;
  /** Facts known to whoever holds the desk, and to the chief. */
  readonly known: { readonly desk: readonly FactId[]; readonly chief: readonly FactId[] };
  readonly acknowledgedAt: UtcMs | null;
  readonly missed: { readonly acknowledge: boolean; readonly resolve: boolean };
  readonly escalation: Escalation;
  /** For simulated operators: effort still needed, a wait before the follow-up (0: none), a delay of the acknowledgement. */
  readonly effortMs: number;
  readonly waitMs: number;
  readonly acknowledgeAfterMs: number;
  /** Where it is a conjunction that is followed. */
  readonly conjunction?: ConjunctionCase | undefined;
}

/** How a conjunction is reported: below the criteria, above those of a report, or of an emergency. */
export const CONJUNCTION_TIERS = ['watch', 'reportable', 'emergency'] as const;
export type ConjunctionTier = (typeof CONJUNCTION_TIERS)[number];

export const CONJUNCTION_DECISIONS = [
  'monitor',
  'request-tracking',
  'inform-owner',
  'recommend-manoeuvre',
  'no-action',
] as const;
export type ConjunctionDecision = (typeof CONJUNCTION_DECISIONS)[number];

/** What one screening says of a conjunction; km, km/s, days. */
export interface ScreeningPoint {
  /** Of the screening. */
  readonly at: UtcMs;
  readonly tca: UtcMs;
  readonly missKm: number;
  readonly missRtnKm: readonly [number, number, number];
  readonly relativeSpeedKmS: number;
  /** Screening grade; null where they do not move against each other. */
  readonly pcMax: number | null;
  /** How old both element sets are at the TCA. */
  readonly elementAgeDays: readonly [number, number];
}

/** A conjunction on the floor: what every screening has said of it, and what was decided. */
export interface ConjunctionCase {
  readonly pair: readonly [number, number];
  readonly tier: ConjunctionTier;
  /** Oldest first; of very many the first and the last. */
  readonly points: readonly ScreeningPoint[];
  readonly decision: {
    readonly what: ConjunctionDecision;
    readonly reason: string;
    readonly by: PersonId;
    readonly at: UtcMs;
  } | null;
}

/** Which conjunctions become work, by the whole screening of each shift. Notional, after the public criteria. */
export interface ScreeningRules {
  /** How far it looks ahead; 0: nothing is screened. */
  readonly windowH: number;
  /** Cases that one screening may open: the worst. */
  readonly perScreening: number;
  /** Of near-earth orbits, and of deep-space ones whatever the probability. */
  readonly reportMissKm: number;
  readonly deepMissKm: number;
  readonly reportPc: number;
  readonly emergencyPc: number;
}

/** A whole screening, as the floor keeps it. */
export interface CatalogueScreening {
  readonly objects: number;
  readonly windowH: number;
  readonly thresholdKm: number;
  readonly approaches: number;
  readonly reportable: number;
  readonly emergencies: number;
  /** Why there is nothing; null where all went well. */
  readonly problem: string | null;
}

export type HandoverState =
  | 'open'
  | 'previewed'
  | 'suspended'
  | 'refused'
  | 'deferred'
  | 'ready'
  | 'signed'
  | 'accepted';

/** One desk's change-over across one boundary. */
export interface Handover {
  readonly id: HandoverId;
  readonly desk: Desk;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly boundary: UtcMs;
  readonly openedAt: UtcMs;
  readonly state: HandoverState;
  readonly checklist: readonly ChecklistLine[];
  readonly previewedAt: UtcMs | null;
  /** Items in the order in which they are told. */
  readonly items: readonly HandoverItem[];
  readonly questions: readonly Question[];
  readonly interruptions: number;
  /** Why it stands still, where it does; until when, where that is known. */
  readonly pause: { readonly reason: string; readonly since: UtcMs; readonly until: UtcMs | null } | null;
  /** Desks the chief takes over without, and why. */
  readonly waivers: Readonly<Partial<Record<Desk, string>>>;
  /** Who consented to a transfer in the critical phase. */
  readonly consents: readonly PersonId[];
  /** Time spent telling, ms. */
  readonly briefMs: number;
  /** "I am ready to relieve you." */
  readonly readyAt: UtcMs | null;
  readonly signedOutAt: UtcMs | null;
  readonly acceptedAt: UtcMs | null;
  readonly reviewedAt: UtcMs | null;
  readonly isHeldOver: boolean;
  /** One of the two tried to tell somebody what is not releasable to him; it was stopped, and the score is capped. */
  readonly wasSpillTried: boolean;
  readonly lastActionAt: UtcMs;
}

export interface ChecklistLine {
  readonly id: string;
  readonly title: string;
  /** Made from the state of the floor when the handover opened. */
  readonly status: string;
  readonly isAttentionWanted: boolean;
  readonly reviewedAt: UtcMs | null;
  /** Waived, and why: in the flexible procedure only. */
  readonly waivedBecause: string | null;
}

export interface HandoverItem {
  readonly item: ItemId;
  readonly briefedAt: UtcMs | null;
  /** Facts that were told. */
  readonly told: readonly FactId[];
  readonly acknowledgedAt: UtcMs | null;
  /** The incoming person's own words. */
  readonly synthesis: string;
  readonly readBackAt: UtcMs | null;
  /** Share of the facts repeated right at the first reading; null before it. */
  readonly readBackMatch: number | null;
  readonly same: readonly FactId[];
  readonly differs: readonly FactId[];
}

export interface Question {
  readonly id: string;
  readonly by: PersonId;
  readonly text: string;
  readonly askedAt: UtcMs;
  readonly answer: string | null;
  readonly answeredAt: UtcMs | null;
}

export interface LogEntry {
  readonly seq: number;
  readonly at: UtcMs;
  /** A person's id, or 'system'. */
  readonly author: string;
  readonly desk: Desk | null;
  readonly text: string;
  readonly release: ReleaseSet;
  /** Topic for partners; null: not for them. */
  readonly topic: string | null;
  /** Catalog numbers it is about. */
  readonly objects: readonly number[];
  readonly item: ItemId | null;
  /** The entry this one corrects. */
  readonly corrects: number | null;
  readonly isAlert: boolean;
}

export const HANDOVER_MODES = ['none', 'written', 'verbal', 'both', 'read-back'] as const;
/** What simulated operators do at a handover. */
export type HandoverMode = (typeof HANDOVER_MODES)[number];

/** A partner outside the coalition that sees a part of the floor, later than others. */
export interface Partner {
  readonly id: Nation;
  readonly name: string;
  readonly topics: readonly string[];
  /** Catalog numbers it exchanges; null: all. */
  readonly objects: readonly number[] | null;
  readonly delayMin: number;
  /** Names of the facts it gets, whatever their case; what its tier has where it is left out. */
  readonly fields?: readonly string[] | undefined;
}

/** Two named objects whose next closest approach becomes an item when it is below the threshold. */
export interface WatchedPair {
  readonly primary: number;
  readonly secondary: number;
  readonly thresholdKm: number;
}

/** What of the catalogue becomes work; all of it settings. */
export interface ItemRules {
  readonly isOn: boolean;
  /** At most so many items of each kind from one survey; the rest are one item with their count. */
  readonly perSurvey: number;
  readonly surveyEveryMin: number;
  readonly pairs: readonly WatchedPair[];
  readonly approachWindowH: number;
  /** Left out in exercises from before there was one: nothing is screened. */
  readonly screening?: ScreeningRules | undefined;
}

export interface ExerciseConfiguration {
  readonly name: string;
  readonly seed: string;
  readonly start: UtcMs;
  /** The exercise ends by itself then; null: it does not. */
  readonly end: UtcMs | null;
  readonly pattern: string;
  readonly overlapMin: number;
  readonly handover: HandoverMode;
  /** Multiplies the rate of every kind of simulated work; 0 for none. */
  readonly load: number;
  /** Rigid: the order is fixed and no step can be waived. Flexible: the order is free and status lines may be waived, with a reason. */
  readonly procedure: 'rigid' | 'flexible';
  readonly isFatigueOn: boolean;
  readonly people: readonly Person[];
  /** Nations that may hold a desk, where they are others than by default. */
  readonly eligibility?: Readonly<Partial<Record<Desk, readonly Nation[]>>> | undefined;
  readonly partners: readonly Partner[];
  readonly rules: ItemRules;
  readonly injects: readonly Inject[];
  /** The scenario it was made from; null for a plain exercise. */
  readonly scenario: string | null;
}

/** When an inject fires: at an instant, or after an event has been seen. */
export type InjectTrigger =
  | { readonly at: UtcMs }
  | {
      readonly after: {
        readonly event: string;
        readonly desk?: Desk | undefined;
        readonly item?: ItemId | undefined;
      };
      readonly delayMs: number;
    };

export interface Inject {
  readonly id: string;
  readonly trigger: InjectTrigger;
  readonly action: InjectAction;
}

/** An item as a scenario or a trainer writes it; what is left out has the defaults of its type. */
export interface InjectedItem {
  readonly id: ItemId;
  readonly type: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly desk: Desk;
  readonly objects: readonly number[];
  readonly acknowledgeMin: number;
  readonly resolveMin: number;
  readonly effortMin: number;
  readonly waitMin: number;
  readonly acknowledgeAfterMin: number;
  readonly nextActionAt: UtcMs | null;
  readonly criticalAt: UtcMs | null;
  readonly contingency: string;
  readonly actions: readonly Action[];
  readonly facts: readonly Omit<Fact, 'asOf' | 'id'>[];
  readonly release: ReleaseSet;
}

export type InjectAction =
  | { readonly type: 'item'; readonly item: InjectedItem }
  | {
      readonly type: 'item-facts';
      readonly item: ItemId;
      readonly facts: readonly Omit<Fact, 'asOf' | 'id'>[];
      readonly nextActionAt: UtcMs | null;
    }
  | { readonly type: 'resolve-item'; readonly item: ItemId; readonly outcome: string }
  | {
      readonly type: 'absence';
      readonly person: PersonId;
      readonly reason: string;
      readonly hours: number | null;
    }
  | { readonly type: 'return'; readonly person: PersonId }
  | { readonly type: 'fatigue'; readonly person: PersonId; readonly awakeHours: number }
  | {
      readonly type: 'qualification';
      readonly person: PersonId;
      readonly desk: Desk;
      readonly to: QualificationState;
      readonly by: PersonId;
    }
  | { readonly type: 'sensor'; readonly sensor: string; readonly isUp: boolean; readonly note: string }
  | { readonly type: 'storm'; readonly isOn: boolean; readonly kp: number; readonly note: string }
  | { readonly type: 'partner-joins'; readonly partner: Partner }
  | { readonly type: 'partner-leaves'; readonly partner: Nation; readonly reason: string }
  | {
      readonly type: 'release-request';
      readonly partner: Nation;
      readonly item: ItemId;
      readonly field: string;
      readonly topic: string;
    }
  | { readonly type: 'approach'; readonly pair: WatchedPair; readonly windowH: number; readonly item: ItemId }
  | { readonly type: 'log'; readonly text: string };

/** What the server's catalogue says at an instant; recorded in the journal, so that a replay needs no catalogue. */
export interface CatalogueSurvey {
  readonly objects: number;
  readonly stale: number;
  readonly lost: number;
  readonly decayed: number;
  readonly medianAgeDays: number;
  /** Which sources it is of. */
  readonly sources: string;
}

/** State of one desk's simulated work. */
export interface Work {
  readonly item: ItemId;
  readonly startedAt: UtcMs;
  readonly until: UtcMs;
}
