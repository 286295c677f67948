import { randomUUID } from 'node:crypto';
import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { REGIMES } from '../../core/elements/regime.ts';
import type { CatalogInfo, Picture } from '../../core/protocol/events.ts';
import { describeSources } from '../simulation/catalog.ts';
import type { Library } from '../simulation/library.ts';
import type { Room } from '../simulation/room.ts';

/** Numbers of revisions and selections begin anew with each run. */
const RUN = randomUUID();

/** What is loaded, as everybody is told. */
export function catalogInfo(library: Library, room: Room): CatalogInfo {
  const { id, catalog, selected } = room.selection;
  return {
    revision: catalog.revision,
    selection: id,
    run: `${RUN}:${room.number}`,
    objects: catalog.count,
    sources: describeSources(catalog, selected),
    medianEpoch: catalog.medianEpoch,
    lastChange: library.lastChange,
    feeds: library.feeds,
    ageLimits: library.settings.ageLimits,
  };
}

/** The last picture of each room; many ask for the same. */
const pictures = new WeakMap<Room, { readonly of: unknown; readonly json: string }>();

/** The columns of the catalogue with the elements in use now, as JSON. */
export function pictureJson(room: Room): string {
  const of = room.selection.selected;
  const known = pictures.get(room);
  if (known?.of === of) return known.json;
  const json = JSON.stringify(pictureOf(room));
  pictures.set(room, { of, json });
  return json;
}

function pictureOf(room: Room): Picture {
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
