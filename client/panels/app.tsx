import type { JSX } from 'preact';
import { announcement, dialog, room, screen } from '../view-state.ts';
import { Banners } from './banners.tsx';
import { LookBackBar } from './floor/look-back.tsx';
import { FloorScreen } from './floor/floor-screen.tsx';
import { HandoverScreen } from './handover/handover-screen.tsx';
import { JoinDialog } from './join/join-dialog.tsx';
import { TrainerScreen } from './trainer/trainer-screen.tsx';
import { SheetScreen } from './handover/sheet.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LoadDialog } from './load-dialog.tsx';
import { EncounterDialog } from './conjunctions/encounter-dialog.tsx';
import { ConjunctionsDialog } from './conjunctions/conjunctions-dialog.tsx';
import { RoomsDialog } from './rooms/rooms-dialog.tsx';
import { SeatDialog } from './seat-dialog.tsx';
import { Tabs } from './tabs.tsx';
import { TopBar } from './top-bar.tsx';
import { WatchScreen } from './watch/watch-screen.tsx';

/** The page. The watch screen stays mounted, so that its globe survives a look at the floor. */
export function App({ withGlobe }: { withGlobe: boolean }): JSX.Element {
  // What a work screen has fetched is of one room.
  const here = room.value?.id;
  return (
    <>
      <TopBar />
      <Banners />
      {screen.value !== 'watch' && <LookBackBar />}
      <div class="screens">
        <WatchScreen isShown={screen.value === 'watch'} withGlobe={withGlobe} />
        {screen.value === 'floor' && <FloorScreen key={here} />}
        {screen.value === 'handover' && <HandoverScreen key={here} />}
        {screen.value === 'sheet' && <SheetScreen key={here} />}
        {screen.value === 'trainer' && <TrainerScreen key={here} />}
      </div>
      <footer class="bottom-nav">
        <Tabs />
      </footer>
      <Dialogs />
      <p class="hidden-text" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}

function Dialogs(): JSX.Element | null {
  const open = dialog.value;
  if (!open) return null;
  switch (open.kind) {
    case 'load':
      return <LoadDialog files={open.files} replaces={open.replaces} />;
    case 'seat':
      return <SeatDialog person={open.person} />;
    case 'join':
      return <JoinDialog />;
    case 'rooms':
      return <RoomsDialog />;
    case 'conjunctions':
      return <ConjunctionsDialog />;
    case 'encounter':
      return <EncounterDialog wanted={open.wanted} />;
    case 'keys':
      return <KeysDialog />;
  }
}
