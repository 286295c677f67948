import type { JSX } from 'preact';
import type { FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { isLookingBack, reviewAt, shownFloor } from '../../view-state.ts';
import { Uncovered } from '../uncovered.tsx';
import { Charts } from './charts.tsx';
import { chosenItem, FLOOR_TABS, floorTab } from './chosen.ts';
import { Crew } from './crew.tsx';
import { DeskBoard } from './desk-board.tsx';
import { FloorLog } from './floor-log.tsx';
import { ItemPanel } from './item-details.tsx';
import { LookBackButton } from './look-back.tsx';
import { ReliefList } from './relief-list.tsx';
import { ShiftSummary } from './shift-summary.tsx';
import { useNarrow } from './use-narrow.ts';
import { WorkQueue } from './work-queue.tsx';

/** One glance left to right: who sits, what waits, what was said. */
export function FloorScreen(): JSX.Element {
  const view = shownFloor.value;
  const isPast = isLookingBack.value;
  return (
    <main
      class={isPast ? 'work-screen floor past' : 'work-screen floor'}
      id="floor"
      aria-busy={isPast && view?.at !== reviewAt.value}
    >
      <h2 class="hidden-text">{text.screens.floor}</h2>
      {!view && <p class="loading">{isPast ? text.floor.loadingPast : text.floor.loading}</p>}
      {view && view.mode !== 'active' && view.mode !== 'review' && <Uncovered mode={view.mode} />}
      {view && (view.mode === 'active' || view.mode === 'review') && <Covered view={view} />}
    </main>
  );
}

function Covered({ view }: { view: FloorView }): JSX.Element {
  return (
    <>
      <ShiftSummary view={view} />
      <div class="floor-tabs">
        <span class="segmented" role="group" aria-label={text.floor.tabsLabel}>
          {FLOOR_TABS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={floorTab.value === name}
              onClick={() => (floorTab.value = name)}
            >
              {text.floor.tabs[name]}
            </button>
          ))}
        </span>
        <span class="grow" />
        <LookBackButton />
      </div>
      {floorTab.value === 'now' && <OnTheFloor view={view} />}
      {floorTab.value === 'crew' && <Crew view={view} />}
      {floorTab.value === 'charts' && <Charts view={view} />}
    </>
  );
}

function OnTheFloor({ view }: { view: FloorView }): JSX.Element {
  const isNarrow = useNarrow();
  const chosen = view.items.find(({ id }) => id === chosenItem.value) ?? null;
  return (
    <div class="floor-columns">
      <DeskBoard view={view} />
      <div class="middle">
        <WorkQueue view={view} isNarrow={isNarrow} />
        {chosen && !isNarrow ? <ItemPanel item={chosen} view={view} /> : <ReliefList view={view} />}
      </div>
      <FloorLog view={view} />
    </div>
  );
}
