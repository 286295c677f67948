import type { JSX } from 'preact';
import { SHIFT_MS } from '../../../core/operations/shift.ts';
import type { ChecklistLine } from '../../../core/operations/types.ts';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { isLate } from '../floor/work-order.ts';
import { formatZulu, formatZuluMinutes } from '../format.ts';
import { Icon, SeverityMark, StatusMark } from '../glyphs.tsx';
import { WithReason } from '../with-reason.tsx';
import { changesSince } from './facts.ts';

const CHANGES_SHOWN = 40;

interface PreviewProps {
  readonly view: FloorView;
  readonly handover: HandoverView;
}

/** What the incoming person reads alone: status lines, each by itself, what changed this shift, and what is open. */
export function Preview({ view, handover }: PreviewProps): JSX.Element {
  const isOpen = handover.previewedAt === null && handover.acceptedAt === null;
  const canReview = isOpen && view.mode === 'active' && seat.value === handover.to;
  const left = handover.checklist.filter(isLeft).length;
  return (
    <div class="preview-step">
      <p class="step-note">
        {handover.previewedAt === null
          ? text.handover.previewAlone(handover.incoming.name)
          : text.handover.previewedBy(handover.incoming.name, formatZulu(handover.previewedAt))}
      </p>
      <section aria-labelledby="lines-title">
        <h4 id="lines-title">
          {text.handover.statusLines}{' '}
          <span class="quiet">
            {text.handover.linesSeen(handover.checklist.length - left, handover.checklist.length)}
          </span>
        </h4>
        <ol class="status-lines">
          {handover.checklist.map((line) => (
            <Line key={line.id} line={line} view={view} handover={handover} canReview={canReview} />
          ))}
        </ol>
      </section>
      <Changes view={view} handover={handover} />
      <OpenItems view={view} handover={handover} />
      {canReview && (
        <div class="step-buttons">
          <AskButton
            class="primary"
            blocked={left > 0 ? text.handover.linesOpen(left) : null}
            ask={() => actions().floor({ type: 'preview-handover', handover: handover.id })}
            done={text.handover.previewDone}
          >
            {text.handover.previewButton}
          </AskButton>
          {left > 0 && <span class="quiet">{text.handover.linesOpen(left)}</span>}
        </div>
      )}
    </div>
  );
}

function isLeft({ reviewedAt, waivedBecause }: ChecklistLine): boolean {
  return reviewedAt === null && waivedBecause === null;
}

interface LineProps extends PreviewProps {
  readonly line: ChecklistLine;
  readonly canReview: boolean;
}

function Line({ line, view, handover, canReview }: LineProps): JSX.Element {
  const canAct = canReview && isLeft(line);
  return (
    <li class={line.isAttentionWanted ? 'attention' : ''}>
      <StatusMark status={line.isAttentionWanted ? 'caution' : 'off'} />
      <span class="grow">
        <b>{line.title}</b> <span class="quiet">{line.status}</span>
        {line.isAttentionWanted && <span class="tag">{text.handover.attentionShort}</span>}
      </span>
      {line.reviewedAt !== null && (
        <span class="done">
          <Icon name="check" /> {text.handover.readAt(formatZulu(line.reviewedAt))}
        </span>
      )}
      {line.waivedBecause !== null && (
        <span class="done">
          <StatusMark status="standby" /> {text.handover.waived(line.waivedBecause)}
        </span>
      )}
      {canAct && (
        <AskButton
          class="small-button"
          label={`${text.handover.readLine}: ${line.title}`}
          ask={() => actions().floor({ type: 'review-line', handover: handover.id, line: line.id })}
          done={text.handover.lineRead(line.title)}
        >
          {text.handover.readLine}
        </AskButton>
      )}
      {canAct && view.exercise.procedure === 'flexible' && (
        <WithReason
          words={text.handover.waiveLine}
          label={text.handover.waiveWhy(line.title)}
          ask={(reason) =>
            actions().floor({ type: 'waive-line', handover: handover.id, line: line.id, reason })
          }
        />
      )}
    </li>
  );
}

function Changes({ view, handover }: PreviewProps): JSX.Element {
  const entries = changesSince(view.log, handover.boundary - SHIFT_MS, handover.desk);
  const more = entries.length - CHANGES_SHOWN;
  return (
    <details class="changes">
      <summary>
        <h4>{text.handover.changed(entries.length)}</h4>
      </summary>
      <ul>
        {entries.slice(0, CHANGES_SHOWN).map((entry) => (
          <li key={entry.seq} class={entry.isAlert ? 'alert' : ''}>
            <span class="quiet">{formatZuluMinutes(entry.at)}</span>
            {entry.desk ? <span class="desk-tag">{entry.desk}</span> : <span />}
            <span>{entry.text}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">{text.handover.changesMore(more)}</p>}
      {view.withheld.log > 0 && <p class="quiet">{text.handover.changesWithheld(view.withheld.log)}</p>}
    </details>
  );
}

function OpenItems({ view, handover }: PreviewProps): JSX.Element {
  const ids = handover.items.map(({ item }) => item);
  const items = view.items.filter(({ id }) => ids.includes(id));
  const time = simulationTime.value;
  return (
    <section aria-labelledby="preview-items-title">
      <h4 id="preview-items-title">
        {text.handover.itemsTitle} <span class="quiet">{handover.items.length}</span>
      </h4>
      {handover.items.length === 0 && <p class="quiet">{text.handover.nothingOpen}</p>}
      <ul class="preview-items">
        {items.map((item) => (
          <li key={item.id}>
            <SeverityMark severity={item.severity} isLate={isLate(item, time)} />
            <span class="grow">
              {item.summary}
              <span class="quiet">
                <span class="desk-tag">{item.desk}</span> {text.floor.states[item.state]} ·{' '}
                {text.floor.facts(item.facts.length)}
                {item.withheld > 0 && ` · ${text.handover.withheldShort(item.withheld)}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
