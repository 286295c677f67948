import type { JSX } from 'preact';
import type { Handover } from '../../../core/operations/types.ts';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { StatusMark } from '../glyphs.tsx';
import { acceptanceGates } from './gates.ts';

/** What stands between this handover and its acceptance, each line with its reason. */
export function GateList({
  view,
  desk,
  handover,
}: {
  view: FloorView;
  desk: DeskView;
  handover: Handover;
}): JSX.Element {
  const gates = acceptanceGates(view, desk, handover);
  const open = gates.filter(({ isMet }) => !isMet).length;
  const hasPassed = handover.acceptedAt !== null;
  return (
    <section class="panel gates" aria-labelledby="gates-title">
      <div class="panel-head">
        <h3 id="gates-title" class="grow">
          {text.handover.gatesTitle}
        </h3>
        <span class="quiet">{hasPassed ? text.handover.assumed : text.handover.gatesOpen(open)}</span>
      </div>
      <ul>
        {gates.map((gate) => (
          <li key={gate.key} class="gate">
            <StatusMark status={gate.isMet || hasPassed ? 'normal' : 'caution'} />
            <span>
              <b>{gate.title}</b>
              <span class="quiet">{gate.reason}</span>
              <span class="hidden-text">
                {gate.isMet || hasPassed ? text.handover.met : text.handover.blocks}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
