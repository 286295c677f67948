import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { REGIMES } from '../../../core/elements/regime.ts';
import type { ObjectAnswer } from '../../../core/protocol/events.ts';
import type { Catalog } from '../../link/catalog.ts';
import { text } from '../../text.ts';
import { catalogInfo } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatDate } from '../format.ts';

/** Who an object is, by the satellite catalogues that are loaded, and which of them says so. */
export function ObjectIdentity({ catalog, index }: { catalog: Catalog; index: number }): JSX.Element {
  const number = catalog.catalogNumbers[index]!;
  const [answer, setAnswer] = useState<ObjectAnswer | null>(null);
  useEffect(() => {
    const request = new AbortController();
    setAnswer(null);
    void actions()
      .objectOf(number, request.signal)
      .then((object) => {
        if (!request.signal.aborted) setAnswer(object);
      });
    return () => request.abort();
  }, [number, catalog.revision]);
  const hasCatalogue = catalogInfo.value?.sources.some(
    ({ kind, isOn }) => kind === 'satellite-catalogue' && isOn,
  );
  const regime = REGIMES[catalog.regimeCodes[index]!] ?? 'other';
  return (
    <section class="panel-section">
      <div class="row">
        <h3 class="grow">{text.identity.title}</h3>
        <span class="quiet clip">{answer?.identity?.source}</span>
      </div>
      <dl class="facts-list">
        <Fact term={text.identity.regime} value={text.regimes[regime]} />
        {factsOf(answer).map(([term, value]) => (
          <Fact key={term} term={term} value={value} />
        ))}
      </dl>
      {answer && !answer.identity && (
        <p class="quiet small">{hasCatalogue ? text.identity.none : text.identity.noneLoaded}</p>
      )}
    </section>
  );
}

function Fact({ term, value }: { term: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** What is known, and "unknown" where the catalogue has an empty field. */
function factsOf(answer: ObjectAnswer | null): readonly (readonly [string, string])[] {
  if (!answer) return [];
  const { identity, formerNames } = answer;
  const names = formerNames.length > 0 ? [[text.identity.former, formerNames.join(', ')] as const] : [];
  if (!identity) return names;
  const { owner, launchDate, launchSite, decayDate, radarSize, radarCrossSectionM2, operationalStatus } =
    identity;
  const launch = launchDate === null ? '' : `${formatDate(launchDate)} ${launchSite}`.trim();
  const radar = radarSize === null ? '' : text.identity.radarSizes[radarSize];
  const area =
    radarCrossSectionM2 === null ? '' : ` (${text.identity.squareMetres(String(radarCrossSectionM2))})`;
  return [
    [text.identity.owner, owner || text.identity.unknown],
    [text.identity.launch, launch || text.identity.unknown],
    ...(decayDate === null ? [] : [[text.identity.decay, formatDate(decayDate)] as const]),
    [text.identity.radar, `${radar || text.identity.unknown}${area}`],
    ...(operationalStatus === '' ? [] : [[text.identity.status, operationalStatus] as const]),
    ...names,
  ];
}
