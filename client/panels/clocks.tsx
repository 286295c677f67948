import type { JSX } from 'preact';
import { dayOfYear } from '../../core/time/calendar.ts';
import { text } from '../text.ts';
import {
  floor,
  isLookingBack,
  link,
  segment,
  serverWall,
  simulationTime,
  staleSince,
} from '../view-state.ts';
import { describeClock } from './clock-words.ts';
import { formatDate, formatDuration, formatZulu, formatZuluMinutes } from './format.ts';

/** Date, day of the year and Zulu time of the simulation. */
export function ZuluClock(): JSX.Element {
  const time = simulationTime.value;
  if (Number.isNaN(time)) {
    return (
      <div class="zulu">
        <span class="small">{text.clock.waiting}</span>
        <span class="big">--:--:--</span>
      </div>
    );
  }
  const clock = formatZulu(time);
  return (
    <div class="zulu">
      <span class="small">
        {isLookingBack.value && <b>{text.lookBack.now} </b>}
        {formatDate(time)} <span class="wide-only">·</span> {text.clock.day(dayOfYear(time))}
      </span>
      <span class="big">
        {clock.slice(0, -1)}
        <span class="quiet">Z</span>
      </span>
    </div>
  );
}

/** The shift under way and the time to its end. */
export function ShiftClock(): JSX.Element | null {
  const view = floor.value;
  const time = simulationTime.value;
  // Over a page that shows the past it would count another shift down than the one below.
  if (isLookingBack.value) return null;
  if (!view || Number.isNaN(time) || (view.mode !== 'active' && view.mode !== 'review')) return null;
  return (
    <div class="shift-clock">
      <span class="small">{text.clock.shift(view.shift.name, view.shift.crew)}</span>
      <span class="lead">
        {formatDuration(Math.max(0, view.shift.end - time))}{' '}
        <span class="quiet small">{text.clock.toBoundary(formatZuluMinutes(view.shift.end))}</span>
      </span>
    </div>
  );
}

/** How the clock stands, in words and with a border of its own. */
export function ModeBadge(): JSX.Element {
  const since = staleSince.value;
  const badge = describeClock({
    segment: segment.value,
    floorMode: floor.value?.mode ?? null,
    link: link.value.state,
    staleForMs: since === null ? null : serverWall.value - since,
    isLookingBack: isLookingBack.value,
  });
  return (
    <strong class={`badge badge-${badge.kind}`}>
      <i aria-hidden="true" />
      <span class="hidden-text">{text.badge.label}: </span>
      {badge.words}
    </strong>
  );
}
