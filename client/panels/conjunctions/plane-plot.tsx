import type { JSX } from 'preact';
import type { EncounterAnswer } from '../../../core/protocol/events.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';
import { formatMiss } from './figures.ts';

const words = conjunctionWords.plane;
const SIZE = 300;
/** Deviations whose ellipses are drawn. */
const DEVIATIONS = [1, 2, 3];

type Plane = NonNullable<EncounterAnswer['plane']>;

/**
 * The encounter seen along the relative velocity: the hard body about the first object, and where the second may be, in ellipses of the
 * summed covariance. What of them lies in the circle is the probability.
 */
export function PlanePlot({ plane, hbrM }: { plane: Plane; hbrM: number }): JSX.Element {
  const { missKm, sigmaKm } = plane;
  const reach = Math.max(
    Math.abs(missKm[0]) + 3 * sigmaKm[0],
    Math.abs(missKm[1]) + 3 * sigmaKm[1],
    (3 * hbrM) / 1000,
  );
  const unit = SIZE / 2 / (1.08 * reach);
  const x = SIZE / 2 + missKm[0] * unit;
  const y = SIZE / 2 - missKm[1] * unit;
  const bar = roundLength(reach / 2);
  return (
    <figure class="plane-plot">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={words.description(plane, hbrM)}>
        <line class="axis" x1="0" y1={SIZE / 2} x2={SIZE} y2={SIZE / 2} />
        <line class="axis" x1={SIZE / 2} y1="0" x2={SIZE / 2} y2={SIZE} />
        {DEVIATIONS.toReversed().map((k) => (
          <ellipse
            key={k}
            class={`deviation deviation-${k}`}
            cx={x}
            cy={y}
            rx={k * sigmaKm[0] * unit}
            ry={k * sigmaKm[1] * unit}
          />
        ))}
        {DEVIATIONS.map((k) => (
          <text key={k} class="deviation-name" x={x} y={y - k * sigmaKm[1] * unit - 2}>
            {k}σ
          </text>
        ))}
        <line class="miss" x1={SIZE / 2} y1={SIZE / 2} x2={x} y2={y} />
        <circle class="hard-body" cx={SIZE / 2} cy={SIZE / 2} r={Math.max(2.5, (hbrM / 1000) * unit)} />
        <rect class="second" x={x - 3} y={y - 3} width="6" height="6" transform={`rotate(45 ${x} ${y})`} />
        <g class="scale-bar">
          <line x1="8" y1={SIZE - 8} x2={8 + bar * unit} y2={SIZE - 8} />
          <text x="8" y={SIZE - 13}>
            {formatMiss(bar)}
          </text>
        </g>
      </svg>
      <figcaption class="quiet small">{words.note}</figcaption>
    </figure>
  );
}

/** The largest 1, 2 or 5 times a power of ten that is not above. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = most / power;
  return (step >= 5 ? 5 : step >= 2 ? 2 : 1) * power;
}
