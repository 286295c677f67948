import { beforeEach, describe, expect, it } from 'vitest';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { sliceObjects } from '../../../core/ephemeris/slices.ts';
import type { SourceInfo } from '../../../core/protocol/events.ts';
import { decodeFrame, type Frame, hiddenCodes } from '../../../core/protocol/frames.ts';
import {
  FLAG_BREAK,
  FLAG_HIDDEN,
  FLAG_OK,
  flagAt,
  packState,
  WORDS_OF,
} from '../../../core/protocol/pack.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import type {
  BulkPropagator,
  ElementChange,
  StatesWanted,
} from '../../../server/simulation/bulk-propagator.ts';
import { Catalog } from '../../../server/simulation/catalog.ts';
import type { Layout } from '../../../server/simulation/layout.ts';
import { SkyStream } from '../../../server/simulation/sky-stream.ts';
import { GEO, ISS, VANGUARD } from '../element-sets.ts';

const START = Date.UTC(2025, 7, 31, 12);
/** The three low sets with a second one of the first object, an hour later. */
const LATER_ISS = (() => {
  const set = readElementSets(ISS).sets[0]!;
  return { ...set, epoch: START + MS_PER_HOUR };
})();

function catalogOf(revision: number): Catalog {
  const sets = [...readElementSets(ISS + VANGUARD + GEO).sets, LATER_ISS];
  sets.sort((a, b) => a.catalogNumber - b.catalogNumber || a.epoch - b.epoch);
  const info = { id: 'test', name: 'test', isOn: true } as unknown as SourceInfo;
  return new Catalog([{ info, table: ElementTable.of(sets), identities: null }], revision);
}

function steps(isHigh: boolean) {
  return {
    levels: isHigh ? ([6, 7, 7] as const) : ([4, 4, 5] as const),
    errorsKm: [0.001, 0.01, 0.1] as const,
    apogeeKm: isHigh ? 42_164 : 7000,
  };
}

/** Two slices: the low ones, and the high one. */
function layoutOf(catalog: Catalog, id: number): Layout {
  const highest = catalog.indexByNumber.get(26_038)!;
  const indices = [0, 1, 2];
  const slices = sliceObjects(
    indices,
    indices.map((index) => steps(index === highest)),
  );
  return { id, catalogRevision: catalog.revision, slices, measuredAt: START, catalog, from: null };
}

/** Packs the number of a request into the states, so that who made what can be seen; object 1 is hidden by a code. */
function fakePropagator() {
  const asked: { wanted: readonly StatesWanted[]; change: ElementChange | null }[] = [];
  const propagator: BulkPropagator = {
    load: () => Promise.resolve(),
    measure: () => Promise.reject(new Error('not asked here')),
    states(_room, wanted, change) {
      asked.push({ wanted, change });
      return Promise.resolve(
        wanted.map(({ indices, format, resolution, isBreak }) => {
          const words = new Uint32Array(indices.length * WORDS_OF[format]);
          const codes: number[] = [];
          indices.forEach((index, i) => {
            const isHidden = index === 1 && !isBreak;
            const flag = isHidden ? FLAG_HIDDEN : isBreak ? FLAG_BREAK : FLAG_OK;
            if (isHidden) codes.push(6);
            const state = [7000 + asked.length, 0, 0, 0, 0, 0];
            packState(format, resolution, { state, from: 0, flag }, words, i * WORDS_OF[format]);
          });
          return { words, codes: Uint8Array.from(codes) };
        }),
      );
    },
    forget: () => undefined,
    close: () => Promise.resolve(),
  };
  return { propagator, asked };
}

function decoded(bytes: Uint8Array): Frame {
  const result = decodeFrame(bytes);
  if (!result.ok) throw new RangeError(result.reason);
  return result.frame;
}

const sectionsOf = (frames: readonly Frame[]) =>
  frames.flatMap((frame) => ('sections' in frame ? frame.sections : []));

function segment(change: Partial<{ timelineId: number; simulationTime: number; rate: number }> = {}) {
  return { timelineId: 1, simulationTime: START, wall: 0, rate: 1, ...change };
}

