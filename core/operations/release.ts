import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { FloorState } from './state.ts';
import type { Fact, LogEntry, Nation, Partner, ReleaseSet, WorkItem } from './types.ts';
import { MARKING, type ViewerKey } from './view.ts';

/** Everybody. */
export const ANYBODY: ReleaseSet = ['*'];
/** The four nations of the default crew; notional. */
export const COALITION: ReleaseSet = ['USA', 'AUS', 'CAN', 'GBR'];
export const NATIONAL: ReleaseSet = ['USA'];

/** Which topic an item belongs to for partners, who hear only of theirs; null is nobody's. Notional. */
const TOPICS: Readonly<Record<string, string>> = {
  CONJ_INFO: 'conjunction',
  CONJ_EMERG: 'conjunction',
  APPROACH: 'conjunction',
  CONJUNCTION: 'conjunction',
  REENTRY: 're-entry',
  DECAY: 're-entry',
  LAUNCH: 'launch',
  LAUNCH_NOTICE: 'launch',
  BREAKUP: 'break-up',
  STALE: 'elements',
  LOST: 'elements',
  MANEUVER: 'elements',
  STORM: 'space-weather',
  MISSILE_WARNING: 'missile-defence',
};

export function topicOf(itemType: string): string | null {
  return TOPICS[itemType] ?? null;
}

/** Who looks, ready to be asked what he may see. */
export interface Viewer {
  readonly key: ViewerKey;
  readonly isTrainer: boolean;
  readonly nation: Nation | null;
  /** Set for partners: topics, objects and delay hold them back further. */
  readonly partner: Partner | null;
}

const PUBLIC: Viewer = { key: 'public', isTrainer: false, nation: null, partner: null };

/**
 * Say who a viewer is on this floor. A nation outside the coalition is a partner while it is one of the exercise, and
 * the public otherwise.
 *
 * @param coalition nations with people on the roster
 */
export function viewerOf(key: ViewerKey, state: Pick<FloorState, 'partners' | 'people'>): Viewer {
  if (key === 'public') return PUBLIC;
  if (key === 'trainer') return { ...PUBLIC, key, isTrainer: true };
  const nation = key.slice(key.indexOf(':') + 1);
  const partner = Object.hasOwn(state.partners, nation) ? state.partners[nation]! : null;
  const isCoalition = Object.values(state.people).some(
    (person) => person.nation === nation && person.kind !== 'liaison',
  );
  if (isCoalition && key.startsWith('nation:')) return { ...PUBLIC, key: `nation:${nation}`, nation };
  return partner ? { ...PUBLIC, key: `partner:${nation}`, nation, partner } : PUBLIC;
}

/** Whether a release set includes a nation; `null` is the public. */
export function isReleasedTo(release: ReleaseSet, nation: Nation | null): boolean {
  return release.includes('*') || (nation !== null && release.includes(nation));
}

/** Whether a viewer may know of an item at all. Partners hear of their topics and objects only, after their delay. */
export function mayKnowOf(viewer: Viewer, item: WorkItem, at: UtcMs): boolean {
  const { partner } = viewer;
  if (!partner) return true;
  const topic = topicOf(item.type);
  return (
    topic !== null &&
    partner.topics.includes(topic) &&
    concernsPartner(partner, item.objects) &&
    item.createdAt + partner.delayMin * MS_PER_MINUTE <= at &&
    isReleasedTo(item.release, partner.id)
  );
}

export function mayReadItem(viewer: Viewer, item: WorkItem): boolean {
  return viewer.isTrainer || isReleasedTo(item.release, viewer.nation);
}

/** Whether a viewer may read a fact of an item he may know of. */
export function mayReadFact(viewer: Viewer, item: WorkItem, fact: Fact, at: UtcMs): boolean {
  if (viewer.isTrainer) return true;
  const delayMs = (viewer.partner?.delayMin ?? 0) * MS_PER_MINUTE;
  return (
    mayReadItem(viewer, item) &&
    isReleasedTo(fact.release, viewer.nation) &&
    (viewer.partner === null ||
      (mayKnowOf(viewer, item, at) && isFieldOf(viewer.partner, fact.label) && fact.asOf + delayMs <= at))
  );
}

