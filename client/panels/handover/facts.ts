import { isReleasedTo } from '../../../core/operations/release.ts';
import type { Desk, Fact, FactId, HandoverItem, Nation } from '../../../core/operations/types.ts';
import type { ItemView, LogEntryView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { formatDate, formatZulu, formatZuluMinutes } from '../format.ts';
import type { Side } from './gates.ts';

/**
 * How a fact stands between the two people: `covered` is told and not yet read back, on the screen of the person who is
 * to read it; `unreleased` may not be told to the incoming person at all.
 */
export type FactStanding = 'untold' | 'unreleased' | 'covered' | 'told' | 'same' | 'differs';

export interface FactRow {
  readonly fact: Fact;
  readonly standing: FactStanding;
  /** The outgoing person's side lost it at an earlier handover. */
  readonly isLost: boolean;
}

interface Facing {
  readonly desk: Desk;
  /** Nation of the incoming person. */
  readonly nation: Nation;
  /** Which of the two looks; null is somebody else. */
  readonly side: Side | null;
}

type Told = Pick<HandoverItem, 'told' | 'same' | 'differs' | 'acknowledgedAt'>;
type Known = Pick<ItemView, 'facts' | 'release' | 'known'>;

/** The facts of an item that this viewer may see, and how each stands in a handover. */
export function factRows(item: Known, entry: Told, { desk, nation, side }: Facing): readonly FactRow[] {
  const known = desk === 'CCO' ? item.known.chief : item.known.desk;
  return item.facts.map((fact) => ({
    fact,
    standing: standingOf(item, fact, { entry, nation, side }),
    isLost: !known.includes(fact.id),
  }));
}

function standingOf(
  { release }: Pick<ItemView, 'release'>,
  fact: Fact,
  { entry, nation, side }: { entry: Told; nation: Nation; side: Side | null },
): FactStanding {
  if (entry.same.includes(fact.id)) return 'same';
  if (entry.differs.includes(fact.id)) return 'differs';
  if (entry.told.includes(fact.id)) {
    return side === 'incoming' && entry.acknowledgedAt === null ? 'covered' : 'told';
  }
  return isReleasedTo(release, nation) && isReleasedTo(fact.release, nation) ? 'untold' : 'unreleased';
}

/** Facts that may be told, said or not. */
export function tellable(rows: readonly FactRow[]): readonly FactRow[] {
  return rows.filter(({ standing }) => standing !== 'unreleased');
}

/** Whether an item has to be read back before it is acknowledged: severity 2 and 3, where something may be told. */
export function wantsReadBack({ severity }: Pick<ItemView, 'severity'>, rows: readonly FactRow[]): boolean {
  return severity >= 2 && tellable(rows).length > 0;
}

/** Facts that were told and that this viewer may not see. */
export function toldUnseen({ told }: Pick<HandoverItem, 'told'>, { facts }: Pick<ItemView, 'facts'>): number {
  return told.filter((id) => !facts.some((fact) => fact.id === id)).length;
}

/**
 * What is sent as read back: what was typed, and for facts that were right already their values, which are not asked
 * for a second time.
 */
export function valuesRead(
  rows: readonly FactRow[],
  heard: Readonly<Record<FactId, string>>,
): Readonly<Record<FactId, string>> {
  return Object.fromEntries(
    rows.flatMap(({ fact, standing }) => {
      if (standing === 'same') return [[fact.id, fact.value]];
      return standing === 'covered' || standing === 'differs'
        ? [[fact.id, (heard[fact.id] ?? '').trim()]]
        : [];
    }),
  );
}

/** 15:02Z of the day; of another day with its date, so that yesterday is not taken for later today. */
export function formatAsOf(asOf: UtcMs, now: UtcMs): string {
  return formatDate(asOf) === formatDate(now)
    ? formatZulu(asOf)
    : `${formatDate(asOf)} ${formatZuluMinutes(asOf)}`;
}

export interface Difference {
  readonly before: string;
  /** What differs, of what was heard; empty where something is missing only. */
  readonly differs: string;
  readonly after: string;
}

/** Where what was heard parts from what was told: the alike beginning and end, and the characters between. */
export function differenceIn(told: string, heard: string): Difference {
  const a = Array.from(told);
  const b = Array.from(heard);
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return {
    before: b.slice(0, start).join(''),
    differs: b.slice(start, b.length - end).join(''),
    after: b.slice(b.length - end).join(''),
  };
}

/** Log entries since a shift began that a desk's relief reads: all for the chief, else the desk's own and every alert. */
export function changesSince(
  log: readonly LogEntryView[],
  since: UtcMs,
  desk: Desk,
): readonly LogEntryView[] {
  return log.filter((entry) => entry.at >= since && (desk === 'CCO' || entry.desk === desk || entry.isAlert));
}
