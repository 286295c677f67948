import { type Request, type Response, Router } from 'express';
import { parseCatalogNumber } from '../../core/elements/catalog-number.ts';
import { longDesignator } from '../../core/elements/designator.ts';
import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { positionTemeToEcef } from '../../core/frames/ecef.ts';
import { geodeticOfEcef } from '../../core/frames/geodetic.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { STATUS_OK, statusName } from '../../core/propagation/status.ts';
import type { OrbitAnswer } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_DAY, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { Catalog, CatalogEntry } from '../simulation/catalog.ts';
import { sendProblem } from './problem.ts';
import { passesAnswer } from './passes.ts';
import { firstIssue, objectsQuery, orbitQuery, passesQuery, timeQuery } from './requests.ts';

export interface ObjectsParts {
  readonly catalog: () => Catalog;
  readonly simulationTime: () => UtcMs;
}

/** /api/objects: the list, one object, its state and its orbit. */
export function objectsRouter({ catalog, simulationTime }: ObjectsParts): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const query = objectsQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { search, limit, cursor } = query.data;
    const found = findObjects(catalog(), search).filter(({ set }) => set.catalogNumber > cursor);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    response.json({
      objects: page.map((entry) => summarise(catalog(), entry)),
      total: found.length,
      nextCursor: found.length > limit && last ? last.set.catalogNumber : null,
    });
  });
  router.get('/:number', (request, response) => {
    const entry = entryOf(request, response, catalog());
    if (entry) response.json({ ...summarise(catalog(), entry), elementSet: entry.set });
  });
  router.get('/:number/state', (request, response) => {
    const query = timeQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const entry = entryOf(request, response, catalog());
    if (entry) response.json(stateAnswer(entry, query.data.time ?? simulationTime()));
  });
  router.get('/:number/orbit', (request, response) => {
    const query = orbitQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const entry = entryOf(request, response, catalog());
    if (entry) response.json(orbitAnswer(entry, query.data.time ?? simulationTime(), query.data.points));
  });
  router.get('/:number/passes', (request, response) => {
    const query = passesQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const entry = entryOf(request, response, catalog());
    if (entry)
      response.json(passesAnswer(entry, { ...query.data, start: query.data.start ?? simulationTime() }));
  });
  return router;
}

function entryOf(request: Request, response: Response, catalog: Catalog): CatalogEntry | null {
  const text = request.params['number'];
  const number = parseCatalogNumber(typeof text === 'string' ? text : '');
  const index = number === null ? undefined : catalog.indexByNumber.get(number);
  const entry = index === undefined ? undefined : catalog.entries[index];
  if (entry) return entry;
  sendProblem(response, 404, 'No such object', `no object ${String(text)} is in the catalogue`);
  return null;
}

/** By name, international designator, or number in any spelling; everything for an empty search. */
function findObjects(catalog: Catalog, search: string): readonly CatalogEntry[] {
  const text = search.trim().toUpperCase();
  if (text === '') return catalog.entries;
  const number = parseCatalogNumber(text);
  const designator = longDesignator(text);
  return catalog.entries.filter(
    ({ set }) =>
      set.catalogNumber === number ||
      set.name.toUpperCase().includes(text) ||
      set.internationalDesignator.includes(designator) ||
      String(set.catalogNumber).startsWith(text),
  );
}

function summarise(catalog: Catalog, { set, typeCode, sourceIndex }: CatalogEntry) {
  return {
    catalogNumber: set.catalogNumber,
    name: set.name,
    internationalDesignator: set.internationalDesignator,
    objectType: OBJECT_TYPES[typeCode],
    isObjectTypeGuessed: true,
    epoch: formatIsoUtc(set.epoch, 6),
    source: catalog.info.sources[sourceIndex]?.name,
  };
}

function stateAnswer({ set }: CatalogEntry, time: UtcMs) {
  const state = new Float64Array(6);
  const code = createPropagator(set).propagate((time - set.epoch) / MS_PER_MINUTE, state, 0);
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
