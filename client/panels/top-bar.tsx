import type { JSX } from 'preact';
import { text } from '../text.ts';
import { dialog } from '../view-state.ts';
import { ModeBadge, ShiftClock, ZuluClock } from './clocks.tsx';
import { Icon } from './glyphs.tsx';
import { InCharge } from './in-charge.tsx';
import { Marking } from './marking.tsx';
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
