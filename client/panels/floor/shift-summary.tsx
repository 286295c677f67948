import type { JSX } from 'preact';
import type { FloorView } from '../../../core/operations/view.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { simulationTime } from '../../view-state.ts';
import { formatDuration, formatZuluMinutes } from '../format.ts';
import { SeverityMark, StatusMark } from '../glyphs.tsx';
import { isLate } from './work-order.ts';

/** Where in the shift the floor is, and the numbers a chief asks for first. */
export function ShiftSummary({ view }: { view: FloorView }): JSX.Element {
  const time = simulationTime.value;
  const { shift, nextShift, items, desks } = view;
  const late = items.filter((item) => isLate(item, time));
  const seated = desks.filter(({ holder }) => holder.attendedBy !== null).length;
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
      <Phases view={view} time={time} />
      <Alerts view={view} />
      <dl class="counts">
        <Count value={String(items.length)} label={text.floor.openItems} />
        <div>
          <dd>
            {late.length > 0 && <SeverityMark severity={late[0]!.severity} isLate />} {late.length}
          </dd>
          <dt>{text.floor.late}</dt>
        </div>
        <Count value={desks[0]?.holder.kss?.toFixed(1) ?? '–'} label={text.floor.chiefKss} />
        <Count value={`${seated}`} label={text.floor.seatedDesks} of={`/${desks.length}`} />
      </dl>
    </section>
  );
}

/** What is wrong with the people of this shift or the next. */
function Alerts({ view }: { view: FloorView }): JSX.Element | null {
  if (view.alerts.length === 0 && !view.isDegraded) return null;
  return (
    <ul class="alerts" aria-label={text.floor.alerts}>
      {view.isDegraded && (
        <li>
          <StatusMark status="serious" /> {text.floor.degraded}
        </li>
      )}
      {view.alerts.map((alert) => (
        <li key={`${alert.desk}-${alert.reason}`}>
          <StatusMark status="serious" /> <b>{alert.desk}</b> {alert.reason}{' '}
          <span class="quiet">({alert.rule})</span>
        </li>
      ))}
    </ul>
  );
}

function Count({ value, label, of }: { value: string; label: string; of?: string }): JSX.Element {
  return (
    <div>
      <dd>
        {value} {of && <span class="quiet small">{of}</span>}
      </dd>
      <dt>{label}</dt>
    </div>
  );
}

/** Start, overlap, transfer: the stations of a shift. */
function Phases({ view, time }: { view: FloorView; time: UtcMs }): JSX.Element {
  const { shift, exercise } = view;
  const overlap = shift.end - exercise.overlapMin * MS_PER_MINUTE;
  const phases = [
    { name: text.floor.phases.active, at: shift.start },
    { name: text.floor.phaseNames.preparation, at: shift.end - 45 * MS_PER_MINUTE },
    { name: text.floor.phases.overlap, at: overlap },
    { name: text.floor.phases.transfer, at: shift.end },
  ];
  const current = phases.findLastIndex(({ at }) => time >= at);
  return (
    <ol class="phases" aria-label={text.floor.phases.label}>
      {phases.map(({ name, at }, index) => (
        <li
          key={name}
          class={index < current ? 'past' : index === current ? 'current' : ''}
          aria-current={index === current ? 'step' : undefined}
        >
          <i aria-hidden="true" />
          <b>{name}</b>
          <span class="quiet">{formatZuluMinutes(at)}</span>
        </li>
      ))}
    </ol>
  );
}
