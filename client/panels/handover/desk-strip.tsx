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
          return (
            <li key={desk.desk}>
              <button
                type="button"
                class="chip"
                aria-pressed={desk.desk === chosen}
                title={desk.title}
                onClick={() => onChoose(desk.desk)}
              >
                <StatusMark status={status} />
                <b>{desk.desk}</b>
                <span class="hidden-text"> {desk.title}: </span>
                <span class="quiet clip">
                  {desk.desk === mine ? `${words} · ${text.handover.yours}` : words}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function standing({ handover }: DeskView): readonly [Status, string] {
  if (!handover) return ['off', text.handover.standing.none];
  if (handover.acceptedAt !== null) return ['normal', text.handover.standing.accepted];
  if (handover.isHeldOver) return ['serious', text.handover.standing.heldOver];
  if (handover.previewedAt === null) return ['off', text.handover.standing.open];
  return handover.signedOutAt === null
    ? ['standby', text.handover.standing.briefing]
    : ['standby', text.handover.standing.ready];
}
