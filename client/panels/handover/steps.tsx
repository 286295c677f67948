import type { JSX } from 'preact';
import type { DeskView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { HANDOVER_STEPS, handoverStep, type HandoverStep } from './gates.ts';

/** The four steps, and how far this desk is. */
export function Steps({ desk }: { desk: DeskView }): JSX.Element {
  const { handover } = desk;
  const current = handover ? HANDOVER_STEPS.indexOf(handoverStep(handover)) : -1;
  return (
    <ol class="steps" aria-label={text.handover.stepsLabel(desk.desk)}>
      {HANDOVER_STEPS.map((step, index) => (
        <li
          key={step}
          class={index === current ? 'step current' : index < current ? 'step done' : 'step'}
          aria-current={index === current ? 'step' : undefined}
        >
          <span class="step-number">{index + 1}</span>
          <span class="grow">
            <b>{text.handover.steps[step].title}</b>
            <span class="quiet">{detail(step, desk)}</span>
          </span>
          {index < current && <Icon name="check" />}
        </li>
      ))}
    </ol>
  );
}

function detail(step: HandoverStep, { handover }: DeskView): string {
  const words = text.handover.steps[step].detail;
  if (!handover) return words;
  const told = handover.items.filter((item) => item.acknowledgedAt !== null).length;
  switch (step) {
    case 'preview':
      return handover.previewedAt === null
        ? words
        : text.handover.previewedAt(formatZulu(handover.previewedAt));
    case 'brief':
      return handover.items.length === 0 ? words : text.handover.briefed(told, handover.items.length);
    case 'assume':
      return handover.acceptedAt === null ? words : text.handover.acceptedAt(formatZulu(handover.acceptedAt));
    case 'review':
      return words;
  }
}
