import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  CONJUNCTION_DECISIONS,
  type ConjunctionCase,
  type ConjunctionDecision,
} from '../../../core/operations/types.ts';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import { dialog, shownTime } from '../../view-state.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { whyNotOn } from '../floor/read-only.ts';
import { formatSpan } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { HistoryCharts } from './charts.tsx';
import { formatMiss, formatPc } from './figures.ts';
import { SEVERITY_MARKS, severityOfTier } from './severity.ts';
import { trendOf } from './trend.ts';

const words = conjunctionWords.case;

/** A conjunction on the floor: the time to it, how it has changed from screening to screening, and what is decided. */
export function CasePart({
  item,
  known,
  view,
}: {
  item: ItemView;
  known: ConjunctionCase;
  view: FloorView;
}): JSX.Element {
  const last = known.points.at(-1);
  if (!last) return <></>;
  const left = last.tca - shownTime.value;
  const severity = severityOfTier(known.tier);
  const trend = trendOf(known.points);
  const [one, two] = known.pair;
  return (
    <section class="item-part case" aria-label={words.title}>
      <h4 class="label">{words.title}</h4>
      <p class="row wrap">
        <span class="nowrap">
          <StatusMark status={SEVERITY_MARKS[severity]} /> {conjunctionWords.severities[severity]}
        </span>
        <b class="countdown mono">{left > 0 ? words.left(formatSpan(left)) : words.over}</b>
        <span>
          {formatMiss(last.missKm)}, {words.pc(formatPc(last.pcMax))}
        </span>
        <span class="quiet">{words.trend[trend]}</span>
      </p>
      <HistoryCharts points={known.points} tca={last.tca} />
      <p class="row wrap">
        <button
          type="button"
          class="button small-button"
          aria-haspopup="dialog"
          onClick={() =>
            (dialog.value = {
              kind: 'encounter',
              wanted: { one, two, tca: formatIsoUtc(last.tca, 6), isFromTable: false },
            })
          }
        >
          {conjunctionWords.look}
        </button>
        <span class={known.decision ? undefined : 'quiet'}>
          {known.decision
            ? words.decided(conjunctionWords.decisions[known.decision.what], known.decision.reason)
            : words.undecided}
        </span>
      </p>
      <DecisionForm key={item.id} item={item} view={view} />
    </section>
  );
}

function DecisionForm({ item, view }: { item: ItemView; view: FloorView }): JSX.Element {
  const [decision, setDecision] = useState<ConjunctionDecision>('monitor');
  const [reason, setReason] = useState('');
  const blocked = whyNotOn(item, view) ?? (item.state === 'new' ? words.acknowledgeFirst : null);
  return (
    <form class="resolve" onSubmit={(event) => event.preventDefault()}>
      <select
        aria-label={words.decision}
        value={decision}
        onChange={(event) => {
          const chosen = CONJUNCTION_DECISIONS.find((one) => one === event.currentTarget.value);
          if (chosen) setDecision(chosen);
        }}
      >
        {CONJUNCTION_DECISIONS.map((one) => (
          <option key={one} value={one}>
            {conjunctionWords.decisions[one]}
          </option>
        ))}
      </select>
      <input
        type="text"
        maxLength={280}
        aria-label={words.reason}
        placeholder={words.reason}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <AskButton
        class="small-button"
        blocked={blocked ?? (reason.trim() === '' ? words.reasonMissing : null)}
        ask={() =>
          actions().floor({ type: 'decide-conjunction', item: item.id, decision, reason: reason.trim() })
        }
        done={words.done(conjunctionWords.decisions[decision])}
      >
        {words.decide}
      </AskButton>
    </form>
  );
}
