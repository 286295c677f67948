import type { SkyFeed } from '../link/sky-feed.ts';
import type { Link } from '../link/socket.ts';
import { fetchLog, removeSource, uploadCatalog } from '../link/server-api.ts';
import type { ObjectState } from '../view-state.ts';
import type { Actions } from './actions.ts';
import type { GlobeStage } from './globe-stage.ts';
import { describeState } from './object-facts.ts';

/** Join what panels ask for to the link, the feed and the globe. */
export function createActions(link: Link, feed: SkyFeed, stage: GlobeStage): Actions {
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
    retryLink: link.retryNow,
    upload: uploadCatalog,
    removeSource,
    fetchLog: (before) => fetchLog(before),
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