export function mayReadLog(viewer: Viewer, entry: LogEntry, at: UtcMs): boolean {
  if (viewer.isTrainer) return true;
  if (!isReleasedTo(entry.release, viewer.nation)) return false;
  const { partner } = viewer;
  if (!partner) return true;
  return (
    entry.topic !== null &&
    partner.topics.includes(entry.topic) &&
    concernsPartner(partner, entry.objects) &&
    entry.at + partner.delayMin * MS_PER_MINUTE <= at
  );
}

function concernsPartner(partner: Partner, objects: readonly number[]): boolean {
  return partner.objects === null || objects.some((object) => partner.objects!.includes(object));
}

/** The facts of an item that may be told to a person of a nation. */
export function releasableFacts(item: WorkItem, nation: Nation): readonly Fact[] {
  if (!isReleasedTo(item.release, nation)) return [];
  return item.facts.filter((fact) => isReleasedTo(fact.release, nation));
}

/** `EXERCISE//NOTIONAL//REL TO USA, AUS, CAN`: USA first, the other trigraphs in order of the alphabet. */
export function markingOf(release: ReleaseSet): string {
  if (release.includes('*')) return `${MARKING}//RELEASABLE TO ALL`;
  const others = release.filter((nation) => nation !== 'USA').sort();
  const nations = release.includes('USA') ? ['USA', ...others] : others;
  return nations.length === 0 ? `${MARKING}//NOT RELEASABLE` : `${MARKING}//REL TO ${nations.join(', ')}`;
}

/** The nations two sets have in common. */
export function meet(a: ReleaseSet, b: ReleaseSet): ReleaseSet {
  if (a.includes('*')) return b;
  if (b.includes('*')) return a;
  return a.filter((nation) => b.includes(nation));
}

/**
 * Fields of the exchange tier: what the public has (elements, decay, re-entry reports, a summary of a conjunction), and launch
 * notification. A partner sees facts of these names and may ask for them; everything else is withheld and denied. Notional.
 */
const PARTNER_FIELDS: readonly string[] = [
  'elements',
  'element age',
  'epoch',
  'decay epoch',
  'tip',
  'next report',
  'window',
  'inclination',
  'lift-off',
  'launch time',
  'site',
  'miss distance',
  'tca',
  'kp',
  'public summary',
];

/** Whether a partner's tier has a field. */
export function isFieldOf({ fields = PARTNER_FIELDS }: Partner, field: string): boolean {
  return fields.some((own) => own.toLowerCase() === field.toLowerCase());
}

/** Judge what a partner asks for. */
export function judgeRelease(
  state: FloorState,
  { partner, item, field, topic }: { partner: Nation; item: string; field: string; topic: string },
): { readonly ok: true } | { readonly ok: false; readonly rule: string; readonly reason: string } {
  const known = Object.hasOwn(state.partners, partner) ? state.partners[partner] : undefined;
  if (!known) return { ok: false, rule: 'partner', reason: `${partner} is no partner of this exercise` };
  if (!known.topics.includes(topic)) {
    return { ok: false, rule: 'topic', reason: `${topic} is not a topic of the exchange with ${partner}` };
  }
  const wanted = Object.hasOwn(state.items, item) ? state.items[item] : undefined;
  if (!wanted) return { ok: false, rule: 'item', reason: 'there is no such open item' };
  if (topicOf(wanted.type) !== topic || !isReleasedTo(wanted.release, partner)) {
    return { ok: false, rule: 'release', reason: `the item is not releasable to ${partner}` };
  }
  return isFieldOf(known, field)
    ? { ok: true }
    : { ok: false, rule: 'tier', reason: `${field} is not a field of the tier of ${partner}` };
}
