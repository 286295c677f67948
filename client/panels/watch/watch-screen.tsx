import type { JSX } from 'preact';
import { text } from '../../text.ts';
import {
  catalog,
  globeFailure,
  hasGlobe,
  hasPicture,
  isTableShown,
  notDrawn,
  visibleMask,
} from '../../view-state.ts';
import { ConjunctionsButton } from '../conjunctions/conjunctions-button.tsx';
import { formatCount } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Browse } from './browse.tsx';
import { CameraButtons, FrameSwitch } from './camera-buttons.tsx';
import { Choices } from './choices.tsx';
import { GlobeHost } from './globe-host.tsx';
import { Inspector } from './inspector.tsx';
import { ObjectGrid } from './object-grid.tsx';
import { TimeBar } from './time-bar.tsx';

/** The globe is the page; rails stand beside it, the clock's controls under it. */
export function WatchScreen({ isShown, withGlobe }: { isShown: boolean; withGlobe: boolean }): JSX.Element {
  const isTable = isTableShown.value || !withGlobe || globeFailure.value !== null;
  return (
    <main class="watch" hidden={!isShown} id="watch">
      <h2 class="hidden-text">{text.screens.watch}</h2>
      <Browse />
      <div class="stage">
        {withGlobe && <GlobeHost />}
        {withGlobe && !isTable && <CameraButtons />}
        {withGlobe && !isTable && <StageLine />}
        {globeFailure.value !== null && (
          <p class="globe-failure">
            <StatusMark status="caution" /> {text.globe.failed(globeFailure.value)}
          </p>
        )}
        {isTable && <ObjectGrid canClose={withGlobe && globeFailure.value === null} />}
        <Choices />
      </div>
      <Inspector />
      <TimeBar />
    </main>
  );
}

/** What the stage holds, in words. */
function StageLine(): JSX.Element {
  const columns = catalog.value;
  const mask = visibleMask.value;
  const hidden = notDrawn.value.filter(
    ({ catalogNumber }) => mask[columns?.indexOf.get(catalogNumber) ?? -1],
  );
  const drawn = mask.reduce((sum, how) => sum + (how > 0 ? 1 : 0), 0) - hidden.length;
  return (
    <div class="stage-line">
      <FrameSwitch />
      <ConjunctionsButton />
      <span class="pill" role="status">
        {!columns || !hasGlobe.value || !hasPicture.value ? (
          text.globe.loading
        ) : (
          <>
            <b>{formatCount(drawn)}</b> {text.globe.objects}
          </>
        )}
      </span>
    </div>
  );
}
