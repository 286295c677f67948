import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { text } from '../../text.ts';
import {
  catalog,
  frame,
  hasGlobe,
  hovered,
  selected,
  selectedState,
  staleSince,
  typeCounts,
  shownTypes,
  link,
} from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatCount, formatKilometers, formatLatitude, formatLongitude } from '../format.ts';
import { nameOf } from '../object-facts.ts';
import { cameraKey } from '../turn-keys.ts';

const TURN = 0.12;
const ZOOM = 1.25;
/** A description that changed four times a second would only be noise. */
const DESCRIBE_EVERY_MS = 5000;

/** The canvas and what a keyboard and a screen reader need of it; the globe itself is client/globe. */
export function GlobeHost(): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const [description, setDescription] = useState('');
  useEffect(() => {
    if (canvas.current && labels.current) actions().attachGlobe(canvas.current, labels.current);
    const timer = setInterval(() => setDescription(describe()), DESCRIBE_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useSignalEffect(() => {
    void [selected.value, shownTypes.value, frame.value, catalog.value];
    setDescription(describe());
  });
  const isOld = link.value.state !== 'up' && link.value.state !== 'connecting';
  const dim = isOld || staleSince.value !== null ? 'globe dim' : 'globe';
  return (
    <div class={hovered.value === null ? dim : `${dim} pointing`}>
      <canvas
        ref={canvas}
        id="globe"
        role="img"
        tabIndex={0}
        aria-label={description}
        aria-describedby="globe-keys"
        onKeyDown={onKeyDown}
      />
      <p id="globe-keys" class="hidden-text">
        {text.globe.keys}
      </p>
      <div ref={labels} class="labels" aria-hidden="true" />
    </div>
  );
}

function onKeyDown(event: KeyboardEvent): void {
  const key = cameraKey(event, TURN, ZOOM);
  if (key === null) return;
  if (key === 'reset') actions().resetCamera();
  else if ('zoom' in key) actions().zoomCamera(key.zoom);
  else actions().orbitCamera(key.azimuth, key.elevation);
  event.preventDefault();
}

function describe(): string {
  const columns = catalog.peek();
  if (!columns) return text.globe.loading;
  const shown = shownTypes.peek();
  const visible = typeCounts.peek().reduce((sum, count, code) => sum + (shown[code] ? count : 0), 0);
  const sky = text.globe.sky(formatCount(visible), frame.peek());
  const number = selected.peek();
  const index = number === null ? undefined : columns.indexOf.get(number);
  if (index === undefined) return hasGlobe.peek() ? sky : text.globe.loading;
  const state = selectedState.peek();
  if (!state) return `${sky} ${text.globe.selectedNotDrawn(nameOf(columns, index))}`;
  return `${sky} ${text.globe.selected({
    name: nameOf(columns, index),
    altitude: `${formatKilometers(state.altitudeKm)} km`,
    place: `${formatLatitude(state.latitude)}, ${formatLongitude(state.longitude)}`,
  })}`;
}
