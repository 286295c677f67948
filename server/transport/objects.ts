import { type Request, type Response, Router } from 'express';
import { parseCatalogNumber } from '../../core/elements/catalog-number.ts';
import { longDesignator } from '../../core/elements/designator.ts';
import { positionTemeToEcef } from '../../core/frames/ecef.ts';
import { geodeticOfEcef } from '../../core/frames/geodetic.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { STATUS_DECAY_RECORDED, STATUS_OK, statusName } from '../../core/propagation/status.ts';
import type { ObjectAnswer, OrbitAnswer } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_DAY, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { CatalogEntry } from '../simulation/catalog.ts';
import { type Audience, maySee, viewOfCatalog } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';
import { formerNames, historyAnswer } from './history.ts';
import { sendElementSets } from './element-file.ts';
import { sendProblem } from './problem.ts';
import type { AudienceOf, RoomOf } from './room-of-request.ts';
import { passesAnswer } from './passes.ts';
import {
  elementsQuery,
  firstIssue,
  historyQuery,
  objectsQuery,
  orbitQuery,
  passesQuery,
  timeQuery,
} from './requests.ts';

/** /api/objects: the list, one object, its state, its orbit, its passes and the history of its elements. */
export function objectsRouter(roomOf: RoomOf, audienceOf: AudienceOf): Router {
  /** An object with its elements in use now, or at a time; answers itself where there is none that this viewer may see. */
  const entryOf = (request: Request, response: Response, time?: UtcMs): CatalogEntry | null => {
    const text = request.params['number'];
    const number = parseCatalogNumber(typeof text === 'string' ? text : '');
    const room = roomOf(request);
    const entry = number === null ? null : room.entryOf(number, time);
    if (entry && maySee(audienceOf(request), room.selection.catalog.classOf(entry.index))) return entry;
    sendProblem(response, 404, 'No such object', `no object ${String(text)} is in the catalogue`);
    return null;
  };
  const router = Router();
  router.get('/', (request, response) => {
    const room = roomOf(request);
    const query = objectsQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { search, limit, cursor } = query.data;
    const found = findObjects(room, audienceOf(request), search).filter(
      ({ set }) => set.catalogNumber > cursor,
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    response.json({
      objects: page.map((entry) => summarise(room, entry)),
      total: found.length,
      nextCursor: found.length > limit && last ? last.set.catalogNumber : null,
    });
  });
  router.get('/:number', (request, response) => {
    const room = roomOf(request);
    const entry = entryOf(request, response);
    if (!entry) return;
    const answer: ObjectAnswer = {
      ...summarise(room, entry),
      elementSet: entry.set,
      identity: entry.identity,
      formerNames: formerNames(room, entry),
    };
    response.json(answer);
  });
  router.get('/:number/state', (request, response) => {
    const room = roomOf(request);
    const query = timeQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const time = query.data.time ?? room.simulationTime;
    const entry = entryOf(request, response, time);
    if (entry) response.json(stateAnswer(entry, time, room));
  });
  router.get('/:number/orbit', (request, response) => {
    const room = roomOf(request);
    const query = orbitQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const time = query.data.time ?? room.simulationTime;
    const entry = entryOf(request, response, time);
    if (entry) response.json(orbitAnswer(entry, time, query.data.points));
  });
  router.get('/:number/passes', (request, response) => {
    const room = roomOf(request);
    const query = passesQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const start = query.data.start ?? room.simulationTime;
    const entry = entryOf(request, response, start);
    if (entry) response.json(passesAnswer(entry, { ...query.data, start }));
  });
  router.get('/:number/history', (request, response) => {
    const room = roomOf(request);
    const query = historyQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const entry = entryOf(request, response);
    if (entry) response.json(historyAnswer(room, entry, query.data.limit));
  });
  router.get('/:number/elements', (request, response) => {
    const room = roomOf(request);
    const query = elementsQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const entry = entryOf(request, response, query.data.time ?? room.simulationTime);
    if (entry) sendElementSets(response, { sets: [entry.set], format: query.data.format });
  });
  return router;
}

/** By name, international designator, or number in any spelling; everything for an empty search. */
function findObjects({ selection }: Room, audience: Audience, search: string): readonly CatalogEntry[] {
  const { catalog, selected } = selection;
  // By number: pages of the list go on from one.
  const indices = viewOfCatalog(catalog, audience).indices.toSorted(
    (a, b) => catalog.catalogNumbers[a]! - catalog.catalogNumbers[b]!,
  );
  const entries = Array.from(indices, (index) => catalog.entryAt(index, selected.chosen[index]!));
  const text = search.trim().toUpperCase();
  if (text === '') return entries;
  const number = parseCatalogNumber(text);
  const designator = longDesignator(text);
  return entries.filter(
    ({ set, name, internationalDesignator }) =>
      set.catalogNumber === number ||
      name.toUpperCase().includes(text) ||
      internationalDesignator.includes(designator) ||
      String(set.catalogNumber).startsWith(text),
  );
}

function summarise({ selection: { catalog } }: Room, entry: CatalogEntry) {
  const { set, name, internationalDesignator, objectType, isTypeGuessed, regime, sourceIndex } = entry;
  return {
    catalogNumber: set.catalogNumber,
    name,
    internationalDesignator,
    objectType,
    isObjectTypeGuessed: isTypeGuessed,
    regime,
    epoch: formatIsoUtc(set.epoch, 6),
    source: catalog.sources[sourceIndex]?.info.name ?? '',
  };
}

function stateAnswer({ set, index }: CatalogEntry, time: UtcMs, { selection: { catalog } }: Room) {
  const state = new Float64Array(6);
  const isDown = catalog.hasRecordedDecay(index, time);
  const code = isDown
    ? STATUS_DECAY_RECORDED
    : createPropagator(set).propagate((time - set.epoch) / MS_PER_MINUTE, state, 0);
  const about = {
    catalogNumber: set.catalogNumber,
    time: formatIsoUtc(time),
    epoch: formatIsoUtc(set.epoch, 6),
    ageDays: (time - set.epoch) / MS_PER_DAY,
    status: statusName(code),
  };
  if (code !== STATUS_OK) return about;
  const position = [state[0]!, state[1]!, state[2]!] as const;
  const { latitude, longitude, height } = geodeticOfEcef(positionTemeToEcef(position, time));
  return {
    ...about,
    frame: 'TEME',
    positionTeme: position,
    velocityTeme: [state[3], state[4], state[5]],
    latitudeDeg: latitude * DEG_PER_RAD,
    longitudeDeg: longitude * DEG_PER_RAD,
    heightKm: height,
  };
}

/** One revolution about an instant; points at which propagation fails are left out. */
function orbitAnswer({ set }: CatalogEntry, time: UtcMs, points: number): OrbitAnswer {
  const propagator = createPropagator(set);
  const period = MS_PER_DAY / set.meanMotionRevPerDay;
  const state = new Float64Array(6);
  const pointsTeme: number[] = [];
  for (let i = 0; i <= points; i++) {
    const at = time + period * (i / points - 0.5);
    if (propagator.propagate((at - set.epoch) / MS_PER_MINUTE, state, 0) !== STATUS_OK) continue;
    pointsTeme.push(state[0]!, state[1]!, state[2]!);
  }
  return { catalogNumber: set.catalogNumber, time, pointsTeme };
}
