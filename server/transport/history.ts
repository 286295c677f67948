import type { ElementSet } from '../../core/elements/element-set.ts';
import { createPropagator, minutesSinceEpoch } from '../../core/propagation/sgp4.ts';
import { STATUS_OK } from '../../core/propagation/status.ts';
import type { HistoryAnswer, HistoryEntry } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import type { CatalogEntry } from '../simulation/catalog.ts';
import type { Room } from '../simulation/room.ts';

/** Of the sets that are listed, so many at most are newer than the one in use. */
const NEWER_SHARE = 0.2;

/** Element sets of one object around the one in use, newest first, each with how far the one before it had drifted. */
export function historyAnswer(room: Room, { index, set }: CatalogEntry, limit: number): HistoryAnswer {
  const { catalog } = room.selection;
  const places = catalog.placesOf(index);
  const inUse = places.indexOf(catalog.placeAt(index, room.simulationTime));
  const end = Math.min(places.length, inUse + 1 + Math.floor(limit * NEWER_SHARE));
  const start = Math.max(0, end - limit);
  const describe = (i: number): HistoryEntry => {
    const one = catalog.setAt(places[i]!);
    return {
      epoch: formatIsoUtc(one.epoch, 6),
      name: one.name,
      source: catalog.sources[catalog.sourceIndexAt(places[i]!)]?.info.name ?? '',
      isInUse: i === inUse,
      separationKm: i === 0 ? null : separationAtEpoch(catalog.setAt(places[i - 1]!), one),
    };
  };
  return {
    catalogNumber: set.catalogNumber,
    total: places.length,
    newer: places.length - end,
    older: start,
    sets: Array.from({ length: end - start }, (_, i) => describe(end - 1 - i)),
  };
}

/** Names that other sets of an object carry, newest first. */
export function formerNames(room: Room, { index, name }: CatalogEntry): readonly string[] {
  const { catalog } = room.selection;
  const names = catalog.placesOf(index).map((place) => catalog.setAt(place).name);
  return [...new Set(names.toReversed())].filter((other) => other !== '' && other !== name);
}

/** How far an earlier set, propagated to the epoch of a later one, lies from it, km; null where one has no position there. */
function separationAtEpoch(earlier: ElementSet, later: ElementSet): number | null {
  const a = new Float64Array(6);
  const b = new Float64Array(6);
  if (createPropagator(earlier).propagate(minutesSinceEpoch(earlier, later.epoch), a, 0) !== STATUS_OK)
    return null;
  if (createPropagator(later).propagate(0, b, 0) !== STATUS_OK) return null;
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}
