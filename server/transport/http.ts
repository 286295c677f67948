import compression from 'compression';
import express, { type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import { MARKING } from '../../core/operations/view.ts';
import { planShifts } from '../../core/operations/shift.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_DAY } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { Audience } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';
import type { Rooms } from '../simulation/rooms.ts';
import { catalogInfo, pictureDelta, pictureJson } from './catalog-answers.ts';
import { countAgeClasses } from '../simulation/catalog.ts';
import { objectsRouter } from './objects.ts';
import { refuseForeignOrigins } from './origin.ts';
import { problemHandler, sendProblem } from './problem.ts';
import { type ConjunctionParts, conjunctionsRouter } from './conjunctions.ts';
import { type EncounterParts, encounterRouter } from './encounter.ts';
import { floorRouter, type FloorParts } from './floor.ts';
import { firstIssue, pictureQuery, spanQuery } from './requests.ts';
import { openRooms, refuseUnknownRooms } from './room-of-request.ts';
import { type SourcesParts, sourcesRouter } from './sources.ts';

export interface HttpParts extends SourcesParts, FloorParts, ConjunctionParts, EncounterParts {
  readonly logger: Logger;
  readonly hosts: ReadonlySet<string>;
  /** Folder of the built page. */
  readonly clientDir: string;
  readonly rooms: Rooms;
  readonly clientCount: () => number;
}

const MAX_SHIFTS_SPAN_MS = 3660 * MS_PER_DAY;

/** The HTTP side of the server: the page, the catalogue, the accounts of loads, shifts and the log. */
export function createHttp(parts: HttpParts): Express {
  const { roomOf, audienceOf } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders());
  app.use(refuseForeignOrigins(parts.hosts));
  app.use(compression());
  app.get('/api/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use('/api', refuseUnknownRooms(parts.rooms));
  app.get('/api/status', (request, response) => {
    response.json(statusAnswer(parts, roomOf(request), audienceOf(request)));
  });
  app.get('/api/rooms', (_request, response) => {
    response.json({ rooms: openRooms(parts.rooms) });
  });
  app.use('/api/objects', objectsRouter(roomOf, audienceOf));
  app.get('/api/picture/:revision', (request, response) =>
    sendPicture({ room: roomOf(request), audience: audienceOf(request) }, request, response),
  );
  app.use('/api/catalogs', sourcesRouter(parts));
  app.get('/api/shifts', (request, response) => {
    const query = spanQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { from, to } = query.data;
    if (to - from > MAX_SHIFTS_SPAN_MS)
      return sendProblem(response, 400, 'Bad query', 'at most ten years at a time');
    response.json({
      shifts: planShifts(from, to).map((shift) => ({
        ...shift,
        start: formatIsoUtc(shift.start),
        end: formatIsoUtc(shift.end),
      })),
    });
  });
  app.get('/api/shifts/current', (request, response) => {
    response.json(currentShift(roomOf(request)));
  });
  app.use('/api', floorRouter(parts));
  app.use('/api', conjunctionsRouter(parts));
  app.use('/api', encounterRouter(parts));
  app.use('/api', (request, response) => {
    sendProblem(response, 404, 'No such address', `nothing answers ${request.method} ${request.originalUrl}`);
  });
  app.use(
    '/assets',
    express.static(`${parts.clientDir}/assets`, { immutable: true, maxAge: '365d', index: false }),
  );
  app.use(express.static(parts.clientDir, { maxAge: 0 }));
  app.use(problemHandler(parts.logger));
  return app;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: true,
    // Plain http on the loopback: a browser must not be told to insist on TLS.
    strictTransportSecurity: false,
  });
}

function statusAnswer({ library, clientCount }: HttpParts, room: Room, audience: Audience) {
  const { segment, mode, stoppedBecause } = room.clock;
  const { sources, feeds, lastChange, revision, ageLimits } = catalogInfo(library, room, audience);
  const { catalog, selected } = room.selection;
  return {
    room: room.id,
    simulationTime: formatIsoUtc(room.simulationTime),
    rate: segment.rate,
    mode,
    timelineId: segment.timelineId,
    stoppedBecause,
    objects: {
      ...room.objects,
      ageClasses: countAgeClasses(catalog, selected, { time: room.simulationTime, limits: ageLimits }),
    },
    catalog: {
      revision,
      lastChange,
      feeds,
      sources: sources.map((source) => ({
        ...source,
        newestEpoch: formatIsoUtc(source.newestEpoch),
        loadedAt: formatIsoUtc(source.loadedAt),
      })),
    },
    clients: clientCount(),
    shift: currentShift(room),
  };
}

function currentShift(room: Room) {
  const { shift, desks, mode } = room.floorFor('public');
  const chief = desks[0];
  return {
    marking: MARKING,
    floorMode: mode,
    name: shift.name,
    crew: shift.crew,
    start: formatIsoUtc(shift.start),
    end: formatIsoUtc(shift.end),
    chief: chief && {
      rank: chief.holder.rank,
      name: chief.holder.name,
      nation: chief.holder.nation,
      since: formatIsoUtc(chief.since),
      attendedBy: chief.holder.attendedBy,
    },
  };
}

function sendPicture(
  { room, audience }: { room: Room; audience: Audience },
  request: Request,
  response: Response,
): void {
  const { revision } = room.selection.catalog;
  if (request.params['revision'] !== String(revision)) {
    return sendProblem(response, 404, 'Old picture', `the catalogue is at revision ${revision}`);
  }
  const query = pictureQuery.safeParse(request.query);
  if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
  const { since, selection } = query.data;
  const delta =
    since === undefined || selection === undefined
      ? null
      : pictureDelta(room, audience, { since, selection });
  response.setHeader('Cache-Control', 'no-store');
  response.type('application/json').send(delta ? JSON.stringify(delta) : pictureJson(room, audience));
}
