import type { JSX } from 'preact';
import type { DeskView, FloorView, PersonView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { dialog, seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson, personInSeat } from '../desk-of-seat.ts';
import { formatZuluMinutes } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Attendance, PersonName } from '../person.tsx';

/** All desks: who holds each, whether a person sits there, who relieves. */
export function DeskBoard({ view }: { view: FloorView }): JSX.Element {
  const seated = view.desks.filter(({ holder }) => holder.attendedBy !== null).length;
  return (
    <section class="panel desks" aria-labelledby="desks-title">
      <div class="panel-head">
        <h3 id="desks-title">{text.floor.desks}</h3>
        <span class="quiet grow">{text.floor.desksNote}</span>
        <span class="quiet">{text.floor.manning(seated, view.desks.length - seated)}</span>
      </div>
      <ul class="desk-grid" tabIndex={0} aria-labelledby="desks-title">
        {view.desks.map((desk) => (
          <DeskCard key={desk.desk} desk={desk} canSit={view.mode === 'active'} />
        ))}
        <li class="desk desk-note">
          <SeatNote view={view} />
        </li>
      </ul>
    </section>
  );
}

function DeskCard({ desk, canSit }: { desk: DeskView; canSit: boolean }): JSX.Element {
  const { holder, relief } = desk;
  const isChief = desk.desk === 'CCO';
  const isYours = seat.value !== null && [holder.id, relief?.id].includes(seat.value);
  return (
    <li
      class={`desk ${holder.attendedBy === null ? 'simulated' : ''} ${isChief ? 'chief' : ''} ${isYours ? 'yours' : ''}`}
    >
      <div class="row">
        <b class="desk-code">{desk.desk}</b>
        <span class="quiet grow clip" title={desk.title}>
          {desk.title}
        </span>
        {desk.openItems > 0 && (
          <span class="count" title={text.floor.openItems}>
            {desk.openItems}
            <span class="hidden-text"> {text.floor.openItems}</span>
          </span>
        )}
      </div>
      <p class="row holder" title={text.floor.since(formatZuluMinutes(desk.since))}>
        <PersonName person={holder} />
      </p>
      <p class="row desk-state">
        {desk.combinedWith === null ? (
          <Attendance person={holder} />
        ) : (
          <span class="attendance">{text.floor.combined(desk.combinedWith)}</span>
        )}
        {canSit && <SitButton person={holder} desk={desk.desk} words={text.floor.sit} />}
      </p>
      <Measures desk={desk} />
      <p class="row relief">
        {relief === null ? (
          <span class="grow">
            <StatusMark status="serious" /> {text.floor.nobody}
          </span>
        ) : (
          <span class="quiet grow clip" title={`${relief.rank} ${relief.name} (${relief.nation})`}>
            <span aria-hidden="true">→</span>
            <span class="hidden-text">{text.floor.relief}</span> {relief.name}
            {relief.attendedBy !== null && <b> · {relief.attendedBy}</b>}
          </span>
        )}
        {canSit && relief && <SitButton person={relief} desk={desk.desk} words={text.floor.sitRelief} />}
      </p>
    </li>
  );
}

/** How loaded the desk and how sleepy its holder is, each as number and shape. */
function Measures({ desk }: { desk: DeskView }): JSX.Element {
  const { load, trainee, holder } = desk;
  return (
    <p class="row measures">
      <span title={text.floor.loadNote}>
        <StatusMark status={load > 0.85 ? 'serious' : load > 0.6 ? 'caution' : 'normal'} />{' '}
        {text.floor.load(load.toFixed(2))}
      </span>
      {holder.kss !== null && (
        <span title={text.floor.kssNote}>
          <StatusMark status={holder.kss >= 7 ? 'serious' : holder.kss > 6 ? 'caution' : 'normal'} />{' '}
          {text.floor.kss(holder.kss.toFixed(1))}
        </span>
      )}
      {trainee && <span class="quiet clip">{text.floor.trainee(trainee.name)}</span>}
    </p>
  );
}

function SitButton({
  person,
  desk,
  words,
}: {
  person: PersonView;
  desk: string;
  words: string;
}): JSX.Element | null {
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
