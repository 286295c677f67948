import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { Icon } from '../glyphs.tsx';
import { changeDraft, draftOf } from './drafts.ts';
import { differenceIn, type FactRow, formatAsOf } from './facts.ts';
import type { Telling } from './telling.ts';

/** Each fact in two columns: told on the left, read back on the right. */
export function FactPairs({ telling }: { telling: Telling }): JSX.Element {
  const { handover, rows } = telling;
  if (rows.length === 0) return <p class="quiet step-note">{text.handover.noFacts}</p>;
  return (
    <>
      <div class="pair-head" aria-hidden="true">
        <span>{text.handover.tellsTitle(handover.outgoing.name)}</span>
        <span>{text.handover.readsTitle(handover.incoming.name)}</span>
      </div>
      <ul class="fact-pairs">
        {rows.map((row) => (
          <li key={row.fact.id} class={`fact-pair ${row.standing}`}>
            <span class="pair-label">
              {row.fact.label}
              {row.fact.isCritical && <span class="tag">{text.floor.critical}</span>}
              {row.isLost && <span class="tag">{text.handover.lostBefore}</span>}
            </span>
            <span class="pair-told">
              <ToldSide telling={telling} row={row} />
            </span>
            <span class="pair-read">
              <ReadSide telling={telling} row={row} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface SideProps {
  readonly telling: Telling;
  readonly row: FactRow;
}

function ToldSide({ telling, row: { fact, standing } }: SideProps): JSX.Element {
  const { handover, entry, item, side } = telling;
  const isHidden = standing === 'covered' || (side === 'incoming' && standing === 'untold');
  const draft = draftOf(handover.id, item.id).told;
  return (
    <>
      {isHidden ? (
        <span class="cover">
          <span class="hidden-text">{text.handover.toldColumn} </span>
          {standing === 'covered' ? text.handover.covered : text.handover.factNotTold}
        </span>
      ) : (
        <span>
          <span class="hidden-text">{text.handover.toldColumn} </span>
          <b>{fact.value}</b>{' '}
          <span class="quiet">{text.handover.asOfDay(formatAsOf(fact.asOf, telling.view.at))}</span>
          {!fact.release.includes('*') && <span class="quiet small"> {fact.release.join(', ')}</span>}
        </span>
      )}
      {side === 'outgoing' && standing === 'untold' && (
        <label class="told-tick">
          <input
            type="checkbox"
            checked={draft.includes(fact.id)}
            aria-label={text.handover.toldFact(fact.label, fact.value)}
            onInput={(event) =>
              changeDraft(handover.id, item.id, {
                told: event.currentTarget.checked
                  ? [...draft, fact.id]
                  : draft.filter((id) => id !== fact.id),
              })
            }
          />
          <span aria-hidden="true">{text.handover.told}</span>
        </label>
      )}
      {side !== 'incoming' && entry.told.includes(fact.id) && (
        <span class="done">
          <Icon name="check" /> {text.handover.told}
        </span>
      )}
      {side !== 'incoming' && side !== 'outgoing' && standing === 'untold' && entry.briefedAt !== null && (
        <span class="quiet">{text.handover.factNotTold}</span>
      )}
      {standing === 'unreleased' && (
        <span class="quiet">{text.handover.notReleasable(handover.incoming.nation)}</span>
      )}
    </>
  );
}

function ReadSide({ telling, row: { fact, standing } }: SideProps): JSX.Element {
  const { handover, item, side } = telling;
  const { heard } = draftOf(handover.id, item.id);
  const typed = heard[fact.id] ?? '';
  const canRead = side === 'incoming' && (standing === 'covered' || standing === 'differs');
  return (
    <>
      {canRead && (
        <input
          type="text"
          maxLength={200}
          autocomplete="off"
          aria-label={text.handover.readFact(fact.label)}
          placeholder={text.handover.typeWhatYouHear}
          value={typed}
          onInput={(event) =>
            changeDraft(handover.id, item.id, {
              heard: { ...heard, [fact.id]: event.currentTarget.value },
            })
          }
        />
      )}
      {standing === 'same' && (
        <>
          <b>{fact.value}</b>
          <span class="done">
            <Icon name="check" /> {text.handover.same}
          </span>
        </>
      )}
      {standing === 'differs' && (
        <>
          {side === 'incoming' && typed.trim() !== '' && <Heard told={fact.value} heard={typed.trim()} />}
          <b class="differs">
            <span aria-hidden="true">≠</span> {text.handover.differs}
          </b>
        </>
      )}
      {(standing === 'told' || standing === 'covered') && !canRead && (
        <span class="quiet">{text.handover.notYetRead}</span>
      )}
    </>
  );
}

/** What was heard, with the characters marked in which it differs from what was told. */
function Heard({ told, heard }: { told: string; heard: string }): JSX.Element {
  const { before, differs, after } = differenceIn(told, heard);
  return (
    <span class="heard">
      <span class="hidden-text">{text.handover.heard} </span>
      {before}
      <mark>{differs === '' ? '‸' : differs}</mark>
      {after}
    </span>
  );
}
