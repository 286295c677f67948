import type { JSX } from 'preact';
import type { FloorView } from '../../../core/operations/view.ts';
import type { FloorCharts } from '../../../core/protocol/events.ts';
import { MS_PER_HOUR, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { reviewAt } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatZuluMinutes } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { useAnswer } from '../use-answer.ts';
import { KSS_MARKS, kssStatus, LOAD_MARKS, loadStatus } from './bands.ts';
import {
  type ChartBox,
  deskSeries,
  type DeskSeries,
  hourly,
  pathOf,
  type Series,
  seriesOf,
  xAt,
  yAt,
} from './chart-line.ts';

const AGAIN_MS = 30_000;
const WIDTH = 160;
const HEIGHT = 40;

/** Workload of each desk and sleepiness of its holder over the last eight hours, as small multiples and as a table. */
export function Charts({ view }: { view: FloorView }): JSX.Element {
  const { answer, hasFailed } = useAnswer(
    '/api/floor/charts?hours=8',
    (address) => actions().get<FloorCharts>(address),
    AGAIN_MS,
  );
  const series = answer && deskSeries(answer, reviewAt.value);
  const [from, to] = [series?.at[0], series?.at.at(-1)];
  return (
    <section class="panel charts" aria-labelledby="charts-title">
      <div class="panel-head">
        <h3 id="charts-title">{text.floor.charts}</h3>
        <span class="quiet grow">{text.floor.chartsNote}</span>
        {from !== undefined && to !== undefined && (
          <span class="quiet">{text.floor.chartsSpan(formatZuluMinutes(from), formatZuluMinutes(to))}</span>
        )}
      </div>
      {hasFailed && <p class="refusal padded">{text.floor.chartsFailed}</p>}
      {series === null && !hasFailed && <p class="quiet padded">{text.floor.chartsLoading}</p>}
      {series && series.at.length === 0 && <p class="empty padded">{text.floor.chartsEmpty}</p>}
      {series && series.at.length > 0 && (
        <div class="charts-body" tabIndex={0} role="group" aria-labelledby="charts-title">
          <p class="chart-legend quiet">
            <span class="chart-key load">{text.floor.chartLegend.load}</span>
            <span class="chart-key kss">{text.floor.chartLegend.kss}</span>
          </p>
          <ul class="chart-grid">
            {series.desks.map((desk) => (
              <DeskChart
                key={desk.desk}
                series={desk}
                at={series.at}
                title={view.desks.find((known) => known.desk === desk.desk)?.title ?? ''}
              />
            ))}
          </ul>
          <ChartTable at={series.at} desks={series.desks} />
        </div>
      )}
    </section>
  );
}

interface DeskChartProps {
  readonly series: DeskSeries;
  readonly at: readonly UtcMs[];
  readonly title: string;
}

function DeskChart({ series, at, title }: DeskChartProps): JSX.Element {
  const load = seriesOf(at, series.load);
  const kss = seriesOf(at, series.kss);
  return (
    <li class="chart">
      <p class="row">
        <b class="desk-code">{series.desk}</b> <span class="quiet clip grow">{title}</span>
      </p>
      <Line
        kind="load"
        at={at}
        values={series.load}
        range={[0, Math.max(1, load.most ?? 1)]}
        marks={[LOAD_MARKS.amber, LOAD_MARKS.red]}
      />
      <Figures kind="load" series={load} digits={2} />
      <Line kind="kss" at={at} values={series.kss} range={[1, 9]} marks={[KSS_MARKS.amber, KSS_MARKS.red]} />
      <Figures kind="kss" series={kss} digits={1} />
    </li>
  );
}

interface FiguresProps {
  readonly kind: 'load' | 'kss';
  readonly series: Series;
  readonly digits: number;
}

function Figures({ kind, series: { last, most, mostAt }, digits }: FiguresProps): JSX.Element {
  const name = text.floor.chartKinds[kind];
  if (last === null || most === null || mostAt === null) {
    return (
      <p class="row small quiet">
        {name} {text.floor.fatigueOff}
      </p>
    );
  }
  const status = kind === 'load' ? loadStatus(last) : kssStatus(last);
  return (
    <p class="row small">
      <span class="quiet">{name}</span> <b>{last.toFixed(digits)}</b>{' '}
      {status !== 'normal' && <StatusMark status={status} />}
      <span class="quiet grow number">
        {text.floor.chartMostAt(most.toFixed(digits), formatZuluMinutes(mostAt))}
      </span>
    </p>
  );
}

interface LineProps {
  readonly kind: 'load' | 'kss';
  readonly at: readonly UtcMs[];
  readonly values: readonly (number | null)[];
  readonly range: readonly [number, number];
  readonly marks: readonly number[];
}

/** The figures are in words below it and in the table, so the drawing is hidden from screen readers. */
function Line({ kind, at, values, range, marks }: LineProps): JSX.Element {
  const box: ChartBox = {
    width: WIDTH,
    height: HEIGHT,
    from: at[0] ?? 0,
    to: at.at(-1) ?? 1,
    least: range[0],
    most: range[1],
  };
  const boundaries = at.filter((time) => time % (8 * MS_PER_HOUR) === 0);
  return (
    <svg
      class={`chart-line ${kind}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <Rule class="chart-base" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      {marks.map((mark) => (
        <Rule key={mark} class="chart-mark" x1={0} x2={WIDTH} y1={yAt(box, mark)} y2={yAt(box, mark)} />
      ))}
      {boundaries.map((time) => (
        <Rule key={time} class="chart-boundary" x1={xAt(box, time)} x2={xAt(box, time)} y1={0} y2={HEIGHT} />
      ))}
      <path d={pathOf(box, at, values)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

interface RuleProps {
  readonly class: string;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

function Rule(props: RuleProps): JSX.Element {
  return <line {...props} vector-effect="non-scaling-stroke" />;
}

interface ChartTableProps {
  readonly at: readonly UtcMs[];
  readonly desks: readonly DeskSeries[];
}

function ChartTable({ at, desks }: ChartTableProps): JSX.Element {
  return (
    <details class="chart-table">
      <summary>{text.floor.chartTable}</summary>
      <p class="quiet small">{text.floor.chartTableNote}</p>
      <div class="matrix" tabIndex={0} role="region" aria-label={text.floor.chartTableCaption}>
        <table>
          <caption class="hidden-text">{text.floor.chartTableCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.floor.chartTime}</th>
              {desks.map(({ desk }) => (
                <th key={desk} scope="col">
                  {desk}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hourly(at).map((i) => (
              <tr key={at[i]}>
                <th scope="row">{formatZuluMinutes(at[i] ?? 0)}</th>
                {desks.map(({ desk, load, kss }) => (
                  <td key={desk}>
                    {text.floor.chartTableCell(load[i]?.toFixed(2) ?? '–', kss[i]?.toFixed(1) ?? '–')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
