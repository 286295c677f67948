import type { JSX } from 'preact';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { shownFloor } from '../../view-state.ts';
import { Uncovered } from '../uncovered.tsx';
import { Assume, Review } from './assume.tsx';
import { Brief } from './brief-item.tsx';
import { chooseDesk, chooseStep, shownDesk, shownStep } from './chosen.ts';
import { DeskStrip } from './desk-strip.tsx';
import { GateList } from './gate-list.tsx';
import type { HandoverStep } from './gates.ts';
import { ItemList, StatusSummary } from './item-list.tsx';
import { NoHandover } from './no-handover.tsx';
import { Parties } from './parties.tsx';
import { PauseNote } from './pause-note.tsx';
import { Preview } from './preview.tsx';
import { Questions } from './questions.tsx';
import { SpokenLines } from './spoken-lines.tsx';
import { Steps } from './steps.tsx';

/** The watch changes hands: two people facing each other, and one instant in which responsibility passes. */
export function HandoverScreen(): JSX.Element {
  const view = shownFloor.value;
  const isCovered = view !== null && (view.mode === 'active' || view.mode === 'review');
  const isOpen = isCovered && shownDesk(view)?.handover;
  return (
    <main class={isOpen ? 'work-screen handover' : 'work-screen handover idle'} id="handover">
      <h2 class="hidden-text">{text.screens.handover}</h2>
      {!view && <p class="loading">{text.floor.loading}</p>}
      {view && view.mode !== 'active' && view.mode !== 'review' && <Uncovered mode={view.mode} />}
      {isCovered && <Dialogue view={view} />}
    </main>
  );
}

function Dialogue({ view }: { view: FloorView }): JSX.Element | null {
  const desk = shownDesk(view);
  if (!desk) return null;
  const { handover } = desk;
  const step = handover && shownStep(handover);
  return (
    <>
      <Steps desk={desk} shown={step} onChoose={(wanted) => handover && chooseStep(handover, wanted)} />
      {handover && (
        <div class="handover-left">
          <ItemList view={view} handover={handover} />
          {step !== 'preview' && <StatusSummary handover={handover} />}
        </div>
      )}
      <section class="panel exchange" tabIndex={0} aria-label={text.handover.exchange(desk.desk)}>
        <Parties view={view} desk={desk} />
        {handover && step ? (
          <>
            <PauseNote handover={handover} />
            <Step step={step} view={view} handover={handover} />
            {step !== 'preview' && <Questions view={view} handover={handover} />}
          </>
        ) : (
          <NoHandover view={view} desk={desk} />
        )}
      </section>
      <div class="handover-right">
        {handover && <GateList view={view} handover={handover} />}
        <DeskStrip view={view} chosen={desk.desk} onChoose={chooseDesk} />
        <a class="button sheet-link" href={`#sheet/${desk.desk}`}>
          {text.sheet.open}
        </a>
      </div>
      {handover && <SpokenLines view={view} handover={handover} />}
    </>
  );
}

interface StepProps {
  readonly step: HandoverStep;
  readonly view: FloorView;
  readonly handover: HandoverView;
}

function Step({ step, view, handover }: StepProps): JSX.Element {
  switch (step) {
    case 'preview':
      return <Preview view={view} handover={handover} />;
    case 'brief':
      return <Brief view={view} handover={handover} />;
    case 'assume':
      return <Assume view={view} handover={handover} />;
    case 'review':
      return <Review view={view} handover={handover} />;
  }
}
