import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  type ConjunctionAnswer,
  type ConjunctionsAnswer,
  MOST_SCREENED,
} from '../../../core/protocol/events.ts';
import { dialog, simulationTime } from '../../view-state.ts';
import { conjunctionWords as words } from '../../words/conjunctions.ts';
import { formatCount, formatDate, formatInstant, formatNumber, formatSpan, formatZulu } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Popup } from '../popup.tsx';
import { saveText } from '../save-file.ts';
import { choose } from '../selection.ts';
import { conjunctionsCsv, listConjunctions, type SortKey } from './rows.ts';
import { SEVERITY_MARKS, severityOf } from './severity.ts';
import { useConjunctions } from './use-conjunctions.ts';

const HOURS = [8, 24, 72, 168];
const THRESHOLDS_KM = [1, 2, 5, 10];
/** Rows in the page at once; the filter finds the others. */
const MOST_ROWS = 300;

/** What comes near in the next hours: one row an approach, sorted and filtered. */
export function ConjunctionsDialog(): JSX.Element {
  const [hours, setHours] = useState(8);
  const [thresholdKm, setThreshold] = useState(5);
  const answer = useConjunctions(hours, thresholdKm);
  return (
    <Popup title={words.title}>
      <p class="quiet">{words.why}</p>
      <div class="row wrap">
        <label class="field inline">
          <span>{words.hours}</span>
          <select value={hours} onChange={(event) => setHours(Number(event.currentTarget.value))}>
            {HOURS.map((one) => (
              <option key={one} value={one} disabled={one * thresholdKm ** 2 > MOST_SCREENED}>
                {words.hoursOf(one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field inline">
          <span>{words.threshold}</span>
          <select value={thresholdKm} onChange={(event) => setThreshold(Number(event.currentTarget.value))}>
            {THRESHOLDS_KM.map((one) => (
              <option key={one} value={one} disabled={hours * one ** 2 > MOST_SCREENED}>
                {words.km(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answer answer={answer} />
    </Popup>
  );
}

function Answer({ answer }: { answer: ConjunctionsAnswer | 'failed' | null }): JSX.Element {
  if (answer === 'failed') return <p class="empty">{words.failed}</p>;
  if (answer?.status === 'done') return <Found answer={answer} />;
  const progress = answer?.status === 'running' ? answer.progress : 0;
  const percent = `${Math.round(progress * 100)} %`;
  return (
    <div class="screening" role="status">
      <progress max={1} value={progress} aria-label={words.title} />
      <span>{answer?.status === 'waiting' ? words.waiting : words.running(percent)}</span>
    </div>
  );
}

function Found({ answer }: { answer: Extract<ConjunctionsAnswer, { status: 'done' }> }): JSX.Element {
  const [text, setText] = useState('');
  const [key, setKey] = useState<SortKey>('severity');
  const rows = useMemo(
    () => listConjunctions(answer.conjunctions, text, key),
    [answer.conjunctions, text, key],
  );
  if (answer.total === 0) return <p class="empty">{words.none}</p>;
  const name = `conjunctions-${answer.start.slice(0, 13).replaceAll(/[-:]/g, '')}.csv`;
  return (
    <>
      <div class="row wrap">
        <label class="field inline grow">
          <span>{words.filter}</span>
          <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <span class="quiet" role="status">
          {words.shown(formatCount(Math.min(rows.length, MOST_ROWS)), formatCount(answer.total))}
        </span>
        <button
          type="button"
          class="button"
          onClick={() => saveText(conjunctionsCsv(rows), name, 'text/csv')}
        >
          {words.save}
        </button>
      </div>
      {rows.length === 0 ? (
        <p class="empty">{words.noMatch}</p>
      ) : (
        <div class="table-scroll conjunctions" tabIndex={0} role="region" aria-label={words.title}>
          <table>
            <thead>
              <tr>
                <SortHeader column="severity" chosen={key} choose={setKey} />
                <SortHeader column="tca" chosen={key} choose={setKey} />
                <th scope="col">{words.columns.objects}</th>
                <SortHeader column="miss" chosen={key} choose={setKey} />
                <th scope="col">{words.columns.rtn}</th>
                <SortHeader column="speed" chosen={key} choose={setKey} />
                <SortHeader column="pcMax" chosen={key} choose={setKey} />
                <th scope="col">{words.columns.ages}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_ROWS).map((one) => (
                <Row
                  key={`${one.objects[0].catalogNumber} ${one.objects[1].catalogNumber} ${one.tca}`}
                  one={one}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet small">{words.criteria}</p>
      <p class="quiet small">
        {words.source(answer.source, formatInstant(Date.parse(answer.computedAt)))}{' '}
        {words.accuracy(answer.accuracyAssumed, answer.hbrM)}
      </p>
    </>
  );
}

function SortHeader(props: {
  column: SortKey;
  chosen: SortKey;
  choose: (key: SortKey) => void;
}): JSX.Element {
  const { column, chosen, choose: take } = props;
  const name = words.columns[column];
  return (
    <th scope="col" aria-sort={chosen === column ? 'ascending' : 'none'}>
      <button type="button" class="sort" aria-label={words.sortBy(name)} onClick={() => take(column)}>
        {name} <span aria-hidden="true">{chosen === column ? '▾' : ''}</span>
      </button>
    </th>
  );
}

function Row({ one }: { one: ConjunctionAnswer }): JSX.Element {
  const severity = severityOf(one);
  const tca = Date.parse(one.tca);
  const left = tca - simulationTime.value;
  return (
    <tr>
      <td>
        <span class="nowrap">
          <StatusMark status={SEVERITY_MARKS[severity]} />{' '}
          <span class="severity-word">{words.severities[severity]}</span>
        </span>
        {one.status === 'window-edge' && <div class="quiet small">{words.edge}</div>}
      </td>
      <td class="mono">
        <span class="date">{formatDate(tca)} </span>
        {formatZulu(tca)}
        <div class="quiet small">{left > 0 ? formatSpan(left) : words.past}</div>
      </td>
      <td>
        {one.objects.map(({ catalogNumber, name }) => (
          <div key={catalogNumber}>
            <button
              type="button"
              class="link"
              aria-label={words.showOne(name)}
              onClick={() => {
                dialog.value = null;
                choose(catalogNumber, { fly: true });
              }}
            >
              {name}
            </button>{' '}
            <span class="quiet">{formatNumber(catalogNumber)}</span>
          </div>
        ))}
      </td>
      <td class="mono">{formatMiss(one.missKm)}</td>
      <td class="mono quiet">{one.missRtnKm.map((km) => km.toFixed(2)).join(' / ')} km</td>
      <td class="mono">{one.relativeSpeedKmS.toFixed(2)} km/s</td>
      <td class="mono">{one.pcMax === null ? '–' : one.pcMax.toExponential(1)}</td>
      <td class="mono quiet">
        {one.objects.map(({ elementAgeDays }) => words.days(formatAge(elementAgeDays))).join(' / ')}
      </td>
    </tr>
  );
}

/** Days; a set from after the approach has a negative age. */
function formatAge(days: number): string {
  const rounded = Math.round(days * 10) / 10;
  return (rounded === 0 ? 0 : rounded).toFixed(1);
}

function formatMiss(km: number): string {
  return km < 1 ? `${Math.round(km * 1000)} m` : `${km.toFixed(2)} km`;
}
