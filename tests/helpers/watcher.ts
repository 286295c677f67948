import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { FloorCommand, TrainerCommand } from '../../core/operations/commands.ts';
import type { PersonId } from '../../core/operations/types.ts';
import type { FloorView } from '../../core/operations/view.ts';
import {
  ACKNOWLEDGE_EVERY,
  type Answer,
  type CatalogInfo,
  type ClientEvents,
  type ClockCommand,
  type ClockInfo,
  type ElementsPatch,
  type ExerciseRequest,
  type FeedInfo,
  type Identity,
  type RoomAnswer,
  type RoomInfo,
  type ServerEvents,
  type Welcome,
} from '../../core/protocol/events.ts';
import { decodeFrame, type Frame, type Section } from '../../core/protocol/frames.ts';
import { packetParser } from '../../core/protocol/packet-parser.ts';
import type { UtcMs } from '../../core/units.ts';
import { KeyframeStore } from '../../client/link/keyframe-store.ts';

const ANSWER_WITHIN_MS = 20_000;

export interface WatcherOptions {
  readonly session?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The room wanted; the live one otherwise. */
  readonly room?: string;
}

/** One message of the websocket as it came, before any parser. */
export interface RawMessage {
  readonly isBinary: boolean;
  readonly bytes: number;
}

/** The websocket under a socket, as far as tests touch it. */
interface BareSocket {
  send(data: string | Uint8Array): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** A client without a picture: joins, keeps what it is told, and asks. */
export class Watcher {
  readonly session: string;
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly clocks: ClockInfo[] = [];
  readonly frames: Frame[] = [];
  private readonly store = new KeyframeStore();
  readonly floors: FloorView[] = [];
  readonly catalogs: CatalogInfo[] = [];
  readonly patches: ElementsPatch[] = [];
  readonly feeds: (readonly FeedInfo[])[] = [];
  readonly seats: (PersonId | null)[] = [];
  readonly rawMessages: RawMessage[] = [];
  readonly welcomes: Welcome[] = [];
  rooms: readonly RoomInfo[] = [];
  private welcomed: Welcome | null = null;

