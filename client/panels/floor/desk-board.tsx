import type { JSX } from 'preact';
import type { DeskView, FloorView, PersonView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { dialog, seat, shownTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson, personInSeat } from '../desk-of-seat.ts';
import { formatZuluMinutes } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Attendance, PersonName } from '../person.tsx';
import { kssStatus, LOAD_MARKS, loadStatus } from './bands.ts';
import { countDesks } from './desk-counts.ts';
import { whyReadOnly } from './read-only.ts';
import { standingOf } from './standing.ts';

/** All desks: who holds each, whether a person sits there, how loaded and how tired, who relieves. */
export function DeskBoard({ view }: { view: FloorView }): JSX.Element {
  const { seated, simulated, combined } = countDesks(view.desks);
  const canSit = whyReadOnly(view) === null;
  return (
    <section class="panel desks" aria-labelledby="desks-title">
      <div class="panel-head">
        <h3 id="desks-title">{text.floor.desks}</h3>
        <span class="quiet grow small">{text.floor.desksNote}</span>
        <span class="quiet small">{text.floor.manningAll(seated, simulated, combined)}</span>
      </div>
      <ul class="desk-grid" tabIndex={0} aria-labelledby="desks-title">
        {view.desks.map((desk) => (
          <DeskCard key={desk.desk} desk={desk} canSit={canSit} time={shownTime.value} />
        ))}
        <li class="desk desk-note">
          <SeatNote view={view} />
        </li>
        <li class="desk desk-note">
          <h4>{text.floor.reading}</h4>
          {text.floor.readingLines.map((line) => (
            <p key={line} class="quiet">
              {line}
            </p>
          ))}
        </li>
      </ul>
    </section>
  );
}

interface DeskCardProps {
  readonly desk: DeskView;
  readonly canSit: boolean;
  readonly time: UtcMs;
}

function DeskCard({ desk, canSit, time }: DeskCardProps): JSX.Element {
  const { holder, relief, combinedWith } = desk;
  const kinds = [
    'desk',
    holder.attendedBy === null ? 'simulated' : '',
    desk.desk === 'CCO' ? 'chief' : '',
    seat.value !== null && [holder.id, relief?.id].includes(seat.value) ? 'yours' : '',
  ];
  const kind = text.floor.kinds[holder.kind];
  return (
    <li class={kinds.filter(Boolean).join(' ')}>
      <div class="row">
        <b class="desk-code">{desk.desk}</b>
        {holder.kss !== null && <Sleepiness kss={holder.kss} />}
        {desk.openItems > 0 && (
          <span class="count" title={text.floor.openItems}>
            {desk.openItems}
            <span class="hidden-text"> {text.floor.openItems}</span>
          </span>
        )}
      </div>
      <p class="quiet small clip" title={text.floor.eligible(desk.title, desk.eligibleNations.join(', '))}>
        {desk.title}
      </p>
      <p class="row holder" title={text.floor.since(formatZuluMinutes(desk.since))}>
        <PersonName person={holder} />
      </p>
      <p class="row desk-state">
        {combinedWith === null ? (
          <Attendance person={holder} />
        ) : (
          <span class="attendance combined">
            <i aria-hidden="true" />
            <span class="clip">{text.floor.combined(combinedWith)}</span>
          </span>
        )}
        {kind !== null && <span class="kind small quiet">{kind}</span>}
      </p>
      <Load load={desk.load} />
      <p class="row relief">
        {relief === null ? (
          <>
            <StatusMark status="serious" />
            <span class="grow">{text.floor.nobody}</span>
          </>
        ) : (
          <Relief desk={desk} relief={relief} time={time} />
        )}
      </p>
      {desk.trainee && <p class="quiet clip">{text.floor.trainee(desk.trainee.name)}</p>}
      {canSit && (
        <p class="row seats">
          <SitButton person={holder} desk={desk.desk} words={text.floor.sit} />
          {relief && relief.id !== holder.id && (
            <SitButton person={relief} desk={desk.desk} words={text.floor.sitRelief} />
          )}
        </p>
      )}
    </li>
  );
}

