import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FloorCharts } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';

const WIDTH = 120;
const HEIGHT = 36;

/** Workload of each desk and sleepiness of its holder over the last eight hours, as small multiples. */
export function Charts(): JSX.Element {
  const [charts, setCharts] = useState<FloorCharts | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const ask = () => void actions().get<FloorCharts>('/api/floor/charts?hours=8').then(setCharts);
    ask();
    const timer = setInterval(ask, 30_000);
    return () => clearInterval(timer);
  }, [isOpen]);
  return (
    <details class="panel charts" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="panel-head">
        <b>{text.floor.charts}</b> <span class="quiet">{text.floor.chartsNote}</span>
      </summary>
      {isOpen && charts === null && <p class="quiet padded">{text.floor.chartsLoading}</p>}
      {charts && (
        <ul class="chart-grid">
          {charts.desks.map(({ desk, load }, i) => {
            const kss = charts.people[i]?.kss ?? [];
            const awake = kss.flatMap((value) => value ?? []);
            return (
              <li key={desk}>
                <b class="desk-code">{desk}</b>
                <Line values={load} most={Math.max(1, ...load)} marks={[0.6, 0.85]} kind="load" />
                <Line values={kss} most={9} marks={[6, 7]} kind="kss" />
                <p class="quiet small">
                  {text.floor.chartLoad(desk, figure(load.at(-1)), figure(Math.max(0, ...load)))}.{' '}
                  {text.floor.chartKss(desk, figure(awake.at(-1)), figure(Math.max(0, ...awake)))}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </details>
  );
}

function figure(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(1);
}

interface LineProps {
  readonly values: readonly (number | null)[];
  readonly most: number;
  readonly marks: readonly number[];
  readonly kind: 'load' | 'kss';
}

/** The figures are in words below it, so the drawing is hidden from screen readers. */
function Line({ values, most, marks, kind }: LineProps): JSX.Element {
  const y = (value: number): number => HEIGHT - (HEIGHT * Math.min(value, most)) / most;
  const points = values
    .flatMap((value, i) =>
      value === null
        ? []
        : [`${((WIDTH * i) / Math.max(1, values.length - 1)).toFixed(1)},${y(value).toFixed(1)}`],
    )
    .join(' ');
  return (
    <svg class={`chart-line ${kind}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {marks
        .filter((mark) => mark <= most)
        .map((mark) => (
          <line key={mark} x1="0" x2={WIDTH} y1={y(mark)} y2={y(mark)} class="chart-mark" />
        ))}
      <polyline points={points} />
    </svg>
  );
}
