import type { ElementSet } from '../../core/elements/element-set.ts';
import { DEFAULT_AGE_LIMITS } from '../../core/elements/age.ts';
import { guessObjectType, OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { newestPerObject } from '../../core/elements/read.ts';
import { regimeOf, REGIMES } from '../../core/elements/regime.ts';
import type { CatalogInfo, Picture, SourceInfo } from '../../core/protocol/events.ts';
import type { UtcMs } from '../../core/units.ts';

/** One loaded file with its sets. */
export interface CatalogSource {
  readonly info: SourceInfo;
  readonly sets: readonly ElementSet[];
}

/** One object as the catalogue has it now. */
export interface CatalogEntry {
  readonly set: ElementSet;
  readonly sourceIndex: number;
  readonly typeCode: number;
}

/** The catalogue at one revision: immutable, in the order in which keyframes carry it. */
export interface Catalog {
  readonly info: CatalogInfo;
  readonly entries: readonly CatalogEntry[];
  readonly indexByNumber: ReadonlyMap<number, number>;
  readonly picture: Picture;
}

/**
 * Join sources into one catalogue: of several sets of an object the one with the newest epoch, of equal epochs the one
 * loaded last. Objects stand in order of catalog number.
 */
export function joinSources(sources: readonly CatalogSource[], revision: number): Catalog {
  const candidates = sources.flatMap((source, sourceIndex) =>
    source.sets.map((set) => ({ catalogNumber: set.catalogNumber, epoch: set.epoch, set, sourceIndex })),
  );
  const entries: CatalogEntry[] = [...newestPerObject(candidates).values()]
    .sort((a, b) => a.catalogNumber - b.catalogNumber)
    .map(({ set, sourceIndex }) => ({
      set,
      sourceIndex,
      typeCode: OBJECT_TYPES.indexOf(guessObjectType(set.name)),
    }));
  return {
    info: {
      revision,
      objects: entries.length,
      sources: sources.map(({ info }) => info),
      medianEpoch: medianEpoch(entries.map(({ set }) => set)),
      lastChange: null,
      feeds: [],
      ageLimits: DEFAULT_AGE_LIMITS,
    },
    entries,
    indexByNumber: new Map(entries.map(({ set }, index) => [set.catalogNumber, index])),
    picture: {
      revision,
      catalogNumbers: entries.map(({ set }) => set.catalogNumber),
      names: entries.map(({ set }) => set.name),
      internationalDesignators: entries.map(({ set }) => set.internationalDesignator),
      typeCodes: entries.map(({ typeCode }) => typeCode),
      isTypeGuessed: entries.map(() => 1),
      regimeCodes: entries.map(({ set }) => REGIMES.indexOf(regimeOf(set))),
      owners: entries.map(() => ''),
      epochs: entries.map(({ set }) => set.epoch),
      sourceIndices: entries.map(({ sourceIndex }) => sourceIndex),
    },
  };
}

/** The middle epoch of sets, 0 when there are none. */
export function medianEpoch(sets: readonly ElementSet[]): UtcMs {
  const epochs = Float64Array.from(sets, (set) => set.epoch).sort();
  return epochs[epochs.length >> 1] ?? 0;
}

/** Describe a source from its sets. */
export function describeSource(
  sets: readonly ElementSet[],
  about: Pick<SourceInfo, 'id' | 'name' | 'format' | 'loadedAt' | 'isNotional'>,
): CatalogSource {
  const newestEpoch = sets.reduce((newest, set) => Math.max(newest, set.epoch), 0);
  return {
    info: {
      ...about,
      kind: 'elements',
      loadedBy: '',
      isOn: true,
      objectsInUse: 0,
      sets: sets.length,
      newestEpoch,
    },
    sets,
  };
}
