import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Desk } from '../../../core/operations/types.ts';
import type { FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { floor, seat } from '../../view-state.ts';
import { deskOfPerson } from '../desk-of-seat.ts';
import { Uncovered } from '../uncovered.tsx';
import { BriefItems } from './brief-items.tsx';
import { DeskStrip } from './desk-strip.tsx';
import { GateList } from './gate-list.tsx';
import { NoHandover } from './no-handover.tsx';
import { Parties } from './parties.tsx';
import { SpokenLines } from './spoken-lines.tsx';
import { Steps } from './steps.tsx';

/** The desk looked at; null follows the seat, and without a seat the chief's. */
const chosenDesk = signal<Desk | null>(null);

/** The watch changes hands: two people facing each other, and one instant in which responsibility passes. */
export function HandoverScreen(): JSX.Element {
  const view = floor.value;
  return (
    <main class="work-screen handover" id="handover">
      <h2 class="hidden-text">{text.screens.handover}</h2>
      {!view && <p class="loading">{text.floor.loading}</p>}
      {view && (view.mode === 'before-start' || view.mode === 'too-far-ahead') && (
        <Uncovered mode={view.mode} />
      )}
      {view && (view.mode === 'active' || view.mode === 'review') && <Desks view={view} />}
    </main>
  );
}

function Desks({ view }: { view: FloorView }): JSX.Element {
  const wanted = chosenDesk.value ?? deskOfPerson(view, seat.value)?.desk ?? 'CCO';
  const desk = view.desks.find((candidate) => candidate.desk === wanted) ?? view.desks[0]!;
  const { handover } = desk;
  return (
    <>
      <Steps desk={desk} />
      <DeskStrip view={view} chosen={desk.desk} onChoose={(name) => (chosenDesk.value = name)} />
      <section class="panel exchange" tabIndex={0} aria-label={text.handover.exchange(desk.desk)}>
        <Parties view={view} desk={desk} />
        {handover ? (
          <BriefItems view={view} desk={desk} handover={handover} />
        ) : (
          <NoHandover view={view} desk={desk} />
        )}
      </section>
      {handover && (
        <>
          <GateList view={view} desk={desk} handover={handover} />
          <SpokenLines view={view} desk={desk} handover={handover} />
        </>
      )}
    </>
  );
}