describe('the keyframes of a room', () => {
  let wall: number;
  let sent: Frame[];
  let catalog: Catalog;
  let fake: ReturnType<typeof fakePropagator>;
  let stream: SkyStream;
  beforeEach(async () => {
    wall = 0;
    sent = [];
    catalog = catalogOf(1);
    fake = fakePropagator();
    stream = new SkyStream(
      {
        propagator: fake.propagator,
        wallClock: () => wall,
        room: 0,
        emit: (message) => sent.push(decoded(message.frameFor(1)!)),
      },
      { catalog, layout: layoutOf(catalog, 5), selected: catalog.selectAt(START) },
    );
    await stream.goTo(segment());
  });

  it('are sent once, ahead of the clock, each with the step of its slice', async () => {
    const steps = new Map(
      [0, 1].map((slice) => [slice, sectionsOf(sent).find((each) => each.slice === slice)!.stepMs]),
    );
    expect([...steps.values()].sort((a, b) => a - b)).toEqual([480_000, 1_920_000]);
    for (; wall < 2 * MS_PER_HOUR; wall += 10_000) await stream.fill(segment());
    const keys = sectionsOf(sent).map(({ slice, time }) => `${slice} ${time}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { slice, time, stepMs } of sectionsOf(sent)) {
      const isLast = time + stepMs > START + 2 * MS_PER_HOUR;
      expect(isLast || keys.includes(`${slice} ${time + stepMs}`)).toBe(true);
    }
    const sequences = sent.map(({ header }) => header.sequence);
    expect(sequences).toEqual(sequences.map((_, i) => i + 1));
  });

  it('are few to hold, however long the clock runs, and any client can begin from them', async () => {
    for (; wall <= 100 * MS_PER_HOUR; wall += 60_000) await stream.fill(segment());
    await stream.fill(segment());
    const { frames, sequence } = stream.snapshotFor(1);
    const snapshot = frames.map(decoded);
    expect(snapshot[0]!.type).toBe('layout');
    expect(snapshot.at(-1)!.header).toMatchObject({ isSnapshot: true, isLast: true, sequence });
    const held = sectionsOf(snapshot);
    expect(held.length).toBeLessThanOrEqual(8);
    const now = START + wall;
    for (const slice of [0, 1]) {
      const own = held.filter((each) => each.slice === slice);
      expect(
        own.some(
          ({ time, stepMs }) =>
            time <= now && now < time + stepMs && own.some((other) => other.time === time + stepMs),
        ),
      ).toBe(true);
    }
    expect(stream.snapshotFor(1)).toBe(stream.snapshotFor(1));
  });

  it('are sent again as a patch for the objects that have other elements, and the snapshot has them too', async () => {
    wall = MS_PER_HOUR + 1000;
    await stream.fill(segment());
    const before = sent.length;
    await stream.useElements(catalog.selectAt(START + wall));
    const index = catalog.indexByNumber.get(25_544)!;
    const { change } = fake.asked.at(-1)!;
    expect(change?.indices).toEqual([index]);
    const patches = sent.slice(before);
    expect(patches.map(({ type }) => type)).toEqual(['patch']);
    const slice = sectionsOf(patches)[0]!.slice;
    const held = sectionsOf(stream.snapshotFor(1).frames.map(decoded)).filter((each) => each.slice === slice);
    expect(
      sectionsOf(patches)
        .map(({ time }) => time)
        .sort((a, b) => a - b),
    ).toEqual(held.map(({ time }) => time).sort((a, b) => a - b));
    const place = sectionsOf(patches)[0]!.places![0]!;
    for (const { words, format } of held)
      expect(flagAt(format, words, place * WORDS_OF[format])).toBe(FLAG_BREAK);
    // Nothing more is asked or sent while the same elements stay in use.
    const asked = fake.asked.length;
    await stream.useElements(catalog.selectAt(START + wall));
    expect(fake.asked).toHaveLength(asked);
  });

  it('keep the codes of hidden objects, and count them', () => {
    expect(stream.hiddenObjects).toBe(1);
    const hidden = sectionsOf(sent).flatMap((each) => hiddenCodes(each.words, each).map(([, code]) => code));
    expect(new Set(hidden)).toEqual(new Set([6]));
  });

  it('of another rate have another step, made before the clock changes', async () => {
    sent.length = 0;
    await stream.goTo(segment({ rate: 1000 }));
    expect(sent.every(({ header }) => header.tier === 2 && header.timelineId === 1)).toBe(true);
    expect(new Set(sectionsOf(sent).map(({ stepMs }) => stepMs))).toEqual(new Set([960_000, 3_840_000]));
    await stream.fill(segment({ rate: 1000 }));
    const reached = Math.max(...sectionsOf(sent).map(({ time }) => time));
    expect(reached).toBeGreaterThan(START + 2_500_000);
    // A pause keeps what there is.
    sent.length = 0;
    await stream.goTo(segment({ rate: 0 }));
    expect(sent).toEqual([]);
  });

  it('of a jump come under the new timeline, and those of the old one are not made any longer', async () => {
    sent.length = 0;
    const there = START + 500 * MS_PER_HOUR;
    await stream.goTo(segment({ timelineId: 2, simulationTime: there }));
    expect(sent.every(({ header }) => header.timelineId === 2)).toBe(true);
    expect(sectionsOf(sent).every(({ time, stepMs }) => Math.abs(time - there) <= stepMs)).toBe(true);
    const before = sent.length;
    await stream.fill(segment());
    expect(sent).toHaveLength(before);
  });

  it('begin with a layout when another catalogue comes, and end with the last part of all', async () => {
    sent.length = 0;
    const other = catalogOf(2);
    const selected = other.selectAt(START);
    await stream.useLayout(
      { catalog: other, layout: layoutOf(other, 6), base: selected, selected },
      segment(),
    );
    expect(sent[0]).toMatchObject({ type: 'layout', header: { catalogRevision: 2, layoutId: 6 } });
    expect(sent.map(({ header }) => header.isLast)).toEqual(sent.map((_, i) => i === sent.length - 1));
  });

  it('can be had again by number while they are held', async () => {
    for (; wall < MS_PER_HOUR; wall += 10_000) await stream.fill(segment());
    const last = sent.at(-1)!.header.sequence;
    expect(stream.since(last, 1)).toEqual({ frames: [], sequence: last });
    const missed = stream.since(last - 2, 1)!.frames.map((bytes) => decoded(bytes).header.sequence);
    expect(missed).toEqual([last - 1, last]);
    expect(stream.since(last + 1, 1)).toBeNull();
    expect(stream.since(-1, 1)).toBeNull();
  });
});
