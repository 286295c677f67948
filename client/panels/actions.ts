import type { FloorCommand, TrainerCommand } from '../../core/operations/commands.ts';
import type { PersonId } from '../../core/operations/types.ts';
import type {
  Answer,
  ClockCommand,
  ExerciseRequest,
  ConjunctionsAnswer,
  HistoryAnswer,
  Identity,
  ObjectAnswer,
  OrbitAnswer,
  RoomAnswer,
} from '../../core/protocol/events.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Problem, UploadOptions, UploadResult } from '../link/server-api.ts';
import type { ObjectState, WantedScreening } from '../view-state.ts';

/** What panels may ask for; main.tsx joins it to the link and the globe. */
export interface Actions {
  clock(command: ClockCommand): Promise<Answer>;
  floor(command: FloorCommand): Promise<Answer>;
  takeSeat(person: PersonId, name: string): Promise<Answer>;
  leaveSeat(): Promise<Answer>;
  startExercise(request: ExerciseRequest): Promise<Answer>;
  /** Say who one is; kept for the next visit. */
  identify(identity: Identity | null): Promise<Answer>;
  train(command: TrainerCommand): Promise<Answer>;
  /** A room of one's own, from where this one is now; the page goes there. */
  forkRoom(name: string, isOpen: boolean): Promise<RoomAnswer>;
  enterRoom(room: string): Promise<RoomAnswer>;
  changeRoom(room: string, change: { name?: string; isOpen?: boolean }): Promise<Answer>;
  closeRoom(room: string): Promise<Answer>;
  /** What the server knows of an object, and its element sets; null when it did not answer. */
  objectOf(catalogNumber: number, signal: AbortSignal): Promise<ObjectAnswer | null>;
  orbitOf(catalogNumber: number, time: UtcMs, signal: AbortSignal): Promise<OrbitAnswer | null>;
  historyOf(catalogNumber: number, signal: AbortSignal): Promise<HistoryAnswer | null>;
  /** What comes near in the next hours, or how far its screening is. */
  conjunctions(wanted: WantedScreening, signal: AbortSignal): Promise<ConjunctionsAnswer | null>;
  cancelConjunctions(wanted: WantedScreening): Promise<Problem | null>;
  /** An answer of the server's HTTP interface, as this session may see it; null when there is none. */
  get<T>(address: string): Promise<T | null>;
  getText(address: string): Promise<string | null>;
  retryLink(): void;
  upload(file: File, options: UploadOptions): Promise<UploadResult>;
  removeSource(sourceId: string): Promise<Problem | null>;
  switchSource(sourceId: string, isOn: boolean): Promise<Problem | null>;
  undoChange(change: number): Promise<Problem | null>;
  /** Where an object is now; null when it is not drawn. */
  stateOf(catalogNumber: number): ObjectState | null;
  /** Propagation status of an object in the current keyframes; NaN before the first. */
  statusOf(catalogNumber: number): number;
  /** The page's canvas is there: build the globe on it. */
  attachGlobe(canvas: HTMLCanvasElement, labelLayer: HTMLElement): void;
  flyTo(catalogNumber: number): void;
  orbitCamera(azimuth: number, elevation: number): void;
  zoomCamera(factor: number): void;
  resetCamera(): void;
}

let current: Actions | null = null;

export function setActions(actions: Actions): void {
  current = actions;
}

export function actions(): Actions {
  if (!current) throw new RangeError('setActions has not been called');
  return current;
}
