import type { JSX } from 'preact';
import { MS_PER_DAY } from '../../core/units.ts';
import { AGE_CLASSES } from '../../core/elements/age.ts';
import { medianAge } from '../link/catalog.ts';
import { text } from '../text.ts';
import { conjunctionWords } from '../words/conjunctions.ts';
import {
  ageCounts,
  catalog,
  catalogChange,
  catalogInfo,
  catalogProblem,
  floor,
  link,
  notice,
  serverWall,
  simulationTime,
  staleSince,
  stoppedBecause,
} from '../view-state.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';
import { localNow } from '../link/time-exchange.ts';
import { formatDate, formatInstant, formatSpan, formatZuluMinutes } from './format.ts';
import { StatusMark, type Status } from './glyphs.tsx';
import { STALE_AFTER_MS } from './clock-words.ts';
import { UndoButton } from './undo-button.tsx';

/** What is wrong now, under the bar and over the screen: each says what still works. */
export function Banners(): JSX.Element {
  return (
    <section class="banners" aria-label={text.notices}>
      <LinkBanner />
      <NoticeBanner />
      <ChangeBanner />
      <ReviewBanner />
      <StoppedBanner />
      <ScreeningBanner />
      <StaleBanner />
      <OldElementsBanner />
    </section>
  );
}

function Banner(props: {
  status: Status;
  children: JSX.Element | readonly JSX.Element[];
  action?: JSX.Element;
}): JSX.Element {
  return (
    <div class={`banner banner-${props.status}`}>
      <StatusMark status={props.status} />
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}

function LinkBanner(): JSX.Element | null {
  const state = link.value;
  // Read so that the countdown moves with the page's quarter seconds.
  void serverWall.value;
  if (state.state === 'refused') {
    return (
      <Banner
        status="serious"
        action={
          <button type="button" class="button" onClick={() => location.reload()}>
            {text.link.reload}
          </button>
        }
      >
        <>{text.link.refused(state.serverVersion, state.ownVersion)}</>
      </Banner>
    );
  }
  if (state.state !== 'lost') return null;
  const wait = Math.max(0, Math.ceil((state.retryAt - localNow()) / 1000));
  return (
    <Banner
      status="serious"
      action={
        <button type="button" class="button" onClick={() => actions().retryLink()}>
          {text.link.retry}
        </button>
      }
    >
      <>
        <b>{text.link.lost}</b> {text.link.age(formatSpan(localNow() - state.since))}{' '}
        <span aria-hidden="true">{wait > 0 ? text.link.retryIn(wait) : text.link.retrying}</span>
      </>
    </Banner>
  );
}

function NoticeBanner(): JSX.Element {
  const words = notice.value;
  return (
    <div role="alert">
      {words !== null && (
        <Banner
          status="caution"
          action={
            <button type="button" class="button" onClick={() => (notice.value = null)}>
              {text.dismiss}
            </button>
          }
        >
          <>{words}</>
        </Banner>
      )}
    </div>
  );
}

/** The floor waits while the catalogue is screened: at high rates, and after a jump. */
function ScreeningBanner(): JSX.Element | null {
  const awaited = floor.value?.screening?.awaited ?? null;
  if (awaited === null) return null;
  return (
    <Banner status="standby">
      <>{conjunctionWords.floorWaits(formatZuluMinutes(awaited))}</>
    </Banner>
  );
}

/** Somebody has changed what is loaded: everybody sees it, and can take it back. */
function ChangeBanner(): JSX.Element | null {
  const change = catalogChange.value;
  if (change === null) return null;
  return (
    <Banner
      status="standby"
      action={
        <span class="row">
          {change.undoes === change.id && <UndoButton change={change.id} />}
          <button type="button" class="button" onClick={() => (catalogChange.value = null)}>
            {text.dismiss}
          </button>
        </span>
      }
    >
      <>
        {text.change.words(change)} <span class="quiet">{text.change.at(formatZuluMinutes(change.at))}</span>
      </>
    </Banner>
  );
}

/** Behind the floor's mark nothing can be done; say so, and offer the way back. */
function ReviewBanner(): JSX.Element | null {
  const view = floor.value;
  if (view?.mode !== 'review') return null;
  return (
    <Banner
      status="standby"
      action={
        <AskButton ask={() => actions().clock({ type: 'jump', time: view.mark })} done={text.review.done}>
          {text.review.go(formatInstant(view.mark))}
        </AskButton>
      }
    >
      <>
        <b>{text.review.title}</b> {text.review.detail}
      </>
    </Banner>
  );
}

function StoppedBanner(): JSX.Element | null {
  const reason = stoppedBecause.value;
  if (reason === null) return null;
  return (
    <Banner status="caution">
      <>
        <b>{text.stopped}</b> {reason}
      </>
    </Banner>
  );
}

function StaleBanner(): JSX.Element | null {
  const problem = catalogProblem.value;
  const since = staleSince.value;
  if (problem !== null) {
    return (
      <Banner status="caution">
        <>
          <b>{text.stale.columns}</b> {problem}
        </>
      </Banner>
    );
  }
  if (link.value.state !== 'up' || since === null || serverWall.value - since < STALE_AFTER_MS) return null;
  return (
    <Banner status="caution">
      <>
        <b>{text.stale.title}</b> {text.stale.age(formatSpan(serverWall.value - since))}
      </>
    </Banner>
  );
}

/** Elements this old are not worth their positions: say so, and offer the time most of them were made for. */
function OldElementsBanner(): JSX.Element | null {
  const columns = catalog.value;
  const info = catalogInfo.value;
  // Read so that the banner follows the elements in use.
  const lost = ageCounts.value[AGE_CLASSES.indexOf('lost')] ?? 0;
  const time = simulationTime.peek();
  if (!columns || !info || Number.isNaN(time)) return null;
  const share = lost / Math.max(1, columns.count);
  if (share <= 0.5) return null;
  const isElsewhere = Math.abs(time - info.medianEpoch) > MS_PER_DAY;
  return (
    <Banner
      status="caution"
      {...(isElsewhere && {
        action: (
          <AskButton
            ask={() => actions().clock({ type: 'jump', time: info.medianEpoch })}
            done={text.old.done}
          >
            {text.old.go(formatDate(info.medianEpoch))}
          </AskButton>
        ),
      })}
    >
      <>
        <b>{text.old.title(Math.round(share * 100))}</b>{' '}
        {text.old.detail(formatSpan(medianAge(columns.epochs, time)))}
      </>
    </Banner>
  );
}
