import type { JSX } from 'preact';
import type { DeskView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { HANDOVER_STEPS, handoverStep, type HandoverStep } from './gates.ts';

interface StepsProps {
  readonly desk: DeskView;
  /** The step that is looked at. */
  readonly shown: HandoverStep | null;
  readonly onChoose: (step: HandoverStep) => void;
}

/** The four steps, how far this desk is, and which of them is looked at. */
export function Steps({ desk, shown, onChoose }: StepsProps): JSX.Element {
  const { handover } = desk;
  const current = handover ? HANDOVER_STEPS.indexOf(handoverStep(handover)) : -1;
  return (
    <ol class="steps" aria-label={text.handover.stepsLabel(desk.desk)}>
      {HANDOVER_STEPS.map((step, index) => (
        <li key={step} aria-current={index === current ? 'step' : undefined}>
          <button
            type="button"
            class={index === current ? 'step current' : index < current ? 'step done' : 'step'}
            aria-pressed={step === shown}
            aria-disabled={handover ? undefined : 'true'}
            onClick={() => handover && onChoose(step)}
          >
            <span class="step-number">{index + 1}</span>
            <span class="grow">
              <b>{text.handover.steps[step].title}</b>
              <span class="quiet">{detail(step, desk)}</span>
            </span>
            {index < current && <Icon name="check" />}
          </button>
        </li>
      ))}
    </ol>
  );
}

function detail(step: HandoverStep, { handover }: DeskView): string {
  const words = text.handover.steps[step].detail;
  if (!handover) return words;
  const done = handover.items.filter((item) => item.acknowledgedAt !== null).length;
  switch (step) {
    case 'preview': {
      if (handover.previewedAt !== null) return text.handover.previewedAt(formatZulu(handover.previewedAt));
      const { checklist } = handover;
      const seen = checklist.filter((line) => line.reviewedAt !== null || line.waivedBecause !== null).length;
      return text.handover.linesSeen(seen, checklist.length);
    }
    case 'brief':
      return handover.items.length === 0
        ? words
        : text.handover.briefPace(
            { done, total: handover.items.length },
            { soFarMin: handover.briefMs / 60_000, neededMin: handover.briefMinNeeded },
          );
    case 'assume':
      return handover.acceptedAt === null ? words : text.handover.acceptedAt(formatZulu(handover.acceptedAt));
    case 'review':
      return handover.reviewedAt === null ? words : text.handover.reviewedAt(formatZulu(handover.reviewedAt));
  }
}
