import type { JSX } from 'preact';
import { AGE_CLASSES, type AgeClass } from '../../../core/elements/age.ts';
import { REGIMES } from '../../../core/elements/regime.ts';
import { text } from '../../text.ts';
import { ageCounts, catalogInfo, shownAges } from '../../view-state.ts';
import { formatCount } from '../format.ts';
import { StatusMark, type Status } from '../glyphs.tsx';

export const AGE_STATUS: Readonly<Record<AgeClass, Status>> = {
  fresh: 'normal',
  ageing: 'standby',
  stale: 'caution',
  lost: 'serious',
};

/** How old the element sets are, and which of them are drawn and listed. */
export function AgeFilter(): JSX.Element {
  const counts = ageCounts.value;
  const shown = shownAges.value;
  const limits = catalogInfo.value?.ageLimits;
  const toggle = (code: number): void => {
    shownAges.value = shown.map((isShown, other) => (other === code ? !isShown : isShown));
  };
  const words = limits ? REGIMES.map((regime) => text.ages.limits(text.regimes[regime], limits[regime])) : [];
  return (
    <fieldset class="rail-section types">
      <legend>{text.ages.title}</legend>
      {AGE_CLASSES.map((age, code) => (
        <label key={age} class={shown[code] ? 'type-row' : 'type-row off'}>
          <input type="checkbox" checked={shown[code] ?? false} onChange={() => toggle(code)} />
          <StatusMark status={AGE_STATUS[age]} />
          <span class="grow">{text.ages[age]}</span>
          <b>{formatCount(counts[code] ?? 0)}</b>
        </label>
      ))}
      {(counts[2] ?? 0) + (counts[3] ?? 0) > 0 && <p class="quiet small">{text.ages.note}</p>}
      <details class="quiet small">
        <summary>{text.ages.limitsTitle}</summary>
        <ul>
          {words.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </fieldset>
  );
}
