import type { JSX } from 'preact';
import type { Severity } from '../../../core/operations/types.ts';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { shownTime } from '../../view-state.ts';
import { formatDuration, formatZuluMinutes } from '../format.ts';
import { SeverityMark, StatusMark } from '../glyphs.tsx';
import { KSS_MARKS, kssStatus } from './bands.ts';
import { countDesks } from './desk-counts.ts';
import { type Station, stationsOf } from './phase-steps.ts';
import { isLate } from './work-order.ts';

/** Where in the shift the floor is, and the numbers a chief asks for first. */
export function ShiftSummary({ view }: { view: FloorView }): JSX.Element {
  const time = shownTime.value;
  const { shift, nextShift } = view;
  return (
    <section class="panel summary" aria-label={text.floor.summary}>
      <div>
        <p class="label">
          {text.floor.shiftLine(
            shift.name,
            shift.crew,
            formatZuluMinutes(shift.start),
            formatZuluMinutes(shift.end),
          )}
        </p>
        <p class="row">
          <span class="countdown-big">{formatDuration(Math.max(0, shift.end - time) || 0)}</span>
          <span class="quiet">
            {text.clock.toTheBoundary(formatZuluMinutes(shift.end))}
            <br />
            {text.floor.takesOver(nextShift.name, nextShift.crew)}
          </span>
        </p>
      </div>
      <Stations view={view} time={time} />
      <Counts view={view} time={time} />
      <Alerts view={view} />
    </section>
  );
}

function Counts({ view, time }: { view: FloorView; time: UtcMs }): JSX.Element {
  const late = view.items.filter((item) => isLate(item, time));
  const notAcked = late.filter(({ state }) => state === 'new');
  const desks = countDesks(view.desks);
  const kss = view.desks[0]?.holder.kss ?? null;
  return (
    <dl class="counts">
      <div>
        <dt>{text.floor.openItems}</dt>
        <dd>{view.items.length}</dd>
        {late.length > notAcked.length && (
          <dd class="quiet small">{text.floor.otherLate(late.length - notAcked.length)}</dd>
        )}
      </div>
      <div>
        <dt>{text.floor.ackLate}</dt>
        <dd>
          {notAcked.length > 0 && <SeverityMark severity={worstOf(notAcked)} isLate />} {notAcked.length}
        </dd>
      </div>
      <div>
        <dt>{text.floor.desksHeld}</dt>
        <dd>
          {desks.held < view.desks.length && <StatusMark status="serious" />} {desks.held}
          <span class="quiet small">/{view.desks.length}</span>
        </dd>
        <dd class="quiet small">{text.floor.desksHeldDetail(desks.seated, desks.combined)}</dd>
      </div>
      <div>
        <dt>{text.floor.chiefKss}</dt>
        <dd title={text.floor.kssNote}>
          {kss === null ? (
            <span class="quiet small">{text.floor.fatigueOff}</span>
          ) : (
            <>
              {kss > KSS_MARKS.amber && <StatusMark status={kssStatus(kss)} />} {kss.toFixed(1)}
            </>
          )}
        </dd>
        <dd class="quiet small">{text.floor.illustrative}</dd>
      </div>
    </dl>
  );
}

function worstOf(items: readonly ItemView[]): Severity {
  return items.reduce<Severity>((worst, { severity }) => (severity > worst ? severity : worst), 1);
}

/** What is wrong with the people, the sensors or the sky: serious first, each in words. */
function Alerts({ view }: { view: FloorView }): JSX.Element | null {
  const { alerts, isDegraded, phase, sensorsDown, storm } = view;
  const isQuiet =
    alerts.length === 0 && !isDegraded && phase !== 'held-over' && sensorsDown.length === 0 && storm === null;
  if (isQuiet) return null;
  return (
    <ul class="alerts" aria-label={text.floor.alerts}>
      {isDegraded && (
        <li class="alert-line serious">
          <StatusMark status="serious" />
          <span>
            <b>{text.floor.degraded}</b> {text.floor.degradedWhy}
          </span>
        </li>
      )}
      {phase === 'held-over' && (
        <li class="alert-line serious">
          <StatusMark status="serious" />
          <span>{text.floor.heldOver}</span>
        </li>
      )}
      {alerts.map((alert) => (
        <li key={`${alert.desk}-${alert.rule}-${alert.reason}`} class="alert-line serious">
          <StatusMark status="serious" />
          <span>
            <b>{text.floor.alertDesk(alert.desk)}</b> {alert.reason}{' '}
            <span class="quiet small">{alert.rule}</span>
          </span>
        </li>
      ))}
      {sensorsDown.map(({ sensor, since, note }) => (
        <li key={sensor} class="alert-line">
          <StatusMark status="caution" />
          <span>
            {text.floor.sensorDown(sensor, formatZuluMinutes(since))} <span class="quiet">{note}</span>
          </span>
        </li>
      ))}
      {storm && (
        <li class="alert-line">
          <StatusMark status="caution" />
          <span>
            {text.floor.storm(String(storm.kp), formatZuluMinutes(storm.since))}{' '}
            <span class="quiet">{storm.note}</span>
          </span>
        </li>
      )}
    </ul>
  );
}

/** The stations of the shift, with where the floor stands by what the server says. */
function Stations({ view, time }: { view: FloorView; time: UtcMs }): JSX.Element {
  const isWrong = view.phase === 'held-over' || view.phase === 'staffing-alert';
  return (
    <ol class={isWrong ? 'phases wrong' : 'phases'} aria-label={text.floor.phases.label}>
      {stationsOf(view, time).map((station) => (
        <li
          key={station.name}
          class={station.state}
          aria-current={station.state === 'current' ? 'step' : undefined}
        >
          <i aria-hidden="true" />
          <b>{text.floor.stations[station.name]}</b>
          <span class="quiet">{whenOf(station, view)}</span>
        </li>
      ))}
    </ol>
  );
}

function whenOf({ name, at, state }: Station, { phase }: FloorView): string {
  if (state === 'current' && (phase === 'held-over' || phase === 'staffing-alert')) {
    return text.floor.phaseNames[phase];
  }
  if (name === 'review') return text.floor.reviewLength;
  return at === null ? '–' : formatZuluMinutes(at);
}
