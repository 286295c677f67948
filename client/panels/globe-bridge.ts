import { effect } from '@preact/signals';
import type { Globe } from '../globe/types.ts';
import { actions } from './actions.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import { text } from '../text.ts';
import {
  catalog,
  companion,
  frame,
  hovered,
  isOrbitShown,
  isTracking,
  selected,
  selectedIndex,
  selectedState,
  visibleMask,
} from '../view-state.ts';
import { formatKilometers, formatNumber } from './format.ts';
import { nameOf } from './object-facts.ts';

/** An orbit drifts from the ellipse drawn for it: ask again when the clock is this far from it. */
const ORBIT_GOOD_FOR_MS = 30 * 60_000;

/**
 * Let the globe follow the page's signals: filter, selection, orbit, labels, frame, tracking.
 *
 * @returns a function that lets go
 */
export function bridgeGlobe(globe: Globe, feed: SkyFeed): () => void {
  const orbit = followOrbit(globe, feed);
  const stops = [
    effect(() => {
      const columns = catalog.value;
      if (!columns) return;
      globe.setCatalog(columns.count, columns.typeCodes);
      if (feed.motion?.count === columns.count) globe.setMotion(feed.motion);
    }),
    effect(() => {
      if (catalog.value) globe.setVisible(visibleMask.value);
    }),
    effect(() => {
      if (catalog.value) globe.select(selectedIndex.value);
    }),
    effect(() => globe.setFrame(frame.value)),
    effect(() => globe.setTracking(isTracking.value && selectedIndex.value !== null)),
    followLabels(globe),
    followCompanion(globe, feed),
    orbit,
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** One label for the selected object and one for the object under the pointer. */
function followLabels(globe: Globe): () => void {
  const chosen = createLabel('selected');
  const second = createLabel('companion');
  const pointed = createLabel('hovered');
  const stops = [
    effect(() => {
      const columns = catalog.value;
      if (!columns) return;
      const index = selectedIndex.value;
      const over = hovered.value === null ? undefined : columns.indexOf.get(hovered.value);
      const labels = index === null ? [] : [{ index, element: chosen.element }];
      const known = companion.value;
      const other =
        known && known.of === selected.value ? columns.indexOf.get(known.catalogNumber) : undefined;
      if (other !== undefined) {
        labels.push({ index: other, element: second.element });
        second.title(nameOf(columns, other), formatNumber(columns.catalogNumbers[other]!));
      }
      if (over !== undefined && over !== index && over !== other)
        labels.push({ index: over, element: pointed.element });
      if (index !== null) chosen.title(nameOf(columns, index), formatNumber(columns.catalogNumbers[index]!));
      if (over !== undefined)
        pointed.title(nameOf(columns, over), formatNumber(columns.catalogNumbers[over]!));
      globe.setLabels(labels);
    }),
    effect(() => {
      const state = selectedState.value;
      chosen.note(
        state ? text.object.caption(formatKilometers(state.altitudeKm), state.speedKmS.toFixed(2)) : '',
      );
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function createLabel(kind: string): {
  element: HTMLElement;
  title: (name: string, number: string) => void;
  note: (words: string) => void;
} {
  const element = document.createElement('div');
  element.className = `globe-label ${kind}`;
  const box = element.appendChild(document.createElement('div'));
  const name = box.appendChild(document.createElement('b'));
  const number = box.appendChild(document.createElement('span'));
  const note = box.appendChild(document.createElement('p'));
  return {
    element,
    title(words, id) {
      name.textContent = words;
      number.textContent = ` ${id}`;
    },
    note(words) {
      if (note.textContent !== words) note.textContent = words;
    },
  };
}

/** Draw the other object of a conjunction, and its orbit, as long as the one it was chosen with is selected. */
function followCompanion(globe: Globe, feed: SkyFeed): () => void {
  let request: AbortController | null = null;
  const draw = async (number: number): Promise<void> => {
    request = new AbortController();
    const { signal } = request;
    const answer = await actions().orbitOf(number, feed.time, signal);
    if (!signal.aborted) globe.setCompanionOrbit(answer ? Float64Array.from(answer.pointsTeme) : null);
  };
  return effect(() => {
    const columns = catalog.value;
    const known = companion.value;
    request?.abort();
    globe.setCompanionOrbit(null);
    const isThere = columns !== null && known !== null && known.of === selected.value;
    const index = isThere ? (columns.indexOf.get(known.catalogNumber) ?? null) : null;
    globe.setCompanion(index);
    if (index !== null && known !== null && isOrbitShown.value) void draw(known.catalogNumber);
  });
}

/** Fetch the selected object's orbit, and again when the clock has left it behind. */
function followOrbit(globe: Globe, feed: SkyFeed): () => void {
  let drawnFor = Number.NaN;
  let request: AbortController | null = null;
  const draw = async (number: number): Promise<void> => {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    drawnFor = feed.time;
    const answer = await actions().orbitOf(number, feed.time, signal);
    if (!signal.aborted) globe.setOrbit(answer ? Float64Array.from(answer.pointsTeme) : null);
  };
  const stop = effect(() => {
    void catalog.value;
    const number = selectedIndex.value === null || !isOrbitShown.value ? null : selected.value;
    request?.abort();
    globe.setOrbit(null);
    if (number !== null) void draw(number);
  });
  const timer = setInterval(() => {
    const number = selected.peek();
    if (number === null || !isOrbitShown.peek() || selectedIndex.peek() === null) return;
    if (Math.abs(feed.time - drawnFor) > ORBIT_GOOD_FOR_MS) void draw(number);
  }, 1000);
  return () => {
    stop();
    clearInterval(timer);
    request?.abort();
  };
}
