import { longDesignator } from '../../core/elements/designator.ts';
import { formatAlpha5, parseCatalogNumber } from '../../core/elements/catalog-number.ts';
import type { CatalogInfo, Picture, SourceInfo } from '../../core/protocol/events.ts';
import type { UtcMs } from '../../core/units.ts';

/** The catalogue's columns as this page keeps them; an index is an object's place in keyframes of that revision. */
export interface Catalog {
  readonly revision: number;
  readonly count: number;
  readonly catalogNumbers: readonly number[];
  readonly names: readonly string[];
  readonly designators: readonly string[];
  readonly typeCodes: Uint8Array;
  readonly epochs: readonly UtcMs[];
  readonly sourceIndices: readonly number[];
  readonly sources: readonly SourceInfo[];
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
    epochs: picture.epochs,
    sourceIndices: picture.sourceIndices,
    sources: info.sources,
    indexOf: new Map(catalogNumbers.map((number, index) => [number, index])),
    haystacks: catalogNumbers.map((number, i) => {
      const alpha5 = number >= 100_000 ? (formatAlpha5(number) ?? '') : String(number).padStart(5, '0');
      return `${names[i] ?? ''}\n${number}\n${alpha5}\n${designators[i] ?? ''}`.toUpperCase();
    }),
  };
}

/** Fetch the columns of a revision. Throws when the server does not answer with them. */
export async function fetchCatalog(info: CatalogInfo, signal?: AbortSignal): Promise<Catalog> {
  const response = await fetch(`/api/picture/${info.revision}`, signal ? { signal } : {});
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  // The server's own answer, of the version this page was built with.
  const picture: Picture = await response.json();
  return buildCatalog(picture, info);
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

/** Share of element sets whose epoch lies more than `limitMs` from a time, either way. */
export function shareOlderThan(epochs: readonly UtcMs[], time: UtcMs, limitMs: number): number {
  if (epochs.length === 0) return 0;
  let old = 0;
  for (const epoch of epochs) if (Math.abs(time - epoch) > limitMs) old++;
  return old / epochs.length;
}
