import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { serverClock } from '../../view-state.ts';

/** How well this page knows the server's clock, which is everybody's. */
export function ServerClock(): JSX.Element | null {
  const known = serverClock.value;
  if (!known || known.uncertainty > 10_000) return null;
  return <span class="server-clock quiet small">{text.time.serverClock(known)}</span>;
}
