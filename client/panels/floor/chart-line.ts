import type { Desk } from '../../../core/operations/types.ts';
import type { FloorCharts } from '../../../core/protocol/events.ts';
import { MS_PER_HOUR, type UtcMs } from '../../../core/units.ts';

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly from: UtcMs;
  readonly to: UtcMs;
  readonly least: number;
  readonly most: number;
}

export function xAt({ width, from, to }: ChartBox, at: UtcMs): number {
  return round((width * (at - from)) / Math.max(1, to - from));
}

/** Values beyond the scale stay on its edge. */
export function yAt({ height, least, most }: ChartBox, value: number): number {
  return round(height - (height * (Math.min(most, Math.max(least, value)) - least)) / (most - least));
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

/** A line as the `d` of a path; where a value is missing it breaks off and begins anew. */
export function pathOf(box: ChartBox, at: readonly UtcMs[], values: readonly (number | null)[]): string {
  let isDrawing = false;
  let path = '';
  values.forEach((value, i) => {
    const time = at[i];
    if (value === null || time === undefined) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? 'L' : 'M'}${xAt(box, time)} ${yAt(box, value)}`;
    isDrawing = true;
  });
  return path;
}

export interface Series {
  readonly last: number | null;
  readonly most: number | null;
  readonly mostAt: UtcMs | null;
}

export function seriesOf(at: readonly UtcMs[], values: readonly (number | null)[]): Series {
  let place = -1;
  values.forEach((value, i) => {
    if (value !== null && (place === -1 || value > (values[place] ?? Number.NEGATIVE_INFINITY))) place = i;
  });
  return { last: values.at(-1) ?? null, most: values[place] ?? null, mostAt: at[place] ?? null };
}

export interface DeskSeries {
  readonly desk: Desk;
  readonly load: readonly number[];
  readonly kss: readonly (number | null)[];
}

/** Load and sleepiness side by side, cut off after an instant that is looked back to. */
export function deskSeries(
  charts: FloorCharts,
  until: UtcMs | null,
): { readonly at: readonly UtcMs[]; readonly desks: readonly DeskSeries[] } {
  const count = until === null ? charts.at.length : charts.at.filter((time) => time <= until).length;
  return {
    at: charts.at.slice(0, count),
    desks: charts.desks.map(({ desk, load }) => ({
      desk,
      load: load.slice(0, count),
      kss: (charts.people.find((person) => person.desk === desk)?.kss ?? []).slice(0, count),
    })),
  };
}

/** Places of the whole hours and of the last point, for a table with one row an hour. */
export function hourly(at: readonly UtcMs[]): readonly number[] {
  return at.flatMap((time, i) => (time % MS_PER_HOUR === 0 || i === at.length - 1 ? [i] : []));
}
