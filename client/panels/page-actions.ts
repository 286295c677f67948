import type { SkyFeed } from '../link/sky-feed.ts';
import type { Link } from '../link/socket.ts';
import {
  fetchAs,
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
  readonly session: string;
  readonly feed: SkyFeed;
  readonly stage: GlobeStage;
}

/** Join what panels ask for to the link, the feed and the globe. */
export function createActions({ link, session, feed, stage }: Parts): Actions {
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
    train: link.train,
    get: (address) => fetchAs(session, address),
    getText: (address) => fetchTextAs(session, address),
    retryLink: link.retryNow,
    upload: (file, options) => uploadCatalog(session, file, options),
    removeSource: (source) => removeSource(session, source),
    switchSource: (source, isOn) => switchSource(session, source, isOn),
    undoChange: (change) => undoChange(session, change),
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
