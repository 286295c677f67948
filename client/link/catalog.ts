import { longDesignator } from '../../core/elements/designator.ts';
import { formatAlpha5, parseCatalogNumber } from '../../core/elements/catalog-number.ts';
import { REGIMES } from '../../core/elements/regime.ts';
import { AGE_CLASSES, ageClassOf, type RegimeAgeLimits } from '../../core/elements/age.ts';
import type {
  CatalogInfo,
  ElementsPatch,
  Picture,
  PictureDelta,
  SourceInfo,
} from '../../core/protocol/events.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';
import { type Caller, fetchOrThrow } from './server-api.ts';

/** The catalogue's columns as this page keeps them; an index is an object's place in keyframes of that revision. */
export interface Catalog {
  readonly revision: number;
  readonly count: number;
  readonly catalogNumbers: readonly number[];
  readonly names: readonly string[];
  readonly designators: readonly string[];
  readonly typeCodes: Uint8Array;
  readonly isTypeGuessed: Uint8Array;
  readonly regimeCodes: Uint8Array;
  readonly owners: readonly string[];
  /** Of the element sets in use; they change with the clock, see `applyPatch`. */
  readonly epochs: Float64Array;
  readonly sourceIndices: Uint8Array;
  readonly sources: readonly SourceInfo[];
  /** Which choice of element sets `epochs` and `sourceIndices` are. */
  selection: number;
  readonly indexOf: ReadonlyMap<number, number>;
  /** Upper-case name, number, Alpha-5 and designator of each object, for `searchCatalog`. */
  readonly haystacks: readonly string[];
}

export function buildCatalog(picture: Picture, info: CatalogInfo): Catalog {
  const { catalogNumbers, names, internationalDesignators: designators } = picture;
  return {
    revision: picture.revision,
    count: catalogNumbers.length,
    catalogNumbers,
    names,
    designators,
    typeCodes: Uint8Array.from(picture.typeCodes),
    isTypeGuessed: Uint8Array.from(picture.isTypeGuessed),
    regimeCodes: Uint8Array.from(picture.regimeCodes),
    owners: picture.owners,
    epochs: Float64Array.from(picture.epochs),
    sourceIndices: Uint8Array.from(picture.sourceIndices),
    sources: info.sources,
    selection: picture.selection,
    indexOf: new Map(catalogNumbers.map((number, index) => [number, index])),
    haystacks: catalogNumbers.map((number, i) => {
      const alpha5 = number >= 100_000 ? (formatAlpha5(number) ?? '') : String(number).padStart(5, '0');
      return `${names[i] ?? ''}\n${number}\n${alpha5}\n${designators[i] ?? ''}`.toUpperCase();
    }),
  };
}

/**
 * Fetch the columns of a revision: only what is other than in the one that is here, where the server can say so.
 *
 * @throws Error when the server does not answer with them
 */
export async function fetchCatalog(
  caller: Caller,
  { info, known }: { info: CatalogInfo; known: Catalog | null },
  signal?: AbortSignal,
): Promise<Catalog> {
  const query = known ? `?since=${known.revision}&selection=${known.selection}` : '';
  const address = `/api/picture/${info.revision}${query}`;
  const answer = await fetchOrThrow<Picture | PictureDelta>(caller, address, signal);
  if (!('since' in answer)) return buildCatalog(answer, info);
  if (!known) throw new Error('a part of a picture came without being asked for');
  return buildCatalog(applyDelta(known, answer), info);
}

/** The picture that another becomes: who is gone is taken out, other rows are put in their places. */
export function applyDelta(known: Catalog, delta: PictureDelta): Picture {
  const gone = new Set(delta.gone);
  const places = new Map(delta.indices.map((index, i) => [index, i]));
  const count = known.count - gone.size + delta.indices.filter((i) => i >= known.count - gone.size).length;
  const column = <T>(before: ArrayLike<T>, rows: readonly T[]): T[] => {
    const kept: T[] = [];
    for (let i = 0; i < before.length; i++) if (!gone.has(i)) kept.push(before[i]!);
    return Array.from({ length: count }, (_, i) => {
      const row = places.get(i);
      return row === undefined ? kept[i]! : rows[row]!;
    });
  };
  return {
    revision: delta.revision,
    selection: delta.selection,
    catalogNumbers: column(known.catalogNumbers, delta.catalogNumbers),
    names: column(known.names, delta.names),
    internationalDesignators: column(known.designators, delta.internationalDesignators),
    typeCodes: column(known.typeCodes, delta.typeCodes),
    isTypeGuessed: column(known.isTypeGuessed, delta.isTypeGuessed),
    regimeCodes: column(known.regimeCodes, delta.regimeCodes),
    owners: column(known.owners, delta.owners),
    epochs: column(known.epochs, delta.epochs),
    sourceIndices: column(known.sourceIndices, delta.sourceIndices),
  };
}

/** Take over which element sets are in use. @returns false when the patch is of another catalogue, or older than what is here */
export function applyPatch(catalog: Catalog, patch: ElementsPatch): boolean {
  if (patch.revision !== catalog.revision || patch.selection <= catalog.selection) return false;
  patch.indices.forEach((index, i) => {
    catalog.epochs[index] = patch.epochs[i]!;
    catalog.sourceIndices[index] = patch.sourceIndices[i]!;
  });
  catalog.selection = patch.selection;
  return true;
}

/** The place in AGE_CLASSES of each object's element set at a time. */
export function ageCodes(catalog: Catalog, time: UtcMs, limits: RegimeAgeLimits): Uint8Array {
  return Uint8Array.from(catalog.epochs, (epoch, i) =>
    AGE_CLASSES.indexOf(ageClassOf(epoch, time, limits[REGIMES[catalog.regimeCodes[i]!] ?? 'other'])),
  );
}

export interface SearchResult {
  /** Indices, best first, at most the limit asked for. */
  readonly indices: readonly number[];
  readonly total: number;
}

/**
 * Find objects by name, catalog number (any spelling) or international designator.
 *
 * Order: the number itself, then names and designators that begin so, then all that contain it.
 */
export function searchCatalog(catalog: Catalog, query: string, limit: number): SearchResult {
  const needle = longDesignator(query.trim().toUpperCase());
  if (needle === '') return { indices: [], total: 0 };
  const number = parseCatalogNumber(needle);
  const exact = number === null ? undefined : catalog.indexOf.get(number);
  const first: number[] = exact === undefined ? [] : [exact];
  const rest: number[] = [];
  let total = first.length;
  for (let i = 0; i < catalog.count; i++) {
    const at = i === exact ? -1 : catalog.haystacks[i]!.indexOf(needle);
    if (at < 0) continue;
    total++;
    if (at === 0 || catalog.haystacks[i]!.charAt(at - 1) === '\n') first.push(i);
    else if (rest.length < limit) rest.push(i);
  }
  return { indices: [...first, ...rest].slice(0, limit), total };
}

/** How far the epochs of half of the sets are from a time, either way, or more; NaN where there are none. */
export function medianAge(epochs: Float64Array, time: UtcMs): Milliseconds {
  const ages = epochs.map((epoch) => Math.abs(time - epoch)).sort();
  return ages[ages.length >> 1] ?? Number.NaN;
}
