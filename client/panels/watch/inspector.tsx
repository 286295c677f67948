import type { JSX } from 'preact';
import { type AgeClass, ageClassOf, type AgeLimits, DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { REGIMES } from '../../../core/elements/regime.ts';
import { statusName } from '../../../core/propagation/status.ts';
import { MS_PER_DAY, type UtcMs } from '../../../core/units.ts';
import type { Catalog } from '../../link/catalog.ts';
import { text } from '../../text.ts';
import {
  catalog,
  catalogInfo,
  frame,
  isOrbitShown,
  isTracking,
  selected,
  selectedIndex,
  selectedState,
  sheet,
  simulationTime,
} from '../../view-state.ts';
import { ConjunctionsButton } from '../conjunctions/conjunctions-button.tsx';
import { actions } from '../actions.ts';
import {
  formatInstant,
  formatKilometers,
  formatLatitude,
  formatLongitude,
  formatNumber,
  formatSpan,
} from '../format.ts';
import { Icon, StatusMark, TypeGlyph } from '../glyphs.tsx';
import { nameOf, sourceOf, typeOf } from '../object-facts.ts';
import { clearSelection } from '../selection.ts';
import { AGE_STATUS } from './age-filter.tsx';
import { ElementHistory } from './element-history.tsx';
import { ObjectIdentity } from './object-identity.tsx';
import { OpenOnFloor } from './open-on-floor.tsx';

/** The selected object: who it is, where it is now, and how old what we know of it is. */
export function Inspector(): JSX.Element {
  const columns = catalog.value;
  const number = selected.value;
  const index = selectedIndex.value;
  const isOpen = number !== null && sheet.value === 'object';
  return (
    <aside
      class={`rail inspector ${number === null ? 'is-empty' : ''} ${isOpen ? 'open' : ''}`}
      aria-label={text.object.label}
    >
      {number === null && <EmptyInspector />}
      {number !== null && (!columns || index === null) && <Gone catalogNumber={number} />}
      {columns && index !== null && <ObjectPanel catalog={columns} index={index} />}
    </aside>
  );
}

function EmptyInspector(): JSX.Element {
  return (
    <div class="empty-inspector">
      <Icon name="watch" />
      <p>{text.object.none}</p>
      <p class="quiet">{text.object.noneHow}</p>
      <OpenOnFloor />
    </div>
  );
}

function Gone({ catalogNumber }: { catalogNumber: number }): JSX.Element {
  return (
    <div class="empty-inspector">
      <p>{text.object.gone(formatNumber(catalogNumber))}</p>
      <button type="button" class="button" onClick={clearSelection}>
        {text.object.clear}
      </button>
    </div>
  );
}

function ObjectPanel({ catalog: columns, index }: { catalog: Catalog; index: number }): JSX.Element {
  const type = typeOf(columns, index);
  const number = columns.catalogNumbers[index]!;
  return (
    <>
      <header class="object-head">
        <div class="row">
          <TypeGlyph type={type} />
          <h2 class="grow">{nameOf(columns, index)}</h2>
          <button
            type="button"
            class="icon-button quiet-button"
            aria-label={text.object.clear}
            onClick={clearSelection}
          >
            <Icon name="close" />
          </button>
        </div>
        <p>
          <b>{formatNumber(number)}</b> · {columns.designators[index] || text.object.noDesignator} ·{' '}
          {text.types[type]}{' '}
          {columns.isTypeGuessed[index] === 1 && <span class="quiet">{text.types.guessedShort}</span>}
        </p>
      </header>
      <div class="scroll">
        <StateNow catalogNumber={number} age={ageOf(columns, index)} />
        <ElementSetAge age={ageOf(columns, index)} source={sourceOf(columns, index)} />
        <ObjectIdentity catalog={columns} index={index} />
        <ElementHistory catalog={columns} index={index} />
      </div>
      <ObjectButtons number={number} />
    </>
  );
}

interface Age {
  readonly epoch: UtcMs;
  readonly limits: AgeLimits;
  /** Class at the clock's time. */
  readonly class: AgeClass;
}

function ageOf(columns: Catalog, index: number): Age {
  const epoch = columns.epochs[index] ?? Number.NaN;
  const regime = REGIMES[columns.regimeCodes[index]!] ?? 'other';
  const limits = (catalogInfo.value?.ageLimits ?? DEFAULT_AGE_LIMITS)[regime];
  return { epoch, limits, class: ageClassOf(epoch, simulationTime.value, limits) };
}

function StateNow({ catalogNumber, age }: { catalogNumber: number; age: Age }): JSX.Element {
  const isOld = age.class === 'stale' || age.class === 'lost';
  const state = selectedState.value;
  const status = actions().statusOf(catalogNumber);
  const name = Number.isNaN(status) ? null : statusName(status);
  return (
    <section class="panel-section state-now">
      <div class="row">
        <h3 class="grow">{text.object.stateNow}</h3>
        <span class="quiet">{text.object.frameNote}</span>
      </div>
      {state ? (
        <dl class="figures">
          <Figure label={text.object.altitude} value={formatKilometers(state.altitudeKm)} unit="km" />
          <Figure label={text.object.speed} value={state.speedKmS.toFixed(3)} unit="km/s" />
          <Figure label={text.object.latitude} value={formatLatitude(state.latitude)} />
          <Figure label={text.object.longitude} value={formatLongitude(state.longitude)} />
        </dl>
      ) : (
        <p class="empty">{name === null || name === 'ok' ? text.object.noState : text.object.notDrawn}</p>
      )}
      <p class="row status-row">
        <StatusMark
          status={name === null ? 'off' : name !== 'ok' ? 'caution' : isOld ? 'serious' : 'normal'}
        />
        <span>
          {name === null
            ? text.object.statusUnknown
            : name === 'ok' && isOld
              ? text.object.oldPosition(age.limits.stale)
              : text.status[name]}
        </span>
      </p>
    </section>
  );
}

function Figure({ label, value, unit }: { label: string; value: string; unit?: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{value}</b> {unit && <span class="quiet">{unit}</span>}
      </dd>
    </div>
  );
}

function ElementSetAge({ age, source }: { age: Age; source: string }): JSX.Element {
  const { epoch, limits } = age;
  const span = simulationTime.value - epoch;
  const days = Math.abs(span) / MS_PER_DAY;
  const status = AGE_STATUS[age.class];
  return (
    <section class="panel-section">
      <div class="row">
        <h3 class="grow">{text.object.elementSet}</h3>
        <span class="quiet clip">{source}</span>
      </div>
      <svg
        class={`age-bar status-${status}`}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect class="track" width="100" height="6" rx="1" />
        <rect width={Math.max(1, Math.min(100, ageScale(days)))} height="6" rx="1" />
        {[limits.ageing, limits.stale, limits.lost].map((limit) => (
          <rect key={limit} class="tick" x={ageScale(limit)} width=".5" height="6" />
        ))}
      </svg>
      <p class="row">
        <StatusMark status={status} />
        <b>{Number.isNaN(span) ? '–' : text.object.age(formatSpan(span), span < 0)}</b>
        <span class="quiet">{text.object.ageClass[age.class]}</span>
      </p>
      <p class="quiet">{Number.isNaN(epoch) ? '' : text.object.epoch(formatInstant(epoch))}</p>
      <p class="quiet small">{text.object.ageLimits(limits)}</p>
    </section>
  );
}

/** Logarithmic: 0.1 d to 100 d across the bar. */
function ageScale(days: number): number {
  return ((Math.log10(Math.max(days, 0.1)) + 1) / 3) * 100;
}

function ObjectButtons({ number }: { number: number }): JSX.Element {
  const isFixed = frame.value === 'earth-fixed';
  return (
    <div class="object-buttons">
      <button
        type="button"
        class={isTracking.value ? 'button primary' : 'button'}
        aria-pressed={isTracking.value}
        aria-keyshortcuts="T"
        onClick={() => (isTracking.value = !isTracking.value)}
      >
        {text.object.track} <kbd aria-hidden="true">T</kbd>
      </button>
      <button
        type="button"
        class={isOrbitShown.value ? 'button primary' : 'button'}
        aria-pressed={isOrbitShown.value}
        aria-keyshortcuts="O"
        onClick={() => (isOrbitShown.value = !isOrbitShown.value)}
      >
        {text.object.orbit} <kbd aria-hidden="true">O</kbd>
      </button>
      <button
        type="button"
        class={isFixed ? 'button primary' : 'button'}
        aria-pressed={isFixed}
        aria-keyshortcuts="E"
        onClick={() => (frame.value = isFixed ? 'inertial' : 'earth-fixed')}
      >
        {text.object.earthFixed} <kbd aria-hidden="true">E</kbd>
      </button>
      <ConjunctionsButton object={number} />
    </div>
  );
}
