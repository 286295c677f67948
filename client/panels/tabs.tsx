import type { JSX } from 'preact';
import { text } from '../text.ts';
import { floor, identity, screen } from '../view-state.ts';
import { Icon } from './glyphs.tsx';
import { tabScreens } from './routes.ts';

/** The screens: in the top bar, or at the bottom under a thumb. */
export function Tabs(): JSX.Element {
  const open = floor.value?.items.length ?? 0;
  const shown = tabScreens(identity.value?.isTrainer ?? false);
  return (
    <nav class="tabs" aria-label={text.screens.label}>
      {shown.map((name, index) => (
        <a
          key={name}
          href={`#${name}`}
          aria-current={screen.value === name ? 'page' : undefined}
          aria-keyshortcuts={String(index + 1)}
        >
          <Icon name={name} />
          <span>{text.screens[name]}</span>
          {name === 'floor' && open > 0 && (
            <span class="count">
              {open}
              <span class="hidden-text"> {text.floor.openItems}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
