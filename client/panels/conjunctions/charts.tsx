import type { JSX } from 'preact';
import type { EncounterAnswer } from '../../../core/protocol/events.ts';
import type { UtcMs } from '../../../core/units.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';
import { type ChartBox, pathOf, xAt, yAt } from '../floor/chart-line.ts';
import { formatDate, formatZuluMinutes } from '../format.ts';
import { formatMiss, formatPc } from './figures.ts';
import { LIMITS } from './severity.ts';

const words = conjunctionWords.charts;
const WIDTH = 320;
const HEIGHT = 110;
/** Nothing below is told apart. */
const LEAST_LOG_PC = -10;

/** What one screening, or one newer element set, has said. */
export interface HistoryPoint {
  readonly at: UtcMs;
  readonly missKm: number;
  readonly pcMax: number | null;
}

/** How probability and miss distance have been predicted as time went on, up to the approach; as lines and as a table. */
export function HistoryCharts({ points, tca }: { points: readonly HistoryPoint[]; tca: UtcMs }): JSX.Element {
  const first = points[0];
  if (!first) return <p class="empty">{words.none}</p>;
  const at = points.map((point) => point.at);
  const across = { width: WIDTH, height: HEIGHT, from: first.at, to: Math.max(tca, first.at + 1) };
  const logs = points.map(({ pcMax }) =>
    pcMax === null ? null : Math.max(LEAST_LOG_PC, Math.log10(Math.max(pcMax, Number.MIN_VALUE))),
  );
  const farthest = Math.max(...points.map(({ missKm }) => missKm), LIMITS.missKm);
  return (
    <div class="history-charts">
      <Chart
        title={words.pcTitle}
        box={{ ...across, least: LEAST_LOG_PC, most: 0 }}
        at={at}
        values={logs}
        marks={[
          { value: Math.log10(LIMITS.emergencyPc), name: words.emergency },
          { value: Math.log10(LIMITS.reportedPc), name: words.reported },
        ]}
        ends={['1', '1e-10']}
      />
      <Chart
        title={words.missTitle}
        box={{ ...across, least: 0, most: farthest * 1.1 }}
        at={at}
        values={points.map(({ missKm }) => missKm)}
        marks={[{ value: LIMITS.missKm, name: words.reported }]}
        ends={[formatMiss(farthest * 1.1), '0']}
      />
      <p class="quiet small chart-span">
        <span>{shortInstant(first.at)}</span>
        <span>{words.tca(shortInstant(tca))}</span>
      </p>
      {points.length === 1 && <p class="quiet small">{words.one}</p>}
      <details class="quiet small">
        <summary>{words.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.columns.at}</th>
              <th scope="col">{words.columns.miss}</th>
              <th scope="col">{words.columns.pc}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.at}>
                <td class="mono">{shortInstant(point.at)}</td>
                <td class="mono">{formatMiss(point.missKm)}</td>
                <td class="mono">{formatPc(point.pcMax)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function shortInstant(at: UtcMs): string {
  return `${formatDate(at)} ${formatZuluMinutes(at)}`;
}

interface ChartProps {
  readonly title: string;
  readonly box: ChartBox;
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  readonly marks: readonly { readonly value: number; readonly name: string }[];
  /** At the top and at the bottom of the scale. */
  readonly ends: readonly [string, string];
}

function Chart({ title, box, at, values, marks, ends }: ChartProps): JSX.Element {
  return (
    <figure class="case-chart">
      <figcaption class="label">{title}</figcaption>
      <div class="case-chart-body">
        <div class="chart-ends quiet small" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
        <svg viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="frame" width={WIDTH} height={HEIGHT} />
          {marks
            .filter(({ value }) => value > box.least && value < box.most)
            .map(({ value, name }) => (
              <g key={name} class="limit">
                <line x1="0" x2={WIDTH} y1={yAt(box, value)} y2={yAt(box, value)} />
                <text x={WIDTH - 4} y={yAt(box, value) - 3}>
                  {name}
                </text>
              </g>
            ))}
          <path class="line" d={pathOf(box, at, values)} />
          {values.map((value, i) =>
            value === null ? null : (
              <circle key={at[i]} class="point" cx={xAt(box, at[i]!)} cy={yAt(box, value)} r="3" />
            ),
          )}
        </svg>
      </div>
    </figure>
  );
}

/** What the probability would be if the deviations were larger or smaller: left of its top more tracking helps, right of it it dilutes. */
export function ScaleChart({ plane }: { plane: NonNullable<EncounterAnswer['plane']> }): JSX.Element {
  const { byScale, dilutionThreshold } = plane;
  const at = byScale.map(({ scale }) => Math.log10(scale));
  const logs = byScale.map(({ pc }) => (pc > 0 ? Math.max(LEAST_LOG_PC, Math.log10(pc)) : null));
  const box = { width: WIDTH, height: HEIGHT, from: at[0]!, to: at.at(-1)!, least: LEAST_LOG_PC, most: 0 };
  const isDiluted = dilutionThreshold < 1;
  return (
    <figure class="case-chart">
      <figcaption class="label">{words.scaleTitle}</figcaption>
      <div class="case-chart-body">
        <div class="chart-ends quiet small" aria-hidden="true">
          <span>1</span>
          <span>1e-10</span>
        </div>
        <svg viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="frame" width={WIDTH} height={HEIGHT} />
          <g class="limit">
            <line x1={xAt(box, 0)} x2={xAt(box, 0)} y1="0" y2={HEIGHT} />
            <text class="start" x={xAt(box, 0) + 4} y="12">
              {words.assumed}
            </text>
          </g>
          <path class="line" d={pathOf(box, at, logs)} />
        </svg>
      </div>
      <p class="quiet small chart-span">
        <span>× 0.01</span>
        <span>{words.times}</span>
        <span>× 100</span>
      </p>
      <p class="quiet small">
        {isDiluted ? words.diluted(dilutionThreshold) : words.robust(dilutionThreshold)}
      </p>
    </figure>
  );
}
