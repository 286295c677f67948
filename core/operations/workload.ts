import { createRandom, normal } from '../random.ts';
import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { ANYBODY, COALITION, NATIONAL } from './release.ts';
import { SHIFT_MS } from './shift.ts';
import type { Desk, Fact, ReleaseSet, Severity, WorkItem } from './types.ts';

/**
 * One kind of work. Rates and efforts are tuned for a plausible floor and claim nothing about a real one.
 */
export interface WorkType {
  readonly type: string;
  readonly title: string;
  readonly perDay: number;
  readonly desk: Desk;
  readonly severity: Severity;
  readonly acknowledgeMin: number;
  readonly resolveMin: number;
  /** Median minutes of work; log-normal with σ = 0.5. */
  readonly effortMin: number;
  /** Wait before the follow-up, minutes; 0: there is none. */
  readonly waitMin: number;
  /** The first is critical. */
  readonly facts: readonly string[];
  readonly release: ReleaseSet;
  readonly contingency: string;
}

type Row = readonly [
  type: string,
  title: string,
  perDay: number,
  desk: Desk,
  effortMin: number,
  acknowledgeMin: number,
  resolveMin: number,
  severity: Severity,
  waitMin: number,
  release: ReleaseSet,
  contingency: string,
  ...facts: string[],
];

// prettier-ignore
const ROWS: readonly Row[] = [
  ['CONJ_INFO', 'Conjunction report', 20, 'OSA', 8, 60, 480, 1, 0, ANYBODY, 'If Pc rises above 1e-4, treat it as an emergency.', 'Miss distance', 'TCA', 'Element age'],
  ['CONJ_EMERG', 'Emergency conjunction', 2, 'OSA', 35, 15, 240, 3, 0, ANYBODY, 'If the owner cannot be reached, call the Director.', 'TCA', 'Miss distance', 'Owner told', 'Manoeuvre plan', 'Next screening', 'Element age', 'Tracks asked'],
  ['UCT', 'Uncorrelated tracks', 14, 'OA2', 25, 120, 1440, 1, 0, COALITION, 'If a fourth track fits, make an analyst object.', 'Tracks', 'Sensor', 'Plane', 'Likely parent'],
  ['LOST', 'Object not seen', 3, 'OA1', 45, 60, 2880, 2, 600, COALITION, 'If it is not found by the follow-up, widen the fence.', 'Search', 'Element age', 'Last seen by', 'Sensor', 'Next pass'],
  ['MANEUVER', 'Manoeuvre suspected', 1.5, 'OA1', 40, 30, 720, 2, 240, COALITION, 'If the fit does not close, ask the owner.', 'Residual', 'Last fit', 'Burn time', 'Neighbours', 'Owner told'],
  ['REENTRY', 'Re-entry watch', 1, 'LRO', 30, 30, 5760, 2, 2000, ANYBODY, 'If the epoch moves by more than an hour, send a new report.', 'Next report', 'Decay epoch', 'Window', 'Inclination', 'High interest', 'Element age'],
  ['LAUNCH', 'Launch', 0.6, 'LRO', 90, 15, 600, 3, 240, COALITION, 'If the window moves, screen it again.', 'Lift-off', 'Window', 'Site', 'Pieces', 'Closures', 'Plane', 'First pass', 'Operator'],
  ['BREAKUP', 'Break-up', 0.03, 'OA1', 240, 10, 2880, 3, 900, ANYBODY, 'If crewed objects are at risk, tell them within the hour.', 'Parent', 'Event epoch', 'Pieces', 'Plane', 'Crewed at risk', 'Sensor', 'Tracks', 'Owner told', 'Next count'],
  ['SENSOR_OUT', 'Sensor out', 1.2, 'SCO', 30, 20, 720, 2, 300, COALITION, 'If it is not back in time, move its tasks.', 'Sensor', 'Expected back', 'Tasks moved', 'Cause', 'Coverage left'],
  ['RFI', 'Interference report', 0.7, 'SDO', 40, 30, 720, 2, 200, COALITION, 'If it spreads, ask for a geolocation.', 'Band', 'Reported by', 'Began', 'Area', 'Next check'],
  ['LASER', 'Laser window request', 4, 'LCH', 10, 60, 240, 1, 0, NATIONAL, 'If a window closes, send it again.', 'Windows', 'Site', 'Closures'],
  ['STORM', 'Space-weather alert', 0.1, 'SWX', 30, 30, 1440, 2, 600, ANYBODY, 'If Kp stays above 6, widen the uncertainties.', 'Kp', 'Drag factor', 'Expected end', 'Objects touched'],
];

