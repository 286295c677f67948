import { createRandom } from '../random.ts';
import { MS_PER_MINUTE } from '../units.ts';
import { factsTakenOver, factsToTell } from './handover.ts';
import { kssOfPerson } from './rest.ts';
import type { FloorState } from './state.ts';
import type { Desk, Fact, FactId, Handover, HandoverItem, HandoverMode, ItemId, WorkItem } from './types.ts';

/** Whose knowledge of an item a handover is about. */
export function knowerOf(desk: Desk): 'desk' | 'chief' {
  return desk === 'CCO' ? 'chief' : 'desk';
}

interface Chances {
  /** That a fact is in the written entry and read, that it is told and heard, that reading back finds a lost one. */
  readonly written: number;
  readonly verbal: number;
  readonly readBack: number;
}

/** Share of facts an unstructured written or verbal sign-out carried: 51.9 %, BMC Med Educ 24:1046 (2024). */
const UNSTRUCTURED = 0.52;
const STRUCTURED_30_MIN: Chances = { written: 0.7, verbal: 0.7, readBack: 0.8 };
const STRUCTURED_60_MIN: Chances = { written: 0.85, verbal: 0.8, readBack: 0.9 };

/** The chances of a fact at a simulated handover; structured ones grow with the overlap. All but 52 % are notional. */
export function chancesOf(mode: HandoverMode, overlapMin: number): Chances {
  switch (mode) {
    case 'none':
      return { written: 0, verbal: 0, readBack: 0 };
    case 'written':
      return { written: UNSTRUCTURED, verbal: 0, readBack: 0 };
    case 'verbal':
      return { written: 0, verbal: UNSTRUCTURED, readBack: 0 };
    case 'both':
      return { written: UNSTRUCTURED, verbal: UNSTRUCTURED, readBack: 0 };
    case 'read-back':
      return {
        written: between(overlapMin, UNSTRUCTURED, [STRUCTURED_30_MIN.written, STRUCTURED_60_MIN.written]),
        verbal: between(overlapMin, UNSTRUCTURED, [STRUCTURED_30_MIN.verbal, STRUCTURED_60_MIN.verbal]),
        readBack: between(overlapMin, UNSTRUCTURED, [STRUCTURED_30_MIN.readBack, STRUCTURED_60_MIN.readBack]),
      };
  }
}

/** Straight lines through the values at 0, 30 and 60 minutes. */
function between(overlapMin: number, at0: number, [at30, at60]: readonly [number, number]): number {
  const share = Math.min(60, Math.max(0, overlapMin)) / 30;
  return share <= 1 ? at0 + (at30 - at0) * share : at30 + (at60 - at30) * (share - 1);
}

/**
 * Draw which facts of an item a simulated incoming person keeps: `p = 1 − (1 − written)(1 − verbal)`, less when either is
 * sleepy or the telling was interrupted; a lost one is found by reading back. One random stream per handover and item.
 */
export function drawKeptFacts(
  state: FloorState,
  handover: Handover,
  entry: HandoverItem,
): { readonly first: readonly FactId[]; readonly kept: readonly FactId[] } {
  const item = state.items[entry.item]!;
  const { handover: mode, overlapMin, seed } = state.exercise;
  const chances = chancesOf(mode, overlapMin);
  const alert = Math.min(alertnessFactor(state, handover.from), alertnessFactor(state, handover.to));
  const verbal = chances.verbal * alert * 0.8 ** handover.interruptions;
  const random = createRandom(`${seed}:${handover.id}:${item.id}`);
  const holds = new Set(item.known[knowerOf(handover.desk)]);
  const first: FactId[] = [];
  const kept: FactId[] = [];
  for (const { id } of factsToTell(state, handover, item)) {
    const keeps = random();
    const finds = random();
    if (!holds.has(id)) continue;
    const isTold = entry.told.includes(id);
    const isKept = keeps < 1 - (1 - chances.written) * (1 - (isTold ? verbal : 0));
    if (isKept) first.push(id);
    if (isKept || finds < chances.readBack) kept.push(id);
  }
  return { first, kept };
}

/** Below 1 for sleepy people: five percent a point of KSS over six, down to 0.6. */
function alertnessFactor(state: FloorState, person: string): number {
  if (!state.exercise.isFatigueOn) return 1;
  return Math.max(0.6, 1 - 0.05 * Math.max(0, kssOfPerson(state, person, state.at) - 6));
}

/** What the new holder knows of each open item when a handover is accepted. */
export function knowledgeAfter(
  state: FloorState,
  handover: Handover,
): Readonly<Record<ItemId, readonly FactId[]>> {
  const known: Record<ItemId, readonly FactId[]> = {};
  for (const entry of handover.items) {
    const item = state.items[entry.item];
    if (item) known[item.id] = factsTakenOver(entry, factsToTell(state, handover, item)).map(({ id }) => id);
  }
  return known;
}

/** Without a handover there is only what is written: the chief's successor or a covering desk reads the log. */
export function knowledgeFromLog(state: FloorState, desk: Desk): Readonly<Record<ItemId, readonly FactId[]>> {
  const known: Record<ItemId, readonly FactId[]> = {};
  for (const item of Object.values(state.items)) {
    if (desk !== 'CCO' && item.desk !== desk) continue;
    const random = createRandom(`${state.exercise.seed}:log:${state.seq}:${item.id}`);
    known[item.id] = item.known[knowerOf(desk)].filter(() => random() < UNSTRUCTURED);
  }
  return known;
}

/** Facts the desk's holder does not have. */
export function lostFacts(item: WorkItem): readonly Fact[] {
  return item.facts.filter(({ id }) => !item.known.desk.includes(id));
}

/** For a quarter of an hour after taking over, slips are half as likely again. */
export const VULNERABLE_MS = 15 * MS_PER_MINUTE;