  private constructor(url: string, { session = randomUUID(), headers = {}, room }: WatcherOptions) {
    this.session = session;
    this.socket = io(url, {
      transports: ['websocket'],
      parser: packetParser,
      auth: { session, ...(room !== undefined && { room }) },
      extraHeaders: { ...headers },
      reconnection: false,
      forceNew: true,
    });
    this.socket.io.on('open', () =>
      this.bare.addEventListener('message', ({ data }) => {
        const isBinary = typeof data !== 'string';
        const bytes = isBinary ? (data as ArrayBuffer).byteLength : data.length;
        this.rawMessages.push({ isBinary, bytes });
      }),
    );
    this.socket.on('welcome', (welcome) => {
      this.welcomed = welcome;
      this.welcomes.push(welcome);
      this.rooms = welcome.rooms;
      // Another room's keyframes are of no use.
      this.store.clear();
      this.clocks.push(welcome.clock);
      this.floors.push(welcome.floor);
      this.catalogs.push(welcome.catalog);
      this.seats.push(welcome.seat);
    });
    this.socket.on('clock', (clock) => this.clocks.push(clock));
    this.socket.on('floor', (floor) => this.floors.push(floor));
    this.socket.on('catalog', (catalog) => this.catalogs.push(catalog));
    this.socket.on('elements', (patch) => this.patches.push(patch));
    this.socket.on('feeds', (feeds) => this.feeds.push(feeds));
    this.socket.on('rooms', (rooms) => (this.rooms = rooms));
    this.socket.on('seat', (seat) => this.seats.push(seat));
    let had = 0;
    let told = 0;
    this.socket.on('f', (bytes) => {
      had += bytes.byteLength;
      if (had - told >= ACKNOWLEDGE_EVERY) this.socket.emit('got', (told = had));
      const decoded = decodeFrame(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
      if (!decoded.ok) throw new RangeError(decoded.reason);
      this.frames.push(decoded.frame);
      this.store.add(decoded.frame);
    });
  }

  /** Connect and wait for the welcome. @throws Error with the server's reason when it refuses */
  static async join(url: string, options: WatcherOptions = {}): Promise<Watcher> {
    const watcher = new Watcher(url, options);
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no welcome in time')), ANSWER_WITHIN_MS);
        watcher.socket.once('welcome', () => {
          clearTimeout(timer);
          resolve();
        });
        watcher.socket.once('connect_error', (error) => {
          clearTimeout(timer);
          reject(error);
        });
      });
    } catch (error) {
      watcher.close();
      throw error;
    }
    return watcher;
  }

  get welcome(): Welcome {
    if (!this.welcomed) throw new Error('not welcomed');
    return this.welcomed;
  }

  get clock(): ClockInfo {
    return this.clocks.at(-1) ?? this.welcome.clock;
  }

  get floor(): FloorView {
    return this.floors.at(-1) ?? this.welcome.floor;
  }

  get seat(): PersonId | null {
    return this.seats.at(-1) ?? null;
  }

  get chief(): PersonId {
    const [chief] = this.floor.desks;
    if (!chief) throw new Error('no chief');
    return chief.holder.id;
  }

  /** The websocket itself, to send what no client would. */
  get bare(): BareSocket {
    return (this.socket.io.engine.transport as unknown as { ws: BareSocket }).ws;
  }

  clockCommand(command: ClockCommand): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('clock-command', command);
  }

  floorCommand(command: FloorCommand): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('floor-command', command);
  }

  takeSeat(person: PersonId, name: string): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('take-seat', { person, name });
  }

  leaveSeat(): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('leave-seat');
  }

  newExercise(request: ExerciseRequest = { kind: 'here' }): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('new-exercise', request);
  }

  identify(identity: Identity | null): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('identify', identity);
  }

  train(command: TrainerCommand): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('trainer-command', command);
  }

  forkRoom(name = 'a fork', isOpen = true): Promise<RoomAnswer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('fork-room', { name, isOpen });
  }

  enterRoom(room: string): Promise<RoomAnswer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('enter-room', { room });
  }

  changeRoom(change: { room: string; name?: string; isOpen?: boolean }): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('change-room', change);
  }

  closeRoom(room: string): Promise<Answer> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('close-room', { room });
  }

  time(): Promise<UtcMs> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('time');
  }

  /** Send any event with any argument, as a foreign client might. */
  askAnything(event: string, argument: unknown): Promise<unknown> {
    const socket = this.socket as unknown as Socket;
    return socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, argument) as Promise<unknown>;
  }

  /** Wait until something holds of what has been told so far. */
  async until(what: string, holds: (watcher: this) => boolean, within = ANSWER_WITHIN_MS): Promise<void> {
    const end = performance.now() + within;
    while (!holds(this)) {
      if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
      // oxlint-disable-next-line no-await-in-loop -- polling
      await pause(10);
    }
  }

  /** Positions (TEME km) of every object at an instant of a timeline, as a page draws them; null without all keyframes. */
  positionsAt(time: UtcMs, timelineId: number): Float64Array | null {
    const { revision: catalogRevision, objects: count } = this.catalogs.at(-1) ?? this.welcome.catalog;
    const found = this.store.layoutFor({ timelineId, catalogRevision, count }, time);
    if (!found?.covers(timelineId, time) || !found.moveTo(timelineId, time)) return null;
    const positions = new Float64Array(3 * count);
    const state = new Float64Array(6);
    for (let i = 0; i < count; i++) {
      state.fill(0);
      found.motion.stateAt(i, time, state);
      positions.set(state.subarray(0, 3), 3 * i);
    }
    return positions;
  }

  /** Keyframes of slices as they came. */
  get sections(): readonly Section[] {
    return this.frames.flatMap((frame) => (frame.type === 'keyframes' ? frame.sections : []));
  }

  /** The layout that came last. */
  get layoutNow(): Extract<Frame, { type: 'layout' }> | null {
    return this.frames.findLast((frame) => frame.type === 'layout') ?? null;
  }

  close(): void {
    this.socket.close();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
