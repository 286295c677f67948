import { tinykeys } from 'tinykeys';
import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import {
  areKeysOn,
  choices,
  dialog,
  frame,
  identity,
  isOrbitShown,
  isTableShown,
  isTracking,
  notice,
  screen,
  selected,
  sheet,
  type Screen,
} from '../view-state.ts';
import { chosenItem } from './floor/chosen.ts';
import { tabScreens } from './routes.ts';
import { clearSelection } from './selection.ts';
import { goLive, stepRate, togglePause } from './time-commands.ts';

/** Bind the page's single keys; they rest while a text field has focus, a dialog is open or they are turned off. */
export function bindShortcuts(target: Window): () => void {
  return tinykeys(target, {
    '/': single(focusSearch),
    '?': single(() => (dialog.value = { kind: 'keys' })),
    'Shift+?': single(() => (dialog.value = { kind: 'keys' })),
    ...Object.fromEntries(tabScreens(true).map((name, i) => [String(i + 1), single(() => showTab(name))])),
    Space: single((event) => {
      if (isControl(event.target)) return false;
      return ask(togglePause());
    }),
    '[': single(() => ask(stepRate(-1))),
    ']': single(() => ask(stepRate(1))),
    l: single(() => ask(goLive())),
    t: single(() => selected.value !== null && (isTracking.value = !isTracking.value)),
    o: single(() => selected.value !== null && (isOrbitShown.value = !isOrbitShown.value)),
    e: single(() => (frame.value = frame.value === 'inertial' ? 'earth-fixed' : 'inertial')),
    v: single(() => {
      show('watch');
      isTableShown.value = !isTableShown.value;
    }),
    n: single(() => {
      show('floor');
      void focusSoon('log-entry');
    }),
    j: single(() => moveItem(1)),
    k: single(() => moveItem(-1)),
    a: single(acknowledge),
    Escape: (event) => {
      if (dialog.value || isTyping(event.target)) return;
      back();
    },
  });
}

/** Wrap a handler of a single key; a handler that answers false leaves the key to the browser. */
function single(run: (event: KeyboardEvent) => unknown): (event: KeyboardEvent) => void {
  return (event) => {
    if (!areKeysOn.value || dialog.value || isTyping(event.target)) return;
    if (run(event) !== false) event.preventDefault();
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Controls that Space itself works. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, summary, [role=grid]') !== null;
}

function ask(answer: Promise<Answer>): void {
  void answer.then((result) => {
    notice.value = result.ok ? null : text.refused(result.rule, result.reason);
  });
}

function focusSearch(): void {
  show('watch');
  sheet.value = 'browse';
  void focusSoon('search');
}

/** A key for a tab that is not shown is left to the browser. */
function showTab(name: ReturnType<typeof tabScreens>[number]): boolean {
  if (!tabScreens(identity.value?.isTrainer ?? false).includes(name)) return false;
  show(name);
  return true;
}

function show(name: Screen): void {
  location.hash = name;
  screen.value = name;
}

/** Panels draw in a microtask: the field has focus before the next key comes, which would else work as a shortcut. */
async function focusSoon(id: string): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.resolve(); // oxlint-disable-line no-await-in-loop -- one microtask a turn
    const field = document.getElementById(id);
    field?.focus();
    if (field && document.activeElement === field) return;
  }
}

/** The next item of the queue has the focus; while one is open beside it, the next is open. */
function moveItem(step: 1 | -1): void {
  if (screen.value !== 'floor') return;
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')];
  const focused = items.findIndex((item) => item === document.activeElement);
  const at = focused === -1 ? items.findIndex((item) => item.dataset['item'] === chosenItem.value) : focused;
  const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
  next?.focus();
  if (chosenItem.value !== null && next) chosenItem.value = next.dataset['item'] ?? null;
}

/** Acknowledge the item that has the focus, in the queue or in its details. */
function acknowledge(): boolean {
  const place = document.activeElement?.closest('.item, .item-panel');
  const button = place?.querySelector<HTMLButtonElement>('.acknowledge') ?? null;
  button?.click();
  return button !== null;
}

/** One step back: the open item; on the globe the list of choices, then the sheet, the table, the selection. */
function back(): void {
  if (screen.value === 'floor' && chosenItem.value !== null) chosenItem.value = null;
  else if (choices.value.length > 0) choices.value = [];
  else if (sheet.value === 'browse') sheet.value = 'closed';
  else if (isTableShown.value) isTableShown.value = false;
  else clearSelection();
}