function Sleepiness({ kss }: { kss: number }): JSX.Element {
  const status = kssStatus(kss);
  return (
    <span class="sleepiness" title={text.floor.kssNote}>
      <span class="quiet">{text.floor.kss}</span> <b>{kss.toFixed(1)}</b>
      {status !== 'normal' && (
        <>
          {' '}
          <StatusMark status={status} />
          <span class="hidden-text">
            {status === 'critical' ? text.floor.kssBands.red : text.floor.kssBands.amber}
          </span>
        </>
      )}
    </span>
  );
}

/** A bar to 1.0 with marks at .6 and .85; beyond 1 it stays full and the number says how much. */
function Load({ load }: { load: number }): JSX.Element {
  const status = loadStatus(load);
  return (
    <p class="row load" title={text.floor.loadNote}>
      <span class="quiet">{text.floor.load}</span>
      <svg class={`load-bar ${status}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="4" y="2" />
        <rect class="fill" width={Math.min(100, 100 * load)} height="4" y="2" />
        {[LOAD_MARKS.amber, LOAD_MARKS.red].map((mark) => (
          <line key={mark} x1={100 * mark} x2={100 * mark} y1="0" y2="8" vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      <b>{load.toFixed(2).replace(/^0\./, '.')}</b>
      {status !== 'normal' && <StatusMark status={status} />}
    </p>
  );
}

/** Who comes next, how he stands at this desk, and by which rule he comes. */
function Relief({ desk, relief, time }: { desk: DeskView; relief: PersonView; time: UtcMs }): JSX.Element {
  const standing = standingOf(relief, desk.desk, { at: time, trainee: desk.trainee?.id ?? null });
  const how = text.floor.reliefHow[desk.reliefHow];
  const isAbsent = relief.absence !== null;
  const state = isAbsent ? text.floor.absentShort : text.floor.standings[standing.kind];
  const words = `${relief.rank} ${relief.name} (${relief.nation}), ${state}${how === null ? '' : `, ${how}`}`;
  return (
    <>
      <StatusMark status={isAbsent ? 'serious' : standing.status} />
      <span class="grow clip" title={words}>
        <span class="hidden-text">{text.floor.relief}: </span>
        {relief.name}
        <span class={standing.kind === 'certified' && !isAbsent ? 'hidden-text' : 'quiet'}>, {state}</span>
        {how !== null && <span class="quiet"> · {how}</span>}
        {relief.attendedBy !== null && <b> · {relief.attendedBy}</b>}
      </span>
      <span class="nation">{relief.nation}</span>
    </>
  );
}

interface SitButtonProps {
  readonly person: PersonView;
  readonly desk: string;
  readonly words: string;
}

function SitButton({ person, desk, words }: SitButtonProps): JSX.Element | null {
  if (person.id === seat.value) return <span class="your-seat">{text.floor.yourSeat}</span>;
  if (person.attendedBy !== null) return null;
  return (
    <button
      type="button"
      class="button small-button"
      aria-label={`${words}: ${desk}, ${person.rank} ${person.name}`}
      onClick={() => (dialog.value = { kind: 'seat', person: person.id })}
    >
      {words}
    </button>
  );
}

function SeatNote({ view }: { view: FloorView }): JSX.Element {
  const desk = deskOfPerson(view, seat.value);
  const person = personInSeat(view, seat.value);
  if (seat.value === null) {
    return (
      <>
        <h4>{text.floor.noSeat}</h4>
        <p class="quiet">{text.floor.noSeatHow}</p>
      </>
    );
  }
  return (
    <>
      <h4>{text.floor.yourDesk}</h4>
      <p>
        <b>{desk?.desk ?? seat.value}</b> {person && <PersonName person={person} />}
      </p>
      <AskButton ask={() => actions().leaveSeat()} done={text.floor.left}>
        {text.floor.leave}
      </AskButton>
    </>
  );
}
