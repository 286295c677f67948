import type { SkyFeed } from '../link/sky-feed.ts';
import type { Link } from '../link/socket.ts';
import {
  type Caller,
  fetchAs,
  cancelConjunctions,
  fetchConjunctions,
  fetchHistory,
  fetchObject,
  fetchOrbit,
  fetchTextAs,
  removeSource,
  switchSource,
  undoChange,
  uploadCatalog,
} from '../link/server-api.ts';
import { rememberIdentity } from './join/remembered.ts';
import type { ObjectState } from '../view-state.ts';
import type { Actions } from './actions.ts';
import type { GlobeStage } from './globe-stage.ts';
import { describeState } from './object-facts.ts';

interface Parts {
  readonly link: Link;
  readonly caller: Caller;
  readonly feed: SkyFeed;
  readonly stage: GlobeStage;
}

/** Join what panels ask for to the link, the feed and the globe. */
export function createActions({ link, caller, feed, stage }: Parts): Actions {
  const scratch = new Float64Array(6);
  const stateOf = (catalogNumber: number): ObjectState | null => {
    const index = feed.catalog?.indexOf.get(catalogNumber);
    if (index === undefined || !feed.stateOf(index, feed.time, scratch)) return null;
    return describeState(scratch, feed.time);
  };
  return {
    clock: link.sendClock,
    floor: link.sendFloor,
    takeSeat: link.takeSeat,
    leaveSeat: link.leaveSeat,
    startExercise: link.startExercise,
    identify: async (identity) => {
      const answer = await link.identify(identity);
      if (answer.ok) rememberIdentity(identity);
      return answer;
    },
    forkRoom: link.forkRoom,
    enterRoom: link.enterRoom,
    changeRoom: link.changeRoom,
    closeRoom: link.closeRoom,
    train: link.train,
    get: (address) => fetchAs(caller, address),
    objectOf: (catalogNumber, signal) => fetchObject(caller, catalogNumber, signal),
    orbitOf: (catalogNumber, time, signal) => fetchOrbit(caller, { catalogNumber, time }, signal),
    historyOf: (catalogNumber, signal) => fetchHistory(caller, catalogNumber, signal),
    conjunctions: (wanted, signal) => fetchConjunctions(caller, wanted, signal),
    cancelConjunctions: (wanted) => cancelConjunctions(caller, wanted),
    getText: (address) => fetchTextAs(caller, address),
    retryLink: link.retryNow,
    upload: (file, options) => uploadCatalog(caller, file, options),
    removeSource: (source) => removeSource(caller, source),
    switchSource: (source, isOn) => switchSource(caller, source, isOn),
    undoChange: (change) => undoChange(caller, change),
    stateOf,
    statusOf: (catalogNumber) => {
      const index = feed.catalog?.indexOf.get(catalogNumber);
      return index === undefined ? Number.NaN : feed.statusOf(index);
    },
    attachGlobe: (canvas, labelLayer) => void stage.attach(canvas, labelLayer),
    flyTo: (catalogNumber) => {
      const index = feed.catalog?.indexOf.get(catalogNumber);
      if (index !== undefined) stage.globe?.flyTo(index);
    },
    orbitCamera: (azimuth, elevation) => stage.globe?.orbitBy(azimuth, elevation),
    zoomCamera: (factor) => stage.globe?.zoomBy(factor),
    resetCamera: () => stage.globe?.resetView(),
  };
}
