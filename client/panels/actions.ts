import type { FloorCommand } from '../../core/operations/commands.ts';
import type { PersonId } from '../../core/operations/types.ts';
import type { Answer, ClockCommand } from '../../core/protocol/events.ts';
import type { NamedLogEntry, Problem, UploadOptions, UploadResult } from '../link/server-api.ts';
import type { ObjectState } from '../view-state.ts';

/** What panels may ask for; main.tsx joins it to the link and the globe. */
export interface Actions {
  clock(command: ClockCommand): Promise<Answer>;
  floor(command: FloorCommand): Promise<Answer>;
  takeSeat(person: PersonId, name: string): Promise<Answer>;
  leaveSeat(): Promise<Answer>;
  startExercise(): Promise<Answer>;
  retryLink(): void;
  upload(file: File, options: UploadOptions): Promise<UploadResult>;
  removeSource(sourceId: string): Promise<Problem | null>;
  switchSource(sourceId: string, isOn: boolean): Promise<Problem | null>;
  undoChange(change: number): Promise<Problem | null>;
  fetchLog(before: number): Promise<readonly NamedLogEntry[] | null>;
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
