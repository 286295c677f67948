import type { ElementSet } from '../../core/elements/element-set.ts';
import { createPropagator, minutesSinceEpoch } from '../../core/propagation/sgp4.ts';
import { STATUS_OK } from '../../core/propagation/status.ts';
import type { HistoryAnswer } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import type { CatalogEntry } from '../simulation/catalog.ts';
import type { Room } from '../simulation/room.ts';

/** The element sets of one object, newest first, each with how far the one before it had drifted. */
export function historyAnswer(room: Room, { index, set }: CatalogEntry, limit: number): HistoryAnswer {
  const { catalog } = room.selection;
  const places = catalog.placesOf(index);
  const inUse = catalog.placeAt(index, room.simulationTime);
  return {
    catalogNumber: set.catalogNumber,
    total: places.length,
    sets: places
      .slice(-limit)
      .map((place, i) => {
        const one = catalog.setAt(place);
        const before = places[places.length - Math.min(limit, places.length) + i - 1];
        return {
          epoch: formatIsoUtc(one.epoch, 6),
          name: one.name,
          source: catalog.sources[catalog.sourceIndexAt(place)]?.info.name ?? '',
          isInUse: place === inUse,
          separationKm: before === undefined ? null : separationAtEpoch(catalog.setAt(before), one),
        };
      })
      .toReversed(),
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
