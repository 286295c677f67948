import { type Request, type Response, Router } from 'express';
import { pcMaxOf, DEFAULT_HBR_KM } from '../../core/conjunction/assess.ts';
import type { AssumedAccuracy } from '../../core/conjunction/assumed-covariance.ts';
import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import { tierOf } from '../../core/operations/conjunction-case.ts';
import { SCREENING_RULES } from '../../core/operations/item-rules.ts';
import type { ConjunctionAnswer, ConjunctionObject, ConjunctionsAnswer } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../../core/units.ts';
import type { Catalog } from '../simulation/catalog.ts';
import { isDeepSpace } from '../simulation/floor-screening.ts';
import { maySee } from '../simulation/releases.ts';
import type { Screener, Screening, ScreeningWanted } from '../simulation/screener.ts';
import { sendProblem } from './problem.ts';
import { type ConjunctionsQuery, conjunctionsQuery, firstIssue } from './requests.ts';
import type { AudienceOf, RoomOf } from './room-of-request.ts';

export interface ConjunctionParts {
  readonly screener: Screener;
  /** What is assumed of element sets. */
  readonly accuracy: AssumedAccuracy;
  readonly roomOf: RoomOf;
  readonly audienceOf: AudienceOf;
}

/**
 * /api/conjunctions: the close approaches of everything with everything in the next hours of a room, or from an instant on; of one object
 * with everything where it is named. Screening takes seconds: 202 says how far it is, and the same question again gives the answer;
 * DELETE with the same question gives it up.
 */
export function conjunctionsRouter({ screener, accuracy, roomOf, audienceOf }: ConjunctionParts): Router {
  const router = Router();
  /** The question and what is to be screened for it; null once a problem is sent. */
  const read = (request: Request, response: Response): Asked | null => {
    const query = conjunctionsQuery.safeParse(request.query);
    if (query.success) {
      const room = roomOf(request);
      return askedOf(query.data, room.selection.catalog, room.simulationTime);
    }
    sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    return null;
  };
  router.get('/conjunctions', (request, response) => {
    const asked = read(request, response);
    if (!asked) return;
    const { wanted, window, from } = asked;
    const { catalog, object } = wanted;
    const audience = audienceOf(request);
    const isSeen = (index: number) => maySee(audience, catalog.classOf(index));
    // Who may not know of an object is told what he is told of one that is not there.
    if (asked.isUnknown || (object !== null && !isSeen(object))) {
      response.json(doneAnswer(asked, { accuracy, computedAt: from, total: 0, conjunctions: [] }));
      return;
    }
    const screening = screener.screen(wanted);
    if (screening === null)
      return sendProblem(response, 503, 'Busy', 'other screenings wait already: ask again in a minute');
    if (screening.status === 'failed')
      return sendProblem(response, 503, 'Screening failed', screening.reason);
    if (screening.status !== 'done') {
      const progress = screening.status === 'running' ? screening.progress : 0;
      const answer: ConjunctionsAnswer = { status: screening.status, progress, ...window };
      response.status(202).json(answer);
      return;
    }
    const seen = screening.events.filter(
      ({ one, two, tca }) => tca >= from && tca < asked.end && isSeen(one) && isSeen(two),
    );
    const shown = nearest(seen, asked.limit);
    response.json(
      doneAnswer(asked, {
        accuracy,
        computedAt: screening.computedAt,
        total: seen.length,
        conjunctions: shown.map((event) =>
          conjunctionAnswer(event, catalog, { screening, at: from, accuracy }),
        ),
      }),
    );
  });
  router.delete('/conjunctions', (request, response) => {
    const asked = read(request, response);
    if (!asked) return;
    const outcome = screener.cancel(asked.wanted);
    if (outcome === 'cancelled') response.status(204).end();
    else if (outcome === 'needed')
      sendProblem(response, 409, 'Needed', 'the floor waits for this screening: it goes on');
    else sendProblem(response, 404, 'No such screening', 'none with this question waits or runs');
  });
  return router;
}

