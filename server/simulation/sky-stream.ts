import type { Slice } from '../../core/ephemeris/slices.ts';
import { stepOfLevel, type Tier, tierOf } from '../../core/ephemeris/steps.ts';
import { dropPlaces } from '../../core/protocol/amend.ts';
import {
  type Amendment,
  encodeAmendment,
  encodeLayout,
  encodeSections,
  type FrameHeader,
  patchSection,
  type Section,
  sectionBytes,
} from '../../core/protocol/frames.ts';
import { type ClockSegment, simulationTimeAt } from '../../core/time/clock.ts';
import { type Milliseconds, MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import type { WallClock } from '../wall-clock.ts';
import type { BulkPropagator, ElementChange, StatesWanted } from './bulk-propagator.ts';
import { type Catalog, changedObjects, type Selection } from './catalog.ts';
import type { Layout } from './layout.ts';
import { type Audience, maySee, viewOfCatalog } from './releases.ts';

/** How far ahead of the clock, in wall time, keyframes are with the clients. */
export const LEAD_MS: Milliseconds = 2500;
/** A message of a snapshot is no larger, so that one does not hold up others for long. */
const PART_BYTES = 60 * 1024;

/** An audience that may see all. */
const EVERYTHING: Audience = ~0;
/** Bytes of past messages that are held for clients that catch up. */
const HELD_BYTES = 2 * 1024 * 1024;

/** Messages that hold everything a client needs to draw, as of a number of the room's messages; or those that came since one. */
export interface FrameSnapshot {
  readonly frames: readonly Uint8Array[];
  readonly sequence: number;
}

/** A message of the room: what of it an audience gets, null for nothing. */
export interface RoomMessage {
  frameFor(audience: Audience): Uint8Array | null;
}

/** A keyframe of a slice that is with every client: what was sent, and by which step. */
interface Place {
  readonly slice: number;
  readonly time: UtcMs;
}

export interface SkyStreamParts {
  readonly propagator: BulkPropagator;
  readonly wallClock: WallClock;
  /** The number by which the propagator knows this room. */
  readonly room: number;
  /** Told of every message of the room, in order. */
  readonly emit: (message: RoomMessage) => void;
}

/**
 * The keyframes of one room: makes those that clients will need, ahead of the clock, and keeps what a client that joins
 * needs to have at once.
 *
 * Each slice has a grid of its own, t = k · step + phase; the step is that of the tier the rate asks for. Keyframes are made
 * with the elements in use when they are made; when an object gets others, those still held are sent again as a patch.
 */
export class SkyStream {
  private readonly parts: SkyStreamParts;
  private catalog: Catalog;
  private layout: Layout;
  /** The elements the propagator has for this room. */
  private propagated: Selection;
  private tier: Tier = 0;
  private timelineId = 0;
  /** Of each slice, by time. */
  private held: Map<UtcMs, Section>[] = [];
  private sequence = 0;
  /** Messages that everybody got: what the header counts, so that nobody can count what is withheld. */
  private publicSequence = 0;
  private snapshots = new Map<Audience, FrameSnapshot>();
  /** The last messages, oldest first; the newest is number `sequence`. */
  private recent: { readonly message: SealableMessage; readonly bytes: number }[] = [];
  private recentBytes = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private isFilling = false;
  /** Rises when keyframes under way have lost their use. */
  private generation = 0;

  constructor(
    parts: SkyStreamParts,
    { catalog, layout, selected }: { catalog: Catalog; layout: Layout; selected: Selection },
  ) {
    this.parts = parts;
    this.catalog = catalog;
    this.layout = layout;
    this.propagated = selected;
    this.held = layout.slices.map(() => new Map());
  }

  /** Objects that are not drawn now. */
  get hiddenObjects(): number {
    return this.held.reduce((sum, sections) => sum + (newest(sections)?.codes.length ?? 0), 0);
  }

  get currentLayout(): Layout {
    return this.layout;
  }

  /** What a client of an audience needs that joins now; the same messages for all who join meanwhile. */
  snapshotFor(audience: Audience): FrameSnapshot {
    const known = this.snapshots.get(audience);
    if (known) return known;
    const snapshot = { frames: this.assemble(audience), sequence: this.sequence };
    this.snapshots.set(audience, snapshot);
    return snapshot;
  }

  /** The messages after one, in order; null when they are no longer held. */
  since(sequence: number, audience: Audience): FrameSnapshot | null {
    const missed = this.sequence - sequence;
    if (missed < 0 || missed > this.recent.length) return null;
    const messages = this.recent.slice(this.recent.length - missed);
    if (!messages.every(({ message }) => message.knows(audience))) return null;
    return {
      frames: messages.flatMap(({ message }) => message.frameFor(audience) ?? []),
      sequence: this.sequence,
    };
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.turn;
  }

  /**
   * Take over another catalogue or layout: everybody gets all of it anew.
   *
   * @param base what the propagator has for this room of another catalogue; `selected` is what is to be used
   */
  async useLayout(
    {
      catalog,
      layout,
      base,
      selected,
    }: { catalog: Catalog; layout: Layout; base: Selection; selected: Selection },
    segment: ClockSegment,
  ): Promise<void> {
    this.generation++;
    await this.inTurn(async () => {
      const before = { catalog: this.catalog, selected: this.propagated };
      const isAmended = layout.from?.amendment.baseLayoutId === this.layout.id;
      if (catalog !== this.catalog) this.propagated = base;
      this.catalog = catalog;
      if (isAmended) return this.amend(layout, { before, selected, segment });
      this.layout = layout;
      this.held = layout.slices.map(() => new Map());
      await this.make(this.wanted(segment, this.parts.wallClock()), this.changeTo(selected));
      this.snapshots.clear();
      const parts = this.allParts();
      const isLast = (audience: Audience, part: number): boolean =>
        !parts.slice(part + 1).some(({ release }) => maySee(audience, release));
      this.emit(this.layoutMessage((audience) => isLast(audience, -1)));
      parts.forEach(({ release, sections }, i) => {
        const flags = (audience: Audience) => ({ isSnapshot: true, isLast: isLast(audience, i) });
        this.emit(this.sectionsMessage(sections, release, flags));
      });
    });
  }

  /**
   * Make and send the keyframes about an instant before the clock goes there: under a new timeline, at another rate, or both.
   */
  async goTo(segment: ClockSegment): Promise<void> {
    this.generation++;
    await this.inTurn(async () => {
      if (segment.rate !== 0) this.tier = tierOf(segment.rate);
      if (segment.timelineId !== this.timelineId) {
        this.timelineId = segment.timelineId;
        this.held = this.layout.slices.map(() => new Map());
      }
      const places = this.wanted({ ...segment, rate: 0 }, segment.wall);
      const change = this.changeTo(this.catalog.selectAt(segment.simulationTime, this.propagated));
      this.send(await this.make(places, change));
    });
  }

  /** Make and send what is missing of the keyframes everybody needs; gives up when it has lost its use meanwhile. */
  async fill(segment: ClockSegment): Promise<void> {
    if (this.isFilling || segment.timelineId !== this.timelineId) return;
    this.isFilling = true;
    const { generation } = this;
    try {
      await this.inTurn(async () => {
        if (generation !== this.generation) return;
        const places = this.wanted(segment, this.parts.wallClock());
        this.forgetAllBut(places, segment);
        this.send(await this.make(places, null));
      });
    } finally {
      this.isFilling = false;
    }
  }

  /**
   * Take over a layout that comes from the one in use: what clients hold stays, but for who is gone; they are sent what the new slices
   * need and the keyframes of objects that have other elements.
   */
  private async amend(
    layout: Layout,
    {
      before,
      selected,
      segment,
    }: { before: { catalog: Catalog; selected: Selection }; selected: Selection; segment: ClockSegment },
  ): Promise<void> {
    const { amendment, dropped } = layout.from!;
    const kept = this.held.map((own, slice) => {
      const sections = [...own].map(
        ([time, section]) => [time, dropPlaces(section, dropped[slice]!)] as const,
      );
      return new Map(sections);
    });
    this.layout = layout;
    this.held = [...kept, ...amendment.added.map(() => new Map<UtcMs, Section>())];
    this.emit(this.amendmentMessage(amendment, before.catalog));
    const { catalog } = this;
    const change = this.changeTo(selected);
    this.send(await this.make(this.wanted(segment, this.parts.wallClock()), change));
    await this.patch(new Set(changedObjects(before, { catalog, selected })), null);
  }

  /** Objects that have other elements from now on: their keyframes are made and sent again. */
  async useElements(selected: Selection): Promise<void> {
    await this.inTurn(async () => {
      const change = this.changeTo(selected);
      if (change) await this.patch(new Set(change.indices), change);
    });
  }

  /** Make what is held of some objects again, and send it. */
  private async patch(touched: ReadonlySet<number>, change: ElementChange | null): Promise<void> {
    if (touched.size === 0) return;
    const wanted: (StatesWanted & { readonly slice: number; readonly places: Uint16Array })[] = [];
    this.layout.slices.forEach((slice, i) => {
      const places = Uint16Array.from(
        [...slice.indices.keys()].filter((place) => touched.has(slice.indices[place]!)),
      );
      if (places.length === 0) return;
      const indices = Uint32Array.from(places, (place) => slice.indices[place]!);
      for (const time of this.held[i]!.keys())
        wanted.push({ ...packing(slice), indices, time, isBreak: true, slice: i, places });
    });
    const made = await this.parts.propagator.states(this.parts.room, wanted, change);
    const patches = wanted.flatMap(({ slice, time, places }, i): Section[] => {
      const whole = this.held[slice]!.get(time);
      return whole ? [{ ...whole, ...made[i]!, places }] : [];
    });
    for (const patch of patches) this.applyPatch(patch);
    this.send(patches);
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.turn.then(job);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** The keyframes that bracket the clock, and those it will need within the lead, in the order in which it comes to them. */
  private wanted(segment: ClockSegment, wall: UtcMs): Place[] {
    const from = simulationTimeAt(segment, Math.max(wall, segment.wall));
    const to = from + segment.rate * LEAD_MS;
    const places = this.layout.slices.flatMap((slice, i): Place[] => {
      const step = stepOfLevel(slice.levels[this.tier]) * MS_PER_SECOND;
      const phase = slice.phase * MS_PER_SECOND;
      const first = Math.floor((Math.min(from, to) - phase) / step);
      const last = Math.floor((Math.max(from, to) - phase) / step) + 1;
      return Array.from({ length: last - first + 1 }, (_, k) => ({
        slice: i,
        time: (first + k) * step + phase,
      }));
    });
    const order = segment.rate < 0 ? -1 : 1;
    return places.sort((a, b) => order * (a.time - b.time));
  }

  /** Make those keyframes that are not held, and hold them. */
  private async make(places: readonly Place[], change: ElementChange | null): Promise<Section[]> {
    const { layout, tier } = this;
    const stepOf = ({ slice }: Place): Milliseconds =>
      stepOfLevel(layout.slices[slice]!.levels[tier]) * MS_PER_SECOND;
    const missing = places.filter(
      (place) => this.held[place.slice]!.get(place.time)?.stepMs !== stepOf(place),
    );
    if (missing.length === 0 && !change) return [];
    const wanted = missing.map(({ slice, time }): StatesWanted => {
      const { indices } = layout.slices[slice]!;
      return { ...packing(layout.slices[slice]!), indices, time, isBreak: false };
    });
    const made = await this.parts.propagator.states(this.parts.room, wanted, change);
    return missing.map((place, i): Section => {
      const slice = layout.slices[place.slice]!;
      const section: Section = {
        ...place,
        ...packing(slice),
        ...made[i]!,
        stepMs: stepOf(place),
        boundKm: slice.boundsKm[tier],
        places: null,
      };
      this.held[place.slice]!.set(place.time, section);
      this.snapshots.clear();
      return section;
    });
  }

  /** Note which elements are propagated from now on. @returns what of them is other than before; null when nothing is */
  private changeTo(selected: Selection): ElementChange | null {
    const before = this.propagated;
    this.propagated = selected;
    const indices = changedIndices(before, selected);
    if (indices.length === 0) return null;
    return { indices, sets: this.catalog.tableOf(indices.map((index) => selected.chosen[index]!)) };
  }

  private applyPatch(patch: Section): void {
    const own = this.held[patch.slice]!;
    own.set(patch.time, patchSection(own.get(patch.time)!, patch));
    this.snapshots.clear();
  }

  /** Keep what is wanted and one step on either side; a client may lag a little. */
  private forgetAllBut(places: readonly Place[], segment: ClockSegment): void {
    const first = new Map<number, UtcMs>();
    for (const { slice, time } of places) first.set(slice, Math.min(first.get(slice) ?? time, time));
    const last = new Map<number, UtcMs>();
    for (const { slice, time } of places) last.set(slice, Math.max(last.get(slice) ?? time, time));
    this.held.forEach((sections, slice) => {
      for (const [time, { stepMs }] of sections) {
        const isAhead = segment.rate >= 0 ? time > last.get(slice)! : time < first.get(slice)!;
        const isPast =
          segment.rate >= 0 ? time < first.get(slice)! - stepMs : time > last.get(slice)! + stepMs;
        if (isAhead || isPast) sections.delete(time);
      }
    });
  }

  /** Sections in messages of at most a part each, those of a release apart from those of another. */
  private partsOf(sections: readonly Section[]): { release: number; sections: readonly Section[] }[] {
    const releases = [...new Set(this.layout.slices.map(({ release }) => release))];
    return releases.flatMap((release) =>
      pack(sections.filter(({ slice }) => this.layout.slices[slice]!.release === release)).map((part) => ({
        release,
        sections: part,
      })),
    );
  }

  private allParts(): { release: number; sections: readonly Section[] }[] {
    return this.partsOf(this.held.flatMap((own) => [...own.values()]));
  }

  private assemble(audience: Audience): readonly Uint8Array[] {
    const parts = this.allParts().filter(({ release }) => maySee(audience, release));
    const header = (isLast: boolean): FrameHeader => ({ ...this.header(), isSnapshot: true, isLast });
    return [
      this.encodeLayoutFor(audience, header(parts.length === 0)),
      ...parts.map(({ sections }, i) => encodeSections(header(i === parts.length - 1), sections)),
    ];
  }

  /** The slices by the places an audience has for their objects; those it may not see are empty. */
  private encodeLayoutFor(audience: Audience, header: FrameHeader): Uint8Array {
    const { placeOf, withheld } = viewOfCatalog(this.catalog, audience);
    return encodeLayout(
      header,
      this.layout.slices.map(({ indices, release }) => {
        if (!maySee(audience, release)) return new Uint32Array(0);
        return withheld === 0 ? indices : indices.map((index) => placeOf[index]!);
      }),
    );
  }

  private amendmentMessage({ baseLayoutId, gone, added }: Amendment, before: Catalog): SealableMessage {
    const { catalog, layout } = this;
    const header = { ...this.header(), sequence: ++this.publicSequence };
    const releases = layout.slices.slice(-added.length).map(({ release }) => release);
    return perAudience((audience) => {
      const old = viewOfCatalog(before, audience);
      const { placeOf } = viewOfCatalog(catalog, audience);
      return encodeAmendment(header, {
        baseLayoutId,
        gone: gone.map((index) => old.placeOf[index]!).filter((_, i) => old.placeOf[gone[i]!]! >= 0),
        added: added.map((indices, i) =>
          maySee(audience, releases[i]!) ? indices.map((index) => placeOf[index]!) : new Uint32Array(0),
        ),
      });
    });
  }

  private layoutMessage(isLast: (audience: Audience) => boolean): SealableMessage {
    const header = { ...this.header(), sequence: ++this.publicSequence, isSnapshot: true };
    return perAudience((audience) => this.encodeLayoutFor(audience, { ...header, isLast: isLast(audience) }));
  }

  private sectionsMessage(
    sections: readonly Section[],
    release: number,
    flags: (audience: Audience) => Partial<FrameHeader> = () => ({}),
  ): SealableMessage {
    // Counted are those that everybody gets.
    const sequence = release === 0 ? ++this.publicSequence : 0;
    const header = { ...this.header(), sequence };
    const known = new Map<boolean, Uint8Array>();
    return perAudience((audience) => {
      if (!maySee(audience, release)) return null;
      const own = { ...header, ...flags(audience) };
      const frame = known.get(own.isLast) ?? encodeSections(own, sections);
      known.set(own.isLast, frame);
      return frame;
    });
  }

  private send(sections: readonly Section[]): void {
    for (const part of this.partsOf(sections)) this.emit(this.sectionsMessage(part.sections, part.release));
  }

  private emit(message: SealableMessage): void {
    this.sequence++;
    this.snapshots.clear();
    // What the widest audience gets is the largest.
    const bytes = message.frameFor(EVERYTHING)?.byteLength ?? 0;
    this.recent.push({ message, bytes });
    this.recentBytes += bytes;
    while (this.recentBytes > HELD_BYTES) this.recentBytes -= this.recent.shift()!.bytes;
    this.parts.emit(message);
    message.seal();
  }

  private header(): FrameHeader {
    return {
      timelineId: this.timelineId,
      catalogRevision: this.layout.catalogRevision,
      layoutId: this.layout.id,
      sequence: this.publicSequence,
      tier: this.tier,
      sentAt: this.parts.wallClock(),
      isSnapshot: false,
      isLast: false,
    };
  }
}

/** What everybody who is there has asked of a message stays; what it was made of is let go when it is sealed. */
interface SealableMessage extends RoomMessage {
  seal(): void;
  knows(audience: Audience): boolean;
}

/** Makes what each audience gets of a message when it is first asked for. */
function perAudience(make: (audience: Audience) => Uint8Array | null): SealableMessage {
  const known = new Map<Audience, Uint8Array | null>();
  let maker: typeof make | null = make;
  return {
    frameFor(audience) {
      const frame = known.get(audience);
      if (frame !== undefined) return frame;
      const made = maker ? maker(audience) : null;
      known.set(audience, made);
      return made;
    },
    seal: () => void (maker = null),
    knows: (audience) => known.has(audience),
  };
}

function packing({ format, resolution }: Slice): Pick<Slice, 'format' | 'resolution'> {
  return { format, resolution };
}

function newest(sections: ReadonlyMap<UtcMs, Section>): Section | undefined {
  let last: Section | undefined;
  for (const section of sections.values()) if (!last || section.time > last.time) last = section;
  return last;
}

/** Put sections into messages of at most a part each. */
function pack(sections: readonly Section[]): Section[][] {
  const parts: Section[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const section of sections) {
    const size = sectionBytes(section);
    if (bytes + size > PART_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(section);
    bytes += size;
  }
  return parts;
}

/** The objects that have other elements in one selection than in another. */
export function changedIndices(before: Selection, after: Selection): readonly number[] {
  if (before === after) return [];
  const indices: number[] = [];
  for (let i = 0; i < after.chosen.length; i++) if (after.chosen[i] !== before.chosen[i]) indices.push(i);
  return indices;
}
