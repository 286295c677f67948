import type { JSX } from 'preact';
import { signal } from '@preact/signals';
import type { ItemView } from '../../../core/operations/view.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { floor, simulationTime } from '../../view-state.ts';
import { dueAt, isLate } from '../floor/work-order.ts';
import { formatDate, formatZulu, formatZuluMinutes } from '../format.ts';
import { SeverityMark } from '../glyphs.tsx';
import {
  type CriticalPhase,
  criticalPhases,
  percentAt,
  stripWindow,
  type StripSpan,
  type StripWindow,
} from './strip.ts';

const SPANS: readonly StripSpan[] = ['3h', '18h', '3d'];
const span = signal<StripSpan>('18h');

/** Shifts over time: boundaries, overlap, what is due, where the clock stands, and what lies behind the floor's mark. */
export function TimeStrip(): JSX.Element | null {
  const time = simulationTime.value;
  const view = floor.value;
  if (Number.isNaN(time) || !view) return <div class="strip" aria-hidden="true" />;
  const window = stripWindow(time, span.value, view.exercise.pattern);
  const overlapMs = view.exercise.overlapMin * MS_PER_MINUTE;
  const now = percentAt(window, time);
  const mark = percentAt(window, view.mark);
  const phases = criticalPhases(view.items, window);
  return (
    <div class="strip" role="img" aria-label={`${describe(time)} ${describePhases(phases)}`}>
      <div class="strip-shifts">
        {window.shifts.map((shift) => {
          const left = percentAt(window, shift.start);
          const isCurrent = shift.start === view.shift.start;
          return (
            <div
              key={shift.start}
              class={isCurrent ? 'strip-shift current' : 'strip-shift'}
              style={{ left: `${left}%`, width: `${percentAt(window, shift.end) - left}%` }}
            >
              <span>
                <b>{text.strip.shift(shift.name)}</b> {text.strip.crew(shift.crew)}
              </span>
            </div>
          );
        })}
      </div>
      <div class="strip-body">
        <div class="strip-review" style={{ width: `${mark}%` }} />
        {window.shifts.map((shift) => {
          const left = percentAt(window, shift.end - overlapMs);
          return (
            <div key={shift.end}>
              <div
                class="strip-overlap"
                style={{ left: `${left}%`, width: `${percentAt(window, shift.end) - left}%` }}
              />
              {shift.start > window.start && (
                <div class="strip-boundary" style={{ left: `${percentAt(window, shift.start)}%` }} />
              )}
            </div>
          );
        })}
        {phases.map(({ item, from, to }) => {
          const left = percentAt(window, from);
          return (
            <div
              key={item}
              class="strip-critical"
              style={{ left: `${left}%`, width: `${percentAt(window, to) - left}%` }}
            />
          );
        })}
        <DueMarks items={view.items} window={window} time={time} />
        <div class="strip-now" style={{ left: `${now}%` }} />
      </div>
      <div class="strip-ticks">
        {window.ticks.slice(1, -1).map((tick) => (
          <Tick key={tick} tick={tick} at={percentAt(window, tick)} isBoundary={isBoundary(window, tick)} />
        ))}
      </div>
    </div>
  );
}

function describe(time: UtcMs): string {
  const view = floor.value;
  if (!view) return '';
  return text.strip.describe({
    shift: view.shift.name,
    crew: view.shift.crew,
    from: formatZuluMinutes(view.shift.start),
    to: formatZuluMinutes(view.shift.end),
    now: formatZulu(Math.floor(time / MS_PER_MINUTE) * MS_PER_MINUTE),
    overlapMin: view.exercise.overlapMin,
    mark: `${formatDate(view.mark)} ${formatZuluMinutes(view.mark)}`,
  });
}

function describePhases(phases: readonly CriticalPhase[]): string {
  return text.strip.criticalSaid(phases.length, formatZuluMinutes(phases[0]?.from ?? 0));
}

function isBoundary(window: StripWindow, tick: UtcMs): boolean {
  return window.shifts.some(({ start, end }) => start === tick || end === tick);
}

function Tick({ tick, at, isBoundary }: { tick: UtcMs; at: number; isBoundary: boolean }): JSX.Element {
  const clock = formatZuluMinutes(tick);
  const isDaily = span.value === '3d' && clock === '00:00Z';
  const words = isBoundary || span.value === '3h' ? clock : clock.slice(0, 2);
  return (
    <span class={isBoundary ? 'tick boundary' : 'tick'} style={{ left: `${at}%` }}>
      {isDaily ? formatDate(tick).slice(5) : words}
    </span>
  );
}

/** The next deadlines as marks; the queue on the floor has them in words. */
function DueMarks({
  items,
  window,
  time,
}: {
  items: readonly ItemView[];
  window: StripWindow;
  time: UtcMs;
}): JSX.Element {
  const due = items.filter((item) => dueAt(item) > window.start && dueAt(item) < window.end).slice(0, 24);
  return (
    <div class="strip-due">
      {due.map((item) => (
        <span key={item.id} style={{ left: `${percentAt(window, dueAt(item))}%` }}>
          <SeverityMark severity={item.severity} isLate={isLate(item, time)} />
        </span>
      ))}
    </div>
  );
}

/** What the washes mean, and how much time the strip shows. */
TimeStrip.Legend = function Legend(): JSX.Element {
  return (
    <span class="strip-legend">
      <span class="legend-item">
        <i class="swatch overlap" aria-hidden="true" /> {text.strip.overlap}
      </span>
      <span class="legend-item">
        <i class="swatch review" aria-hidden="true" /> {text.strip.review}
      </span>
      <span class="legend-item">
        <i class="swatch critical" aria-hidden="true" /> {text.strip.critical}
      </span>
      <span class="segmented" role="group" aria-label={text.strip.span}>
        {SPANS.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={span.value === option}
            onClick={() => (span.value = option)}
          >
            {text.strip.spans[option]}
          </button>
        ))}
      </span>
    </span>
  );
};
