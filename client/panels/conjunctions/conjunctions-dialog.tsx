import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  type ConjunctionAnswer,
  type ConjunctionsAnswer,
  MOST_SCREENED,
} from '../../../core/protocol/events.ts';
import {
  catalog,
  dialog,
  floor,
  simulationTime,
  type WantedEncounter,
  wantedScreening,
  type WantedScreening,
} from '../../view-state.ts';
import { conjunctionWords as words } from '../../words/conjunctions.ts';
import {
  formatCount,
  formatDate,
  formatInstant,
  formatNumber,
  formatSpan,
  formatZulu,
  formatZuluMinutes,
} from '../format.ts';
import { nameOf } from '../object-facts.ts';
import { StatusMark } from '../glyphs.tsx';
import { Popup } from '../popup.tsx';
import { saveText } from '../save-file.ts';
import { choose } from '../selection.ts';
import { formatAge, formatMiss, formatPc } from './figures.ts';
import { conjunctionsCsv, listConjunctions, type SortKey } from './rows.ts';
import { SEVERITY_MARKS, severityOf } from './severity.ts';
import { type ScreeningAsked, useConjunctions } from './use-conjunctions.ts';

const HOURS = [8, 24, 72, 168];
const THRESHOLDS_KM = [1, 2, 5, 10];
/** Rows in the page at once; the filter finds the others. */
const MOST_ROWS = 300;

/** What comes near in the next hours: one row an approach, sorted and filtered. */
export function ConjunctionsDialog(): JSX.Element {
  const wanted = wantedScreening.value;
  const { hours, thresholdKm, object } = wanted;
  const asked = useConjunctions(wanted);
  const change = (by: Partial<WantedScreening>) => (wantedScreening.value = { ...wanted, ...by });
  const isTooMuch = (h: number, km: number) => object === null && h * km ** 2 > MOST_SCREENED;
  const columns = catalog.value;
  const index = object === null ? undefined : columns?.indexOf.get(object);
  return (
    <Popup title={words.title}>
      <p class="quiet">{words.why}</p>
      <div class="row wrap">
        <label class="field inline">
          <span>{words.hours}</span>
          <select value={hours} onChange={(event) => change({ hours: Number(event.currentTarget.value) })}>
            {HOURS.map((one) => (
              <option key={one} value={one} disabled={isTooMuch(one, thresholdKm)}>
                {words.hoursOf(one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field inline">
          <span>{words.threshold}</span>
          <select
            value={thresholdKm}
            onChange={(event) => change({ thresholdKm: Number(event.currentTarget.value) })}
          >
            {THRESHOLDS_KM.map((one) => (
              <option key={one} value={one} disabled={isTooMuch(hours, one)}>
                {words.km(one)}
              </option>
            ))}
          </select>
        </label>
        {object !== null && (
          <span class="row">
            {words.ofObject(columns && index !== undefined ? nameOf(columns, index) : formatNumber(object))}
            <button
              type="button"
              class="button small-button"
              onClick={() => (wantedScreening.value = { hours: 8, thresholdKm: 5, object: null })}
            >
              {words.everything}
            </button>
          </span>
        )}
      </div>
      <FloorScreening />
      <Answer asked={asked} />
    </Popup>
  );
}

/** What the floor's own screening has found, and when the next one is. */
function FloorScreening(): JSX.Element | null {
  const screening = floor.value?.screening;
  if (!screening) return null;
  const { last, nextAt } = screening;
  return (
    <p class="quiet small">
      {last?.found && words.floorScreened(formatZuluMinutes(last.at), last.found)}{' '}
      {nextAt !== null && words.floorNext(formatZuluMinutes(nextAt))}
    </p>
  );
}

function Answer({ asked }: { asked: ScreeningAsked }): JSX.Element {
  const { answer, refusal, cancel, again } = asked;
  if (answer === 'failed') return <p class="empty">{words.failed}</p>;
  if (answer === 'cancelled')
    return (
      <p class="screening" role="status">
        <span>{words.cancelled}</span>
        <button type="button" class="button" onClick={again}>
          {words.again}
        </button>
      </p>
    );
  if (answer?.status === 'done') return <Found answer={answer} />;
  const progress = answer?.status === 'running' ? answer.progress : 0;
  const percent = `${Math.round(progress * 100)} %`;
  return (
    <div class="screening">
      <progress max={1} value={progress} aria-label={words.title} />
      <span role="status">
        {answer?.status === 'waiting' ? words.waiting : words.running(percent)}
        {refusal !== null && ` ${words.goesOn(refusal)}`}
      </span>
      <button type="button" class="button small-button" onClick={cancel}>
        {words.cancel}
      </button>
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
                <SortHeader column="speed" chosen={key} choose={setKey} />
                <SortHeader column="pcMax" chosen={key} choose={setKey} />
                <th scope="col">{words.columns.ages}</th>
                <th scope="col">
                  <span class="hidden-text">{words.closeUp.title}</span>
                </th>
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
      <td class="mono">
        {formatMiss(one.missKm)}
        <div class="quiet small rtn">
          <span class="hidden-text">{words.columns.rtn}: </span>
          {one.missRtnKm.map((km) => km.toFixed(2)).join(' / ')} km
        </div>
      </td>
      <td class="mono">{one.relativeSpeedKmS.toFixed(2)} km/s</td>
      <td class="mono">{formatPc(one.pcMax)}</td>
      <td class="mono quiet">
        {one.objects.map(({ elementAgeDays }) => words.days(formatAge(elementAgeDays))).join(' / ')}
      </td>
      <td>
        <button
          type="button"
          class="button small-button"
          aria-haspopup="dialog"
          aria-label={words.lookAt(one.objects[0].name, one.objects[1].name)}
          onClick={() => (dialog.value = { kind: 'encounter', wanted: encounterOf(one) })}
        >
          <span class="look-word">{words.look}</span>
          <span class="look-sign" aria-hidden="true">
            ›
          </span>
        </button>
      </td>
    </tr>
  );
}

function encounterOf({ objects: [one, two], tca }: ConjunctionAnswer): WantedEncounter {
  return { one: one.catalogNumber, two: two.catalogNumber, tca, isFromTable: true };
}