export const WORK_TYPES: readonly WorkType[] = ROWS.map(
  ([
    type,
    title,
    perDay,
    desk,
    effortMin,
    acknowledgeMin,
    resolveMin,
    severity,
    waitMin,
    release,
    contingency,
    ...facts
  ]) => ({
    type,
    title,
    perDay,
    desk,
    effortMin,
    acknowledgeMin,
    resolveMin,
    severity,
    waitMin,
    release,
    contingency,
    facts,
  }),
);

/** A simulated item and the instant it arrives. */
export interface Arrival {
  readonly at: UtcMs;
  readonly item: WorkItem;
}

/**
 * List the simulated items of one shift, in order of time.
 *
 * Poisson arrivals, one random stream a type keyed by seed, shift and type, so that adding a type never moves another.
 * Instants are whole milliseconds.
 *
 * @param load multiplies every rate; 0 is none
 */
export function arrivalsOfShift(seed: string, shiftStart: UtcMs, load = 1): readonly Arrival[] {
  if (load <= 0) return [];
  return WORK_TYPES.flatMap((type) =>
    arrivalsOfType(type, `${seed}:${shiftStart}`, { shiftStart, load }),
  ).sort((a, b) => a.at - b.at || (a.item.id < b.item.id ? -1 : 1));
}

function arrivalsOfType(
  type: WorkType,
  seed: string,
  { shiftStart, load }: { shiftStart: UtcMs; load: number },
): Arrival[] {
  const random = createRandom(`${seed}:${type.type}`);
  const arrivals: Arrival[] = [];
  const meanGapMs = (24 * 60 * MS_PER_MINUTE) / (type.perDay * load);
  let at = shiftStart;
  for (;;) {
    at += Math.ceil(-Math.log(1 - random()) * meanGapMs);
    if (at >= shiftStart + SHIFT_MS) return arrivals;
    arrivals.push({ at, item: simulatedItem(type, at, { random, number: arrivals.length }) });
  }
}

function simulatedItem(
  type: WorkType,
  at: UtcMs,
  { random, number }: { random: () => number; number: number },
): WorkItem {
  const id = `${type.type}-${shortStamp(at)}-${number}`;
  const object = 900_000_001 + Math.floor(random() * 25_000);
  const effort = type.effortMin * Math.exp(0.5 * normal(random));
  const hasCriticalInstant = type.type === 'CONJ_EMERG' || type.type === 'LAUNCH';
  const criticalAt = hasCriticalInstant ? at + Math.round((1 + 11 * random()) * 60 * MS_PER_MINUTE) : null;
  const facts = type.facts.map((label, index) =>
    makeFact(label, {
      id: `f${index + 1}`,
      asOf: at,
      release: factRelease(type, label),
      random,
      isCritical: index === 0,
    }),
  );
  const acknowledgeAfterMs = Math.round((1 + 4 * random()) * MS_PER_MINUTE);
  return openItem({
    id,
    type: type.type,
    source: 'simulated',
    summary: `${type.title}, notional object ${object}`,
    objects: [object],
    severity: type.severity,
    desk: type.desk,
    createdAt: at,
    acknowledgeBy: at + type.acknowledgeMin * MS_PER_MINUTE,
    resolveBy: at + type.resolveMin * MS_PER_MINUTE,
    nextActionAt: null,
    criticalAt,
    actions: [],
    contingency: type.contingency,
    facts,
    release: type.release,
    effortMs: Math.round(Math.max(1, effort) * MS_PER_MINUTE),
    waitMs: type.waitMin * MS_PER_MINUTE,
    acknowledgeAfterMs,
  });
}

type NewItem = Omit<WorkItem, 'state' | 'known' | 'acknowledgedAt' | 'missed' | 'escalation'>;

/** A new item: whoever has the desk and the chief know all of it. */
export function openItem(item: NewItem): WorkItem {
  const all = item.facts.map(({ id }) => id);
  return {
    ...item,
    state: 'new',
    known: { desk: all, chief: all },
    acknowledgedAt: null,
    missed: { acknowledge: false, resolve: false },
    escalation: 'floor',
  };
}

/** Some facts are for fewer nations than their item. Notional. */
const NARROWER: Readonly<Record<string, ReleaseSet>> = {
  'Owner told': COALITION,
  'Manoeuvre plan': COALITION,
  'Tracks asked': COALITION,
  Tracks: COALITION,
  Sensor: COALITION,
  Cause: NATIONAL,
  'Coverage left': NATIONAL,
};

function factRelease(type: WorkType, label: string): ReleaseSet {
  return type.release.includes('*') || NARROWER[label] === NATIONAL
    ? (NARROWER[label] ?? type.release)
    : type.release;
}

