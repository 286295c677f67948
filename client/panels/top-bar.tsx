import type { JSX } from 'preact';
import { text } from '../text.ts';
import { dialog, floor, identity } from '../view-state.ts';
import { ModeBadge, ShiftClock, ZuluClock } from './clocks.tsx';
import { Icon } from './glyphs.tsx';
import { InCharge } from './in-charge.tsx';
import { nationOfViewer } from './join/nations.ts';
import { Marking } from './marking.tsx';
import { RoomButton } from './rooms/room-button.tsx';
import { Tabs } from './tabs.tsx';
import logo from './icon.svg';

/** What never scrolls away: the marking, who is in charge, the clock and how it stands. */
export function TopBar(): JSX.Element {
  return (
    <header>
      <Marking />
      <div class="top-bar">
        <h1 class="logo">
          <img src={logo} alt={text.product} width="28" height="28" />
          <span aria-hidden="true">{text.product}</span>
        </h1>
        <Tabs />
        <InCharge />
        <ShiftClock />
        <ZuluClock />
        <ModeBadge />
        <RoomButton />
        <IdentityButton />
        <button
          type="button"
          class="button icon-button help"
          aria-label={text.keys.title}
          aria-keyshortcuts="Shift+?"
          onClick={() => (dialog.value = { kind: 'keys' })}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

/** Who this page is, as it told the server; the way to change it. */
function IdentityButton(): JSX.Element {
  const known = identity.value;
  const tag = known && (known.isTrainer ? text.join.trainerShort : known.nation);
  // A seat shows what its person may see, also to somebody who has not said who he is.
  const nation = floor.value && nationOfViewer(floor.value.viewer);
  const nobody = nation ? text.join.seenAs(nation) : text.join.public;
  return (
    <button
      type="button"
      class={known ? 'button identity-button' : 'button identity-button public'}
      aria-label={text.join.buttonLabel(known ? `${known.name} ${tag}` : nobody, known !== null)}
      aria-haspopup="dialog"
      onClick={() => (dialog.value = { kind: 'join' })}
    >
      <span class="clip">{known ? known.name : nobody}</span> {tag && <span class="nation">{tag}</span>}
    </button>
  );
}
