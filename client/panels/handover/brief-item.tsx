import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HandoverItem } from '../../../core/operations/types.ts';
import type { FloorView, HandoverView, ItemView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { floor, seat, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { isLate } from '../floor/work-order.ts';
import { formatZulu } from '../format.ts';
import { Icon, SeverityMark } from '../glyphs.tsx';
import { chosenItem, shownItem } from './chosen.ts';
import { changeDraft, draftOf } from './drafts.ts';
import { factRows, tellable, toldUnseen, valuesRead, wantsReadBack } from './facts.ts';
import { FactPairs } from './fact-pairs.tsx';
import { sideOf } from './gates.ts';
import type { Telling } from './telling.ts';

/** How long a simulated person's words stay uncovered. */
const HEARD_MS = 8000;

interface BriefProps {
  readonly view: FloorView;
  readonly handover: HandoverView;
}

/** One item at a time: told on the left, read back on the right. There is no button for all of them. */
export function Brief({ view, handover }: BriefProps): JSX.Element {
  const shown = shownItem(handover);
  const place = handover.items.findIndex(({ item }) => item === shown);
  const entry = handover.items[place];
  if (!entry) return <p class="empty step-note">{text.handover.nothingOpen}</p>;
  const item = view.items.find(({ id }) => id === entry.item);
  const canAct =
    view.mode === 'active' &&
    handover.acceptedAt === null &&
    handover.pause === null &&
    entry.acknowledgedAt === null;
  const side = sideOf(handover, seat.value);
  return (
    <article class="brief-one" aria-labelledby="brief-title">
      <div class="brief-what">
        {item && <SeverityMark severity={item.severity} isLate={isLate(item, simulationTime.value)} />}
        <h3 id="brief-title" class="grow">
          {item?.summary ?? text.handover.closedItem(entry.item)}
        </h3>
        <Places handover={handover} place={place} />
      </div>
      {item && (
        <>
          <p class="brief-tags quiet">
            <span class="desk-tag">{item.desk}</span> {text.floor.states[item.state]} · {standing(entry)}
            {item.state === 'new' && <span class="tag">{text.handover.deskHasNotAcknowledged}</span>}
            {item.withheld > 0 && <span class="tag">{text.handover.withheld(item.withheld)}</span>}
            <span class="small">{item.marking}</span>
          </p>
          <Notes item={item} />
          <Facing
            telling={{
              view,
              handover,
              entry,
              item,
              rows: factRows(item, entry, { desk: handover.desk, nation: handover.incoming.nation, side }),
              side: canAct ? side : null,
            }}
          />
        </>
      )}
      {entry.synthesis !== '' && (
        <p class="synthesis">
          <span class="quiet">{text.handover.inOwnWords(handover.incoming.name)}</span> “{entry.synthesis}”
        </p>
      )}
    </article>
  );
}

/** Which item of how many, and the way to its neighbours. */
function Places({ handover, place }: { handover: HandoverView; place: number }): JSX.Element {
  const move = (step: number): void => {
    chosenItem.value = handover.items[place + step]?.item ?? chosenItem.value;
  };
  const hasBefore = place > 0;
  const hasNext = place < handover.items.length - 1;
  return (
    <span class="places">
      <button
        type="button"
        class="icon-button"
        aria-label={text.handover.previousItem}
        aria-disabled={hasBefore ? undefined : 'true'}
        onClick={() => hasBefore && move(-1)}
      >
        <Icon name="back" />
      </button>
      <span class="quiet">{text.handover.itemPlace(place + 1, handover.items.length)}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={text.handover.nextItem}
        aria-disabled={hasNext ? undefined : 'true'}
        onClick={() => hasNext && move(1)}
      >
        <Icon name="chevron" />
      </button>
    </span>
  );
}

function standing(entry: HandoverItem): string {
  if (entry.acknowledgedAt !== null) return text.handover.acknowledgedAt(formatZulu(entry.acknowledgedAt));
  if (entry.readBackAt !== null) return text.handover.readBackAt(formatZulu(entry.readBackAt));
  return entry.briefedAt === null ? text.handover.notTold : text.handover.toldAt(formatZulu(entry.briefedAt));
}

/** Summary is the heading; beside it what is done next, and what where that fails. */
function Notes({ item }: { item: ItemView }): JSX.Element {
  return (
    <dl class="brief-notes">
      <div>
        <dt>{text.handover.nextActions}</dt>
        <dd>
          {item.actions.length === 0
            ? text.handover.noActions
            : item.actions.map(({ what, who, due }) => (
                <span key={`${who}${due}${what}`} class="next-action">
                  <b>{who}</b> {what}, <b>{formatZulu(due)}</b>
                </span>
              ))}
        </dd>
      </div>
      <div>
        <dt>{text.handover.ifNot}</dt>
        <dd>{item.contingency === '' ? text.handover.noContingency : item.contingency}</dd>
      </div>
    </dl>
  );
}

function Facing({ telling }: { telling: Telling }): JSX.Element {
  const { entry, item, side } = telling;
  const unseen = toldUnseen(entry, item);
  return (
    <>
      {side === 'incoming' && <Speech telling={telling} />}
      <FactPairs telling={telling} />
      {unseen > 0 && <p class="quiet step-note">{text.handover.toldUnseen(unseen)}</p>}
      {side === 'outgoing' && <Tell telling={telling} />}
      {side === 'incoming' && <Hear telling={telling} />}
    </>
  );
}

/** The outgoing person says what he has told; nothing is ticked beforehand. */
function Tell({ telling: { handover, entry, item, rows } }: { telling: Telling }): JSX.Element {
  const may = tellable(rows);
  const draft = draftOf(handover.id, item.id).told.filter((id) => !entry.told.includes(id));
  const told = [...entry.told, ...draft];
  const isAgain = entry.briefedAt !== null;
  const isTooEarly = handover.previewedAt === null && floor.value?.exercise.procedure !== 'flexible';
  const tell = async (): Promise<Answer> => {
    const answer = await actions().floor({
      type: 'brief-item',
      handover: handover.id,
      item: item.id,
      facts: told,
    });
    if (answer.ok) changeDraft(handover.id, item.id, { told: [] });
    return answer;
  };
  return (
    <div class="step-buttons">
      <AskButton
        class={isAgain ? '' : 'primary'}
        label={`${isAgain ? text.handover.tellAgain : text.handover.brief}: ${item.summary}`}
        blocked={isTooEarly ? text.handover.previewFirst : null}
        ask={tell}
        done={text.handover.briefDone(item.summary)}
      >
        {isAgain ? text.handover.tellAgain : text.handover.toldThese(told.length, may.length)}
      </AskButton>
      <span class="quiet">{isTooEarly ? text.handover.previewFirst : text.handover.tickWhatIsTold}</span>
    </div>
  );
}

/** What a simulated person says, uncovered for eight seconds at a time. */
function Speech({ telling: { handover, entry, rows } }: { telling: Telling }): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(() => setOpen(false), HEARD_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
  useEffect(() => setOpen(false), [entry.item]);
  const said = rows.filter(({ fact }) => entry.told.includes(fact.id));
  if (handover.outgoing.attendedBy !== null || entry.briefedAt === null) return null;
  return (
    <div class="speech">
      <span class="quiet">{text.handover.simulatedTells(handover.outgoing.name)}</span>
      <span class="grow" role="status">
        {said.length === 0
          ? text.handover.saysNoFact
          : isOpen
            ? `“${said.map(({ fact }) => `${fact.label}: ${fact.value}`).join('. ')}.”`
            : text.handover.saysFacts(said.length)}
      </span>
      {said.length > 0 && (
        <button type="button" class="button small-button" onClick={() => setOpen(true)}>
          {text.handover.sayAgain}
        </button>
      )}
    </div>
  );
}

/** The incoming person reads back what was told, then says in his own words what it is and what he does. */
function Hear({ telling: { handover, entry, item, rows } }: { telling: Telling }): JSX.Element {
  const draft = draftOf(handover.id, item.id);
  const values = valuesRead(rows, draft.heard);
  const isRead = entry.readBackAt !== null && entry.differs.length === 0;
  const isWanted = wantsReadBack(item, rows);
  const hasQuestion = handover.questions.some(({ answeredAt }) => answeredAt === null);
  const blocked =
    entry.briefedAt === null
      ? text.handover.briefFirst
      : isWanted && !isRead
        ? text.handover.readFirst
        : hasQuestion
          ? text.handover.answerFirst
          : draft.words.trim() === ''
            ? text.handover.wordsMissing
            : null;
  const acknowledge = async (): Promise<Answer> => {
    const answer = await actions().floor({
      type: 'acknowledge-handover-item',
      handover: handover.id,
      item: item.id,
      synthesis: draft.words.trim(),
    });
    if (answer.ok) chosenItem.value = null;
    return answer;
  };
  return (
    <>
      {entry.briefedAt !== null && !isRead && (isWanted || entry.told.length > 0) && (
        <div class="step-buttons">
          <AskButton
            label={`${text.handover.readBack}: ${item.summary}`}
            ask={() => actions().floor({ type: 'read-back', handover: handover.id, item: item.id, values })}
            done={text.handover.readBackSent}
          >
            {entry.told.length === 0 ? text.handover.readNothing : text.handover.readBack}
          </AskButton>
          <span class="quiet">{isWanted ? text.handover.readWanted : text.handover.readOptional}</span>
        </div>
      )}
      <div class="own-words">
        <input
          type="text"
          class="grow"
          maxLength={400}
          autocomplete="off"
          aria-label={text.handover.ownWords(item.summary)}
          placeholder={text.handover.ownWordsShort}
          value={draft.words}
          onInput={(event) => changeDraft(handover.id, item.id, { words: event.currentTarget.value })}
        />
        <AskButton
          class={blocked === null ? 'primary' : ''}
          label={`${text.handover.acknowledgeItem}: ${item.summary}`}
          blocked={blocked}
          ask={acknowledge}
          done={text.floor.acknowledged(item.summary)}
        >
          {text.handover.acknowledgeItem}
        </AskButton>
        {blocked !== null && <span class="quiet">{blocked}</span>}
      </div>
    </>
  );
}
