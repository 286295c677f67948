import { randomUUID } from 'node:crypto';
import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { REGIMES } from '../../core/elements/regime.ts';
import type { CatalogInfo, Picture, PictureDelta } from '../../core/protocol/events.ts';
import { type CatalogEntry, describeSources } from '../simulation/catalog.ts';
import type { Library } from '../simulation/library.ts';
import { type Audience, viewOfCatalog } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';

/** Numbers of revisions and selections begin anew with each run, are a room's own, and mean other objects to another audience. */
const RUN = randomUUID();

/** What is loaded, as everybody is told. */
export function catalogInfo(library: Library, room: Room, audience: Audience): CatalogInfo {
  const view = viewOfCatalog(room.selection.catalog, audience);
  const { id, catalog, selected } = room.selection;
  return {
    revision: catalog.revision,
    selection: id,
    run: `${RUN}:${room.number}:${audience}`,
    objects: view.count,
    withheld: view.withheld,
    sources: describeSources(catalog, selected),
    medianEpoch: catalog.medianEpoch,
    lastChange: library.lastChange,
    feeds: library.feeds,
    ageLimits: library.settings.ageLimits,
  };
}

/** The last pictures of each room by audience; many ask for the same. */
const pictures = new WeakMap<Room, Map<Audience, { readonly of: unknown; readonly json: string }>>();

/** The columns of the catalogue with the elements in use now, as JSON. */
export function pictureJson(room: Room, audience: Audience): string {
  const of = room.selection.selected;
  const own = pictures.get(room) ?? new Map<Audience, { readonly of: unknown; readonly json: string }>();
  pictures.set(room, own);
  const known = own.get(audience);
  if (known?.of === of) return known.json;
  const json = JSON.stringify(pictureOf(room, audience));
  own.set(audience, { of, json });
  return json;
}

/** More rows than this share, and the whole picture is no more. */
const MOST_ROWS = 0.4;

/**
 * What of the picture is other than in the revision before.
 *
 * @param known the revision and the choice of elements that whoever asks has
 * @returns null when the whole picture is to be sent
 */
export function pictureDelta(
  room: Room,
  audience: Audience,
  known: { readonly since: number; readonly selection: number },
): PictureDelta | null {
  const before = room.selectionBefore;
  if (before?.catalog.revision !== known.since || before.id !== known.selection) return null;
  const { id, catalog, selected } = room.selection;
  const old = viewOfCatalog(before.catalog, audience);
  const view = viewOfCatalog(catalog, audience);
  const oldNumbers = Array.from(old.indices, (index) => before.catalog.catalogNumbers[index]!);
  const gone = [...oldNumbers.keys()].filter((place) => !catalog.indexByNumber.has(oldNumbers[place]!));
  const kept = oldNumbers.filter((number) => catalog.indexByNumber.has(number));
  const isInOrder = kept.every((number, place) => catalog.catalogNumbers[view.indices[place]!] === number);
  if (!isInOrder) return null;
  const sourceNow = (index: number): number => catalog.sourceIndexAt(selected.chosen[index]!);
  const indices: number[] = [];
  view.indices.forEach((index, place) => {
    const was = before.catalog.indexByNumber.get(catalog.catalogNumbers[index]!);
    const place0 = was === undefined ? null : before.selected.chosen[was]!;
    const isSame =
      place0 !== null &&
      before.catalog.sourceIndexAt(place0) === sourceNow(index) &&
      isSameRow(before.catalog.entryAt(was!, place0), catalog.entryAt(index, selected.chosen[index]!));
    if (!isSame) indices.push(place);
  });
  if (indices.length > MOST_ROWS * view.count) return null;
  const entries = indices.map((place) => {
    const index = view.indices[place]!;
    return catalog.entryAt(index, selected.chosen[index]!);
  });
  return {
    revision: catalog.revision,
    selection: id,
    since: known.since,
    gone,
    indices,
    ...columnsOf(entries),
  };
}

function isSameRow(a: CatalogEntry, b: CatalogEntry): boolean {
  return (
    a.set.epoch === b.set.epoch &&
    a.name === b.name &&
    a.internationalDesignator === b.internationalDesignator &&
    a.objectType === b.objectType &&
    a.isTypeGuessed === b.isTypeGuessed &&
    a.regime === b.regime &&
    (a.identity?.owner ?? '') === (b.identity?.owner ?? '')
  );
}

function pictureOf(room: Room, audience: Audience): Picture {
  const { id, catalog, selected } = room.selection;
  const { indices } = viewOfCatalog(catalog, audience);
  const entries = Array.from(indices, (index) => catalog.entryAt(index, selected.chosen[index]!));
  return { revision: catalog.revision, selection: id, ...columnsOf(entries) };
}

function columnsOf(entries: readonly CatalogEntry[]): Omit<Picture, 'revision' | 'selection'> {
  return {
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
