import { type Request, type Response, Router } from 'express';
import { AIDA_KIRSCHNER } from '../../core/conjunction/assumed-covariance.ts';
import { assumedPlane } from '../../core/conjunction/assumed-plane.ts';
import { computePc } from '../../core/conjunction/collision-probability.ts';
import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import type { ConjunctionAnswer, ConjunctionObject, ConjunctionsAnswer } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../../core/units.ts';
import type { Catalog } from '../simulation/catalog.ts';
import { maySee } from '../simulation/releases.ts';
import type { Screener, Screening } from '../simulation/screener.ts';
import { sendProblem } from './problem.ts';
import { conjunctionsQuery, firstIssue } from './requests.ts';
import type { AudienceOf, RoomOf } from './room-of-request.ts';

/** Combined hard-body radius for pc_max, km. */
const HBR_KM = 0.01;

export interface ConjunctionParts {
  readonly screener: Screener;
  readonly roomOf: RoomOf;
  readonly audienceOf: AudienceOf;
}

/**
 * /api/conjunctions: the close approaches of everything with everything in the next hours of a room, or from an instant on. Screening
 * takes seconds: 202 says how far it is, and the same question again gives the answer.
 */
export function conjunctionsRouter({ screener, roomOf, audienceOf }: ConjunctionParts): Router {
  const router = Router();
  router.get('/conjunctions', (request: Request, response: Response) => {
    const query = conjunctionsQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const room = roomOf(request);
    const { hours, thresholdKm, object, limit } = query.data;
    const from = query.data.start ?? room.simulationTime;
    const end = from + hours * MS_PER_HOUR;
    // From the full hour on, so that who asks a little later asks for the same.
    const start = Math.floor(from / MS_PER_HOUR) * MS_PER_HOUR;
    const { catalog } = room.selection;
    const screening = screener.screen({ catalog, start, hours: hours + 1, thresholdKm });
    const asked = { start: formatIsoUtc(from), end: formatIsoUtc(end), thresholdKm };
    if (screening === null)
      return sendProblem(response, 503, 'Busy', 'other screenings wait already: ask again in a minute');
    if (screening.status === 'failed')
      return sendProblem(response, 503, 'Screening failed', screening.reason);
    if (screening.status !== 'done') {
      const progress = screening.status === 'running' ? screening.progress : 0;
      const answer: ConjunctionsAnswer = { status: screening.status, progress, ...asked };
      response.status(202).json(answer);
      return;
    }
    const audience = audienceOf(request);
    const seen = screening.events.filter(
      ({ one, two, tca }) =>
        tca >= from &&
        tca < end &&
        maySee(audience, catalog.classOf(one)) &&
        maySee(audience, catalog.classOf(two)) &&
        (object === undefined ||
          catalog.catalogNumbers[one] === object ||
          catalog.catalogNumbers[two] === object),
    );
    const answer: ConjunctionsAnswer = {
      status: 'done',
      ...asked,
      computedAt: formatIsoUtc(screening.computedAt),
      source: `SGP4 on the element sets in use at ${formatIsoUtc(start)}; screening grade`,
      accuracyAssumed: AIDA_KIRSCHNER.name,
      hbrM: HBR_KM * 1000,
      total: seen.length,
      conjunctions: seen.slice(0, limit).map((event) => conjunctionAnswer(event, catalog, screening)),
    };
    response.json(answer);
  });
  return router;
}

function conjunctionAnswer(
  event: ConjunctionEvent,
  catalog: Catalog,
  { chosen }: Extract<Screening, { status: 'done' }>,
): ConjunctionAnswer {
  const places = [chosen[event.one]!, chosen[event.two]!] as const;
  const epochs = [catalog.epochAt(places[0]), catalog.epochAt(places[1])] as const;
  const plane = assumedPlane(event, epochs, AIDA_KIRSCHNER, HBR_KM);
  const { missRtn, approachAngle } = event;
  return {
    objects: [
      objectAnswer(catalog, event.one, places[0], event.tca),
      objectAnswer(catalog, event.two, places[1], event.tca),
    ],
    tca: formatIsoUtc(event.tca, 6),
    missKm: event.missDistance,
    missRtnKm: missRtn,
    relativeSpeedKmS: event.relativeSpeed,
    approachAngleDeg: approachAngle === null ? null : approachAngle * DEG_PER_RAD,
    pcMax: plane && computePc('ALFRIEND-1999', plane, HBR_KM),
    status: event.isNeighbours ? 'neighbours' : event.isEdge ? 'window-edge' : 'ok',
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
