import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { frame, isTableShown, sheet } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { Icon } from '../glyphs.tsx';

/** What can be done to the view without a mouse wheel. */
export function CameraButtons(): JSX.Element {
  return (
    <div class="camera-buttons" role="group" aria-label={text.camera.label}>
      <span class="stack">
        <button
          type="button"
          class="icon-button"
          aria-label={text.camera.nearer}
          onClick={() => actions().zoomCamera(0.8)}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={text.camera.farther}
          onClick={() => actions().zoomCamera(1.25)}
        >
          <Icon name="minus" />
        </button>
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={text.camera.reset}
        onClick={() => actions().resetCamera()}
      >
        <Icon name="home" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={text.table.show}
        aria-keyshortcuts="V"
        onClick={() => (isTableShown.value = true)}
      >
        <Icon name="table" />
      </button>
      <button
        type="button"
        class="icon-button phone-only"
        aria-label={text.browse.label}
        aria-expanded={sheet.value === 'browse'}
        onClick={() => (sheet.value = 'browse')}
      >
        <Icon name="filter" />
      </button>
    </div>
  );
}

/** What the globe shows, in one line under it. */
export function FrameSwitch(): JSX.Element {
  return (
    <span class="segmented" role="group" aria-label={text.camera.frame}>
      <button
        type="button"
        aria-pressed={frame.value === 'inertial'}
        onClick={() => (frame.value = 'inertial')}
      >
        {text.camera.inertial}
      </button>
      <button
        type="button"
        aria-pressed={frame.value === 'earth-fixed'}
        onClick={() => (frame.value = 'earth-fixed')}
      >
        {text.camera.earthFixed}
      </button>
    </span>
  );
}
