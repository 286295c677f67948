import { ANYBODY, isReleasedTo, type Viewer } from '../../core/operations/release.ts';
import type { ReleaseSet } from '../../core/operations/types.ts';
import type { Catalog } from './catalog.ts';

/** Which release classes somebody may see, one bit each; bit 0, what everybody may see, is always set. */
export type Audience = number;
/** Bits of an audience. */
export const MOST_CLASSES = 30;

/** Catalog numbers that are not released to everybody. */
export interface Restriction {
  readonly from: number;
  readonly to: number;
  readonly release: ReleaseSet;
}

/** Which objects are released to whom: class 0 is released to everybody, each other class is one set of nations. */
export class ObjectReleases {
  readonly sets: readonly ReleaseSet[];
  private readonly restrictions: readonly (Restriction & { readonly releaseClass: number })[];

  /** Where two restrictions name an object the later one holds. */
  constructor(restrictions: readonly Restriction[] = []) {
    const keys = [...new Set(restrictions.map(({ release }) => keyOf(release)))];
    this.sets = [ANYBODY, ...keys.map((key) => key.split('+'))];
    this.restrictions = restrictions.map((restriction) => ({
      ...restriction,
      releaseClass: 1 + keys.indexOf(keyOf(restriction.release)),
    }));
  }

  classOf(catalogNumber: number): number {
    const found = this.restrictions.findLast(({ from, to }) => catalogNumber >= from && catalogNumber <= to);
    return found?.releaseClass ?? 0;
  }

  audienceOf({ isTrainer, nation }: Viewer): Audience {
    return this.sets.reduce(
      (bits, set, i) => (isTrainer || isReleasedTo(set, nation) ? bits | (1 << i) : bits),
      0,
    );
  }
}

export const NO_RELEASES = new ObjectReleases();

function keyOf(release: ReleaseSet): string {
  return [...new Set(release)].sort().join('+');
}

export function maySee(audience: Audience, releaseClass: number): boolean {
  return (audience & (1 << releaseClass)) !== 0;
}

/** The catalogue as an audience has it: what is withheld has no place in it. */
export interface CatalogView {
  readonly count: number;
  readonly withheld: number;
  /** Places in the catalogue, in the order of this view. */
  readonly indices: Uint32Array;
  /** The place in this view of each place in the catalogue; −1 where it is withheld. */
  readonly placeOf: Int32Array;
}

const views = new WeakMap<Catalog, Map<Audience, CatalogView>>();

export function viewOfCatalog(catalog: Catalog, audience: Audience): CatalogView {
  const known = views.get(catalog) ?? new Map<Audience, CatalogView>();
  views.set(catalog, known);
  const view = known.get(audience) ?? makeView(catalog, audience);
  known.set(audience, view);
  return view;
}

function makeView(catalog: Catalog, audience: Audience): CatalogView {
  const placeOf = new Int32Array(catalog.count);
  let count = 0;
  for (let i = 0; i < catalog.count; i++) placeOf[i] = maySee(audience, catalog.classOf(i)) ? count++ : -1;
  const indices = new Uint32Array(count);
  placeOf.forEach((place, i) => {
    if (place >= 0) indices[place] = i;
  });
  return { count, withheld: catalog.count - count, indices, placeOf };
}
