import { createRandom, normal } from '../random.ts';
import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { SHIFT_MS } from './shift.ts';
import type { Desk, Fact, Severity, WorkItem } from './types.ts';

/**
 * One kind of simulated work. Rates and efforts are tuned for a plausible floor and claim nothing about a real one.
 */
interface WorkType {
  readonly type: string;
  readonly title: string;
  readonly perDay: number;
  readonly desk: Desk;
  readonly severity: Severity;
  readonly acknowledgeMin: number;
  readonly resolveMin: number;
  /** Median minutes until a simulated operator has it done, waiting included. */
  readonly effortMin: number;
  readonly facts: readonly string[];
}

const WORK_TYPES: readonly WorkType[] = [
  {
    type: 'CONJ_INFO',
    title: 'Conjunction report',
    perDay: 9,
    desk: 'OSA',
    severity: 1,
    acknowledgeMin: 60,
    resolveMin: 480,
    effortMin: 40,
    facts: ['Miss distance', 'TCA'],
  },
  {
    type: 'CONJ_EMERG',
    title: 'Emergency conjunction',
    perDay: 1.5,
    desk: 'OSA',
    severity: 3,
    acknowledgeMin: 15,
    resolveMin: 240,
    effortMin: 150,
    facts: ['Miss distance', 'TCA', 'Owner told'],
  },
  {
    type: 'UCT',
    title: 'Uncorrelated tracks',
    perDay: 5,
    desk: 'OA2',
    severity: 1,
    acknowledgeMin: 120,
    resolveMin: 1440,
    effortMin: 160,
    facts: ['Tracks', 'Sensor'],
  },
  {
    type: 'LOST',
    title: 'Object not seen',
    perDay: 3,
    desk: 'OA1',
    severity: 2,
    acknowledgeMin: 60,
    resolveMin: 2880,
    effortMin: 420,
    facts: ['Element age', 'Search'],
  },
  {
    type: 'MANEUVER',
    title: 'Manoeuvre suspected',
    perDay: 1.5,
    desk: 'OA1',
    severity: 2,
    acknowledgeMin: 30,
    resolveMin: 720,
    effortMin: 240,
    facts: ['Residual', 'Last fit'],
  },
  {
    type: 'REENTRY',
    title: 'Re-entry watch',
    perDay: 0.8,
    desk: 'LRO',
    severity: 2,
    acknowledgeMin: 30,
    resolveMin: 5760,
    effortMin: 900,
    facts: ['Decay epoch', 'Next report'],
  },
  {
    type: 'SENSOR_OUT',
    title: 'Sensor out',
    perDay: 1.2,
    desk: 'SCO',
    severity: 2,
    acknowledgeMin: 20,
    resolveMin: 720,
    effortMin: 260,
    facts: ['Sensor', 'Expected back'],
  },
  {
    type: 'RFI',
    title: 'Interference report',
    perDay: 0.7,
    desk: 'SDO',
    severity: 2,
    acknowledgeMin: 30,
    resolveMin: 720,
    effortMin: 200,
    facts: ['Band', 'Reported by'],
  },
  {
    type: 'LASER',
    title: 'Laser window request',
    perDay: 3,
    desk: 'LCH',
    severity: 1,
    acknowledgeMin: 60,
    resolveMin: 240,
    effortMin: 35,
    facts: ['Windows', 'Site'],
  },
];

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
 */
export function arrivalsOfShift(seed: string, shiftStart: UtcMs): readonly Arrival[] {
  return WORK_TYPES.flatMap((type) => arrivalsOfType(type, seed, shiftStart)).sort(
    (a, b) => a.at - b.at || (a.item.id < b.item.id ? -1 : 1),
  );
}

function arrivalsOfType(type: WorkType, seed: string, shiftStart: UtcMs): Arrival[] {
  const random = createRandom(`${seed}:${shiftStart}:${type.type}`);
  const arrivals: Arrival[] = [];
  const meanGapMs = (24 * 60 * MS_PER_MINUTE) / type.perDay;
  let at = shiftStart;
  for (;;) {
    at += Math.ceil(-Math.log(1 - random()) * meanGapMs);
    if (at >= shiftStart + SHIFT_MS) return arrivals;
    arrivals.push({ at, item: makeItem(type, at, { random, number: arrivals.length }) });
  }
}

function makeItem(
  type: WorkType,
  at: UtcMs,
  { random, number }: { random: () => number; number: number },
): WorkItem {
  const object = 900_000_001 + Math.floor(random() * 25_000);
  const effort = type.effortMin * Math.exp(0.5 * normal(random));
  return {
    id: `${type.type}-${shortStamp(at)}-${number}`,
    type: type.type,
    source: 'simulated',
    summary: `${type.title}, notional object ${object}`,
    severity: type.severity,
    desk: type.desk,
    state: 'new',
    createdAt: at,
    acknowledgeBy: at + type.acknowledgeMin * MS_PER_MINUTE,
    resolveBy: at + type.resolveMin * MS_PER_MINUTE,
    effortMs: Math.round(Math.max(5, effort) * MS_PER_MINUTE),
    facts: type.facts.map((label, index) => makeFact(label, at, { random, isCritical: index === 0 })),
    acknowledgedAt: null,
  };
}

function makeFact(
  label: string,
  asOf: UtcMs,
  { random, isCritical }: { random: () => number; isCritical: boolean },
): Fact {
  return { label, value: FACT_VALUES[label]?.(random()) ?? '', isCritical, asOf };
}

/** Invented values, for something to tell at a hand-over. */
const FACT_VALUES: Readonly<Record<string, (u: number) => string>> = {
  'Miss distance': (u) => `${Math.round(120 + 4800 * u)} m`,
  TCA: (u) => `in ${(1 + 40 * u).toFixed(1)} h`,
  'Owner told': (u) => (u < 0.6 ? 'yes, by telephone' : 'not yet'),
  Tracks: (u) => `${1 + Math.floor(3 * u)} of 3`,
  Sensor: (u) => `N-${1 + Math.floor(9 * u)}`,
  'Element age': (u) => `${(3 + 27 * u).toFixed(1)} d`,
  Search: (u) => (u < 0.5 ? 'fence asked of N-2' : 'wide fence asked of N-5'),
  Residual: (u) => `${(5 + 30 * u).toFixed(0)} km along track`,
  'Last fit': (u) => `${(1 + 20 * u).toFixed(0)} h ago`,
  'Decay epoch': (u) => `in ${(6 + 60 * u).toFixed(0)} h`,
  'Next report': (u) => `in ${(2 + 8 * u).toFixed(0)} h`,
  'Expected back': (u) => `in ${(1 + 9 * u).toFixed(0)} h`,
  Band: (u) => (u < 0.5 ? 'X' : 'Ka'),
  'Reported by': (u) => (u < 0.5 ? 'operator' : 'partner'),
  Windows: (u) => `${1 + Math.floor(5 * u)}`,
  Site: (u) => `SITE-${'KPQR'.charAt(Math.floor(4 * u))}`,
};

function shortStamp(at: UtcMs): string {
  return Math.floor(at / 1000)
    .toString(36)
    .toUpperCase();
}