/** Of too many the nearest, in order of time. */
function nearest(events: readonly ConjunctionEvent[], limit: number): readonly ConjunctionEvent[] {
  if (events.length <= limit) return events;
  return events
    .toSorted((a, b) => a.missDistance - b.missDistance)
    .slice(0, limit)
    .toSorted((a, b) => a.tca - b.tca);
}

/** A question, and the screening that answers it. */
interface Asked {
  readonly wanted: ScreeningWanted;
  readonly from: UtcMs;
  readonly end: UtcMs;
  readonly limit: number;
  readonly isUnknown: boolean;
  readonly window: { readonly start: string; readonly end: string; readonly thresholdKm: number };
}

function askedOf(
  { start: given, hours, thresholdKm, object: number, limit, volume }: ConjunctionsQuery,
  catalog: Catalog,
  now: UtcMs,
): Asked {
  const from = given ?? now;
  const end = from + hours * MS_PER_HOUR;
  // From the full hour on, so that who asks a little later asks for the same.
  const start = Math.floor(from / MS_PER_HOUR) * MS_PER_HOUR;
  const object = number === undefined ? null : (catalog.indexByNumber.get(number) ?? null);
  return {
    wanted: { catalog, start, hours: hours + 1, thresholdKm, object, volumes: volume ?? null },
    from,
    end,
    limit,
    isUnknown: number !== undefined && object === null,
    window: { start: formatIsoUtc(from), end: formatIsoUtc(end), thresholdKm },
  };
}

function doneAnswer(
  { window, wanted }: Asked,
  {
    accuracy,
    computedAt,
    ...found
  }: {
    readonly accuracy: AssumedAccuracy;
    readonly computedAt: UtcMs;
    readonly total: number;
    readonly conjunctions: readonly ConjunctionAnswer[];
  },
): ConjunctionsAnswer {
  return {
    status: 'done',
    ...window,
    source: `SGP4 on the element sets in use at ${formatIsoUtc(wanted.start)}; screening grade`,
    accuracyAssumed: accuracy.name,
    hbrM: DEFAULT_HBR_KM * 1000,
    ...found,
    computedAt: formatIsoUtc(computedAt),
  };
}

function conjunctionAnswer(
  event: ConjunctionEvent,
  catalog: Catalog,
  {
    screening: { chosen },
    at,
    accuracy,
  }: { screening: Extract<Screening, { status: 'done' }>; at: UtcMs; accuracy: AssumedAccuracy },
): ConjunctionAnswer {
  const places = [chosen[event.one]!, chosen[event.two]!] as const;
  const sets = [catalog.setAt(places[0]), catalog.setAt(places[1])] as const;
  const { missRtn, approachAngle, missDistance, tca } = event;
  const pcMax = pcMaxOf(event, [sets[0].epoch, sets[1].epoch], accuracy);
  return {
    objects: [
      objectAnswer(catalog, event.one, places[0], tca),
      objectAnswer(catalog, event.two, places[1], tca),
    ],
    tca: formatIsoUtc(tca, 6),
    missKm: missDistance,
    missRtnKm: missRtn,
    relativeSpeedKmS: event.relativeSpeed,
    approachAngleDeg: approachAngle === null ? null : approachAngle * DEG_PER_RAD,
    pcMax,
    status: event.isNeighbours ? 'neighbours' : event.isEdge ? 'window-edge' : 'ok',
    tier: tierOf({ at, tca, missKm: missDistance, pcMax }, isDeepSpace(sets), SCREENING_RULES),
  };
}

function objectAnswer(catalog: Catalog, index: number, place: number, at: UtcMs): ConjunctionObject {
  const { set, name, objectType } = catalog.entryAt(index, place);
  return {
    catalogNumber: set.catalogNumber,
    name,
    objectType,
    elementAgeDays: (at - set.epoch) / MS_PER_DAY,
  };
}