function makeFact(
  label: string,
  { random, ...fact }: Omit<Fact, 'label' | 'value'> & { random: () => number },
): Fact {
  return { ...fact, label, value: FACT_VALUES[label]?.(random()) ?? '' };
}

const pick =
  (...values: string[]) =>
  (u: number): string =>
    values[Math.floor(u * values.length)] ?? '';

/** Invented values, for something to tell at a handover. */
const FACT_VALUES: Readonly<Record<string, (u: number) => string>> = {
  'Miss distance': (u) => `${Math.round(120 + 4800 * u)} m`,
  TCA: (u) => `in ${(1 + 40 * u).toFixed(1)} h`,
  'Owner told': pick('yes, by telephone', 'not yet', 'yes, by e-mail'),
  'Manoeuvre plan': pick('none', 'asked for', '0.4 m/s in track'),
  'Next screening': (u) => `in ${(1 + 5 * u).toFixed(0)} h`,
  'Tracks asked': (u) => `${1 + Math.floor(4 * u)} of 4`,
  Tracks: (u) => `${1 + Math.floor(3 * u)} of 3`,
  Sensor: (u) => `N-${1 + Math.floor(9 * u)}`,
  Plane: (u) => `i ${(28 + 70 * u).toFixed(1)} deg`,
  'Likely parent': (u) => `${900_000_001 + Math.floor(25_000 * u)}`,
  'Element age': (u) => `${(3 + 27 * u).toFixed(1)} d`,
  Search: pick('fence asked of N-2', 'wide fence asked of N-5'),
  'Last seen by': (u) => `N-${1 + Math.floor(9 * u)}`,
  'Next pass': (u) => `in ${(1 + 7 * u).toFixed(1)} h`,
  Residual: (u) => `${(5 + 30 * u).toFixed(0)} km along track`,
  'Last fit': (u) => `${(1 + 20 * u).toFixed(0)} h ago`,
  'Burn time': (u) => `${(1 + 9 * u).toFixed(0)} h ago`,
  Neighbours: pick('screened, none near', 'to be screened'),
  'Decay epoch': (u) => `in ${(6 + 60 * u).toFixed(0)} h`,
  'Next report': (u) => `in ${(2 + 8 * u).toFixed(0)} h`,
  Window: (u) => `± ${(10 + 200 * u).toFixed(0)} min`,
  Inclination: (u) => `${(28 + 70 * u).toFixed(1)} deg`,
  'High interest': pick('no', 'yes'),
  'Lift-off': (u) => `in ${(2 + 8 * u).toFixed(1)} h`,
  Site: (u) => `SITE-${'KPQR'.charAt(Math.floor(4 * u))}`,
  Pieces: (u) => `${1 + Math.floor(40 * u)}`,
  Closures: (u) => `${Math.floor(4 * u)}`,
  'First pass': (u) => `N-${1 + Math.floor(9 * u)}`,
  Operator: pick('operator A', 'operator B', 'operator C'),
  Parent: (u) => `${900_000_001 + Math.floor(25_000 * u)}`,
  'Event epoch': (u) => `${(10 + 100 * u).toFixed(0)} min ago`,
  'Crewed at risk': pick('none by the first look', 'to be screened'),
  'Next count': (u) => `in ${(1 + 5 * u).toFixed(0)} h`,
  'Expected back': (u) => `in ${(1 + 9 * u).toFixed(0)} h`,
  'Tasks moved': (u) => `${Math.floor(9 * u)} of 9`,
  Cause: pick('power', 'cooling', 'software'),
  'Coverage left': (u) => `${(60 + 35 * u).toFixed(0)} %`,
  Band: pick('X', 'Ka', 'UHF'),
  'Reported by': pick('operator', 'partner'),
  Began: (u) => `${(1 + 5 * u).toFixed(0)} h ago`,
  Area: pick('east', 'west', 'north'),
  'Next check': (u) => `in ${(1 + 3 * u).toFixed(0)} h`,
  Windows: (u) => `${1 + Math.floor(5 * u)}`,
  Kp: (u) => (5 + 4 * u).toFixed(0),
  'Drag factor': (u) => `× ${(1 + 0.6 * u).toFixed(1)}`,
  'Expected end': (u) => `in ${(6 + 30 * u).toFixed(0)} h`,
  'Objects touched': (u) => (1000 + 4000 * u).toFixed(0),
};

function shortStamp(at: UtcMs): string {
  return Math.floor(at / 1000)
    .toString(36)
    .toUpperCase();
}
