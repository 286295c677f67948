import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { REGIMES } from '../../core/elements/regime.ts';
import type { CatalogInfo, Picture } from '../../core/protocol/events.ts';
import { describeSources } from '../simulation/catalog.ts';
import type { Library } from '../simulation/library.ts';
import type { Room } from '../simulation/room.ts';

/** What is loaded, as everybody is told. */
export function catalogInfo(library: Library, room: Room): CatalogInfo {
  const { catalog, selected } = room.selection;
  return {
    revision: catalog.revision,
    objects: catalog.count,
    sources: describeSources(catalog, selected),
    medianEpoch: catalog.medianEpoch,
    lastChange: library.lastChange,
    feeds: library.feeds,
    ageLimits: library.settings.ageLimits,
  };
}

/** The columns of the catalogue with the elements in use now. */
export function pictureOf(room: Room): Picture {
  const { id, catalog, selected } = room.selection;
  const entries = Array.from(selected.chosen, (place, index) => catalog.entryAt(index, place));
  return {
    revision: catalog.revision,
    selection: id,
    catalogNumbers: entries.map(({ set }) => set.catalogNumber),
    names: entries.map(({ name }) => name),
    internationalDesignators: entries.map(({ internationalDesignator }) => internationalDesignator),
    typeCodes: entries.map(({ objectType }) => OBJECT_TYPES.indexOf(objectType)),
    isTypeGuessed: entries.map(({ isTypeGuessed }) => (isTypeGuessed ? 1 : 0)),
    regimeCodes: entries.map(({ regime }) => REGIMES.indexOf(regime)),
    owners: entries.map(({ identity }) => identity?.owner ?? ''),
    epochs: entries.map(({ set }) => set.epoch),
    sourceIndices: entries.map(({ sourceIndex }) => sourceIndex),
  };
}
