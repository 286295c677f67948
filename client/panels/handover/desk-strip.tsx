import type { JSX } from 'preact';
import type { Desk } from '../../../core/operations/types.ts';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { deskOfPerson } from '../desk-of-seat.ts';
import { StatusMark, type Status } from '../glyphs.tsx';

interface DeskStripProps {
  readonly view: FloorView;
  readonly chosen: Desk;
  readonly onChoose: (desk: Desk) => void;
}

/** Every desk and how its handover stands, bottom up: the chief is last. */
export function DeskStrip({ view, chosen, onChoose }: DeskStripProps): JSX.Element {
  const mine = deskOfPerson(view, seat.value)?.desk;
  const done = view.desks.filter(({ handover }) => handover !== null && handover.acceptedAt !== null).length;
  const open = view.desks.filter(({ handover }) => handover !== null).length;
  return (
    <section class="panel desk-strip" aria-labelledby="desk-strip-title">
      <div class="panel-head">
        <h3 id="desk-strip-title" class="grow">
          {text.handover.desks}
        </h3>
        <span class="quiet">{open > 0 ? text.handover.desksDone(done, open) : text.handover.desksIdle}</span>
      </div>
      <ul class="desk-chips">
        {view.desks.toReversed().map((desk) => {
          const [status, words] = standing(desk);
          const isMine = desk.desk === mine;
          return (
            <li key={desk.desk}>
              <button
                type="button"
                class={isMine ? 'chip mine' : 'chip'}
                aria-pressed={desk.desk === chosen}
                title={`${desk.title}: ${words}`}
                onClick={() => onChoose(desk.desk)}
              >
                <StatusMark status={status} />
                <b>{desk.desk}</b>
                <span class="hidden-text"> {desk.title}: </span>
                <span class="quiet clip">{isMine ? `${words} · ${text.handover.yours}` : words}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function standing({ handover }: DeskView): readonly [Status, string] {
  const words = text.handover.standing;
  if (!handover) return ['off', words.none];
  if (handover.acceptedAt !== null) return ['normal', words.accepted];
  if (handover.pause) return ['caution', words.paused];
  if (handover.isHeldOver) return ['serious', words.heldOver];
  if (handover.previewedAt === null) return ['off', words.open];
  return ['standby', handover.signedOutAt === null ? words.briefing : words.ready];
}
