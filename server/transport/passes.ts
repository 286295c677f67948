import { findPasses, type PassPoint } from '../../core/sensors/passes.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_HOUR, RAD_PER_DEG, type UtcMs } from '../../core/units.ts';
import type { CatalogEntry } from '../simulation/catalog.ts';
import { withPassSource } from '../simulation/kernel/local-kernel.ts';

export interface PassesQuery {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightM: number;
  readonly start: UtcMs;
  readonly hours: number;
  readonly minElevationDeg: number;
}

/** The passes of one object over a site; rise or set is null where the window cuts a pass. */
export function passesAnswer({ set }: CatalogEntry, query: PassesQuery) {
  const site = {
    latitude: query.latitudeDeg * RAD_PER_DEG,
    longitude: query.longitudeDeg * RAD_PER_DEG,
    height: query.heightM / 1000,
  };
  const end = query.start + query.hours * MS_PER_HOUR;
  const request = { site, start: query.start, end, minElevation: query.minElevationDeg * RAD_PER_DEG };
  return {
    catalogNumber: set.catalogNumber,
    epoch: formatIsoUtc(set.epoch, 6),
    start: formatIsoUtc(query.start),
    end: formatIsoUtc(end),
    passes: withPassSource(set, (source) => findPasses(source, request)).map(
      ({ rise, culmination, set: setting, isSunlit }) => ({
        rise: pointAnswer(rise),
        culmination: pointAnswer(culmination),
        set: pointAnswer(setting),
        isSunlit,
      }),
    ),
  };
}

function pointAnswer(point: PassPoint | null) {
  return (
    point && {
      time: formatIsoUtc(point.time),
      azimuthDeg: point.look.azimuth * DEG_PER_RAD,
      elevationDeg: point.look.elevation * DEG_PER_RAD,
      rangeKm: point.look.range,
    }
  );
}
