import type { ComponentChildren, JSX } from 'preact';
import type { EncounterAnswer } from '../../../core/protocol/events.ts';
import {
  companion,
  dialog,
  isOrbitShown,
  screen,
  simulationTime,
  type WantedEncounter,
} from '../../view-state.ts';
import { conjunctionWords as words } from '../../words/conjunctions.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatInstant, formatNumber, formatSpan } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Popup } from '../popup.tsx';
import { saveFile } from '../save-file.ts';
import { choose } from '../selection.ts';
import { useAnswer } from '../use-answer.ts';
import { HistoryCharts, ScaleChart } from './charts.tsx';
import { CloseUpView } from './close-up-view.tsx';
import { formatAge, formatMiss, formatPc } from './figures.ts';
import { PlanePlot } from './plane-plot.tsx';
import { SEVERITY_MARKS, severityOfTier } from './severity.ts';

/** One conjunction close up: its figures, both objects in space, the encounter plane, and what was predicted when. */
export function EncounterDialog({ wanted }: { wanted: WantedEncounter }): JSX.Element {
  const address = addressOf(wanted);
  const { answer, hasFailed } = useAnswer(address, (at) => actions().get<EncounterAnswer>(at));
  return (
    <Popup title={words.encounter.title}>
      {wanted.isFromTable && (
        <p>
          <button type="button" class="link" onClick={() => (dialog.value = { kind: 'conjunctions' })}>
            ‹ {words.encounter.back}
          </button>
        </p>
      )}
      {answer === null ? (
        <p class="empty" role="status">
          {hasFailed ? words.encounter.failed : words.encounter.loading}
        </p>
      ) : (
        <Encounter encounter={answer} address={address} />
      )}
    </Popup>
  );
}

function addressOf({ one, two, tca }: WantedEncounter): string {
  return `/api/conjunctions/encounter?${new URLSearchParams({ one: `${one}`, two: `${two}`, tca })}`;
}

function Encounter({ encounter, address }: { encounter: EncounterAnswer; address: string }): JSX.Element {
  const { objects, plane, history } = encounter;
  const tca = Date.parse(encounter.tca);
  const numbers = objects.map(({ catalogNumber }) => catalogNumber);
  const name = numbers.join('-');
  return (
    <div class="encounter">
      <Figures encounter={encounter} />
      <div class="encounter-views">
        <section aria-labelledby="close-up-title">
          <h3 id="close-up-title">{words.closeUp.title}</h3>
          <CloseUpView encounter={encounter} />
        </section>
        <section aria-labelledby="plane-title">
          <h3 id="plane-title">{words.plane.title}</h3>
          {plane ? (
            <PlanePlot plane={plane} hbrM={encounter.hbrM} />
          ) : (
            <p class="empty">{words.plane.none}</p>
          )}
        </section>
        <section aria-labelledby="history-title">
          <h3 id="history-title">{words.charts.title}</h3>
          <p class="quiet small">{words.charts.ofSets}</p>
          <HistoryCharts
            points={history.map(({ at, missKm, pcMax }) => ({ at: Date.parse(at), missKm, pcMax }))}
            tca={tca}
          />
        </section>
        {plane && (
          <section aria-labelledby="pc-title">
            <h3 id="pc-title">{words.encounter.pcTitle}</h3>
            <dl class="pc-methods">
              {plane.pc.map(({ method, pc }) => (
                <div key={method}>
                  <dt>{words.encounter.methods[method] ?? method}</dt>
                  <dd class="mono">{formatPc(pc)}</dd>
                </div>
              ))}
            </dl>
            {plane.flags.map((flag) => (
              <p key={flag} class="small">
                <StatusMark status="caution" /> {words.encounter.flags[flag] ?? flag}
              </p>
            ))}
            <ScaleChart plane={plane} />
          </section>
        )}
      </div>
      <div class="row wrap">
        <button type="button" class="button primary" onClick={() => showBoth(numbers[0]!, numbers[1]!)}>
          {words.encounter.show}
        </button>
        <AskButton
          ask={() => saveFile(`${address}&format=cdm`, `${name}.cdm`, 'text/plain')}
          done={words.saved(`${name}.cdm`)}
        >
          {words.encounter.saveKvn}
        </AskButton>
        <AskButton
          ask={() => saveFile(`${address}&format=cdm-xml`, `${name}.xml`, 'application/xml')}
          done={words.saved(`${name}.xml`)}
        >
          {words.encounter.saveXml}
        </AskButton>
      </div>
      <p class="quiet small">
        {encounter.source}. {words.accuracy(encounter.accuracyAssumed, encounter.hbrM)} {words.notEnough}
      </p>
    </div>
  );
}

/** Both on the globe with their orbits, the first one selected. */
function showBoth(one: number, two: number): void {
  dialog.value = null;
  screen.value = 'watch';
  location.hash = 'watch';
  companion.value = { of: one, catalogNumber: two };
  isOrbitShown.value = true;
  choose(one, { fly: true });
}

function Figures({ encounter }: { encounter: EncounterAnswer }): JSX.Element {
  const { objects, missKm, missRtnKm, relativeSpeedKmS, approachAngleDeg, plane, tier } = encounter;
  const tca = Date.parse(encounter.tca);
  const left = tca - simulationTime.value;
  const severity = severityOfTier(tier);
  const figures = words.encounter.figures;
  return (
    <>
      <p class="encounter-pair">
        <StatusMark status={SEVERITY_MARKS[severity]} /> {words.severities[severity]}:{' '}
        {objects.map(({ catalogNumber, name }, i) => (
          <span key={catalogNumber}>
            {i === 1 && ' – '}
            <b>{name}</b> <span class="quiet">{formatNumber(catalogNumber)}</span>
          </span>
        ))}
      </p>
      <dl class="figures encounter-figures">
        <Figure label={words.columns.tca}>
          {formatInstant(tca)}
          <span class="quiet small"> {left > 0 ? words.encounter.in(formatSpan(left)) : words.past}</span>
        </Figure>
        <Figure label={figures.miss}>{formatMiss(missKm)}</Figure>
        <Figure label={figures.rtn}>{missRtnKm.map((km) => km.toFixed(3)).join(' / ')} km</Figure>
        <Figure label={words.columns.speed}>{relativeSpeedKmS.toFixed(3)} km/s</Figure>
        <Figure label={figures.angle}>
          {approachAngleDeg === null ? '–' : `${approachAngleDeg.toFixed(1)}°`}
        </Figure>
        <Figure label={words.columns.pcMax}>
          {formatPc(plane?.pc.find(({ method }) => method === 'ALFRIEND-1999')?.pc ?? null)}
        </Figure>
        <Figure label={words.columns.ages}>
          {objects.map(({ elementAgeDays }) => words.days(formatAge(elementAgeDays))).join(' / ')}
        </Figure>
      </dl>
    </>
  );
}

function Figure({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="mono">{children}</dd>
    </div>
  );
}
