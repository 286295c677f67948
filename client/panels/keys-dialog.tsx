import type { JSX } from 'preact';
import { text } from '../text.ts';
import { areKeysOn } from '../view-state.ts';
import { Popup } from './popup.tsx';

const KEYS_KEY = 'watchfloor.keys';

/** Every key the page knows, and the switch that turns the single ones off. */
export function KeysDialog(): JSX.Element {
  return (
    <Popup title={text.keys.title}>
      <label class="check">
        <input
          type="checkbox"
          checked={areKeysOn.value}
          onChange={(event) => {
            areKeysOn.value = event.currentTarget.checked;
            localStorage.setItem(KEYS_KEY, areKeysOn.value ? 'on' : 'off');
          }}
        />
        <span>{text.keys.singles}</span>
      </label>
      <dl class="keys">
        {text.keys.list.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Popup>
  );
}

/** Read at start whether the single keys were turned off. */
export function readKeySwitch(): boolean {
  try {
    return localStorage.getItem(KEYS_KEY) !== 'off';
  } catch {
    return true;
  }
}
