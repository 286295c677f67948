import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { shownFloor } from '../../view-state.ts';
import { Uncovered } from '../uncovered.tsx';
import { DeskBoard } from './desk-board.tsx';
import { FloorLog } from './floor-log.tsx';
import { ShiftSummary } from './shift-summary.tsx';
import { Charts } from './charts.tsx';
import { Crew } from './crew.tsx';
import { WorkQueue } from './work-queue.tsx';

/** One glance left to right: who sits, what waits, what was said. */
export function FloorScreen(): JSX.Element {
  const view = shownFloor.value;
  return (
    <main class="work-screen floor" id="floor">
      <h2 class="hidden-text">{text.screens.floor}</h2>
      {!view && <p class="loading">{text.floor.loading}</p>}
      {view && view.mode !== 'active' && view.mode !== 'review' && <Uncovered mode={view.mode} />}
      {view && (view.mode === 'active' || view.mode === 'review') && (
        <>
          <ShiftSummary view={view} />
          <DeskBoard view={view} />
          <WorkQueue view={view} />
          <FloorLog view={view} />
          <Crew />
          <Charts />
        </>
      )}
    </main>
  );
}
