import { type Request, type Response, Router } from 'express';
import { DEFAULT_HBR_KM, pcMaxOf } from '../../core/conjunction/assess.ts';
import { type AssumedAccuracy, assumedVariances } from '../../core/conjunction/assumed-covariance.ts';
import { assumedPlane } from '../../core/conjunction/assumed-plane.ts';
import { writeCdm, writeCdmXml } from '../../core/conjunction/cdm-write.ts';
import { type Approach, findCloseApproaches } from '../../core/conjunction/closest-approach.ts';
import {
  computePc,
  dilutionThreshold,
  type EncounterPlane,
  PC_METHODS,
} from '../../core/conjunction/collision-probability.ts';
import { outsideLife } from '../../core/elements/age.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { tierOf } from '../../core/operations/conjunction-case.ts';
import { SCREENING_RULES } from '../../core/operations/item-rules.ts';
import type { EncounterAnswer, EncounterObject, EncounterPoint } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_DAY, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import { isDeepSpace } from '../simulation/floor-screening.ts';
import { maySee } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';
import type { FindSet } from '../simulation/surroundings.ts';
import type { WallClock } from '../wall-clock.ts';
import { sendProblem } from './problem.ts';
import { encounterQuery, firstIssue } from './requests.ts';
import type { AudienceOf, RoomOf } from './room-of-request.ts';

export interface EncounterParts {
  readonly roomOf: RoomOf;
  readonly audienceOf: AudienceOf;
  readonly findSet: FindSet;
  readonly wallClock: WallClock;
  /** What is assumed of element sets. */
  readonly accuracy: AssumedAccuracy;
}

const METERS_PER_KM = 1000;
/** How far from the instant that is asked about the approach may be, and how far apart at the most. */
const NEAR_MS = 45 * MS_PER_MINUTE;
const FARTHEST_KM = 20_000;
/** Of each object, for the history. */
const MOST_SETS = 12;
/** Scales of the deviations the probability is drawn for: 0.01 to 100. */
const SCALES = Array.from({ length: 61 }, (_, i) => 10 ** (i / 15 - 2));

/**
 * /api/conjunctions/encounter: two objects at their approach nearest to an instant, by the element sets in use at the room's time: states,
 * assumed covariances, the encounter plane with probabilities, what earlier element sets said; or the same as a message.
 */
export function encounterRouter(parts: EncounterParts): Router {
  const router = Router();
  router.get('/conjunctions/encounter', (request: Request, response: Response) => {
    const query = encounterQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { one, two, tca, format } = query.data;
    if (one === two) return sendProblem(response, 400, 'Bad query', `both are object ${one}`);
    const room = parts.roomOf(request);
    const at = room.simulationTime;
    const sets = [one, two].map((number) =>
      isSeen(parts, request, number) ? parts.findSet(number, at) : null,
    );
    const [first, second] = sets;
    if (!first || !second)
      return sendProblem(response, 404, 'No such object', `there is no object ${first ? two : one}`);
    const pair = [first, second] as const;
    const tooOld = pair.map(({ epoch }) => outsideLife([epoch], { start: tca, end: tca }));
    const problem = tooOld[0] ?? tooOld[1];
    if (problem) return sendProblem(response, 404, 'No approach', problem);
    const approach = approachNear(pair, tca);
    if (!approach)
      return sendProblem(
        response,
        404,
        'No approach',
        `${one} and ${two} have none within 45 minutes of ${formatIsoUtc(tca)}`,
      );
    if (format === 'json') {
      response.json(encounterAnswer(parts, room, { pair, approach, at }));
      return;
    }
    const text = messageOf(parts, { pair, approach }, format);
    const isXml = format === 'cdm-xml';
    response
      .type(isXml ? 'application/xml' : 'text/plain')
      .attachment(`${one}-${two}.${isXml ? 'xml' : 'cdm'}`)
      .send(text);
  });
  return router;
}

/** Objects of scenarios are nobody's secret; of those of the catalogue some are. */
function isSeen({ roomOf, audienceOf }: EncounterParts, request: Request, number: number): boolean {
  const { catalog } = roomOf(request).selection;
  const index = catalog.indexByNumber.get(number);
  return index === undefined || maySee(audienceOf(request), catalog.classOf(index));
}

type Pair = readonly [ElementSet, ElementSet];

/** The local approach nearest in time. */
function approachNear([one, two]: Pair, tca: UtcMs): Approach | null {
  const window = { start: tca - NEAR_MS, end: tca + NEAR_MS, thresholdKm: FARTHEST_KM };
  const inside = findCloseApproaches(one, two, window).filter(
    (approach) => approach.tca > window.start && approach.tca < window.end,
  );
  return inside.toSorted((a, b) => Math.abs(a.tca - tca) - Math.abs(b.tca - tca))[0] ?? null;
}

function messageOf(
  { wallClock, accuracy }: EncounterParts,
  { pair, approach }: { pair: Pair; approach: Approach },
  format: 'cdm' | 'cdm-xml',
): string {
  const plane = planeOf(pair, approach, accuracy);
  const context = {
    createdAt: wallClock(),
    originator: 'WATCHFLOOR',
    accuracy,
    hbrM: DEFAULT_HBR_KM * METERS_PER_KM,
    pc: plane && computePc('FOSTER-1992', plane, DEFAULT_HBR_KM),
    window: { start: approach.tca - NEAR_MS, end: approach.tca + NEAR_MS },
  };
  const write = format === 'cdm' ? writeCdm : writeCdmXml;
  return write(approach, pair, context);
}

function planeOf([one, two]: Pair, approach: Approach, accuracy: AssumedAccuracy): EncounterPlane | null {
  return assumedPlane(approach, [one.epoch, two.epoch], accuracy, DEFAULT_HBR_KM);
}

function encounterAnswer(
  parts: EncounterParts,
  room: Room,
  { pair, approach, at }: { pair: Pair; approach: Approach; at: UtcMs },
): EncounterAnswer {
  const { tca, missDistance, missRtn, relativeSpeed, approachAngle } = approach;
  const { accuracy } = parts;
  const plane = planeOf(pair, approach, accuracy);
  const pcMax = plane && computePc('ALFRIEND-1999', plane, DEFAULT_HBR_KM);
  return {
    objects: [
      objectAnswer(room, pair[0], { approach, accuracy, which: 0 }),
      objectAnswer(room, pair[1], { approach, accuracy, which: 1 }),
    ],
    tca: formatIsoUtc(tca, 6),
    missKm: missDistance,
    missRtnKm: missRtn,
    relativeSpeedKmS: relativeSpeed,
    approachAngleDeg: approachAngle === null ? null : approachAngle * DEG_PER_RAD,
    hbrM: DEFAULT_HBR_KM * METERS_PER_KM,
    accuracyAssumed: accuracy.name,
    source: `SGP4 on the element sets in use at ${formatIsoUtc(at)}; screening grade`,
    tier: tierOf({ at, tca, missKm: missDistance, pcMax }, isDeepSpace(pair), SCREENING_RULES),
    plane: plane && planeAnswer(plane),
    history: historyOf(parts, room, { pair, tca, at }),
  };
}

function objectAnswer(
  room: Room,
  set: ElementSet,
  {
    approach: { tca, states },
    accuracy,
    which,
  }: { approach: Approach; accuracy: AssumedAccuracy; which: 0 | 1 },
): EncounterObject {
  const state = states[which];
  const { catalog } = room.selection;
  const index = catalog.indexByNumber.get(set.catalogNumber);
  const known = index === undefined ? null : catalog.entryAt(index, catalog.placeAt(index, tca));
  const ageDays = (tca - set.epoch) / MS_PER_DAY;
  const [r, t, n] = assumedVariances(accuracy, state, ageDays);
  return {
    catalogNumber: set.catalogNumber,
    name: known?.name ?? set.name,
    objectType: known?.objectType ?? 'unknown',
    elementAgeDays: ageDays,
    epoch: formatIsoUtc(set.epoch, 6),
    position: [state[0]!, state[1]!, state[2]!],
    velocity: [state[3]!, state[4]!, state[5]!],
    sigmaRtnKm: [Math.sqrt(r), Math.sqrt(t), Math.sqrt(n)],
  };
}

function planeAnswer(plane: EncounterPlane): NonNullable<EncounterAnswer['plane']> {
  const { miss, sigma, mahalanobisSquared, flags } = plane;
  const pcAt = (scale: number) =>
    computePc(
      'FOSTER-1992',
      {
        ...plane,
        sigma: [sigma[0] * scale, sigma[1] * scale],
        mahalanobisSquared: mahalanobisSquared / (scale * scale),
      },
      DEFAULT_HBR_KM,
    );
  return {
    missKm: miss,
    sigmaKm: sigma,
    mahalanobis: Math.sqrt(mahalanobisSquared),
    dilutionThreshold: dilutionThreshold(plane),
    flags,
    pc: PC_METHODS.map((method) => ({ method, pc: computePc(method, plane, DEFAULT_HBR_KM) })),
    byScale: SCALES.map((scale) => ({ scale, pc: pcAt(scale) })),
  };
}

/** What was known after each newer element set of either; of sets that came before both had one nothing can be said. */
function historyOf(
  { findSet, accuracy }: EncounterParts,
  { selection: { catalog } }: Room,
  { pair, tca, at }: { pair: Pair; tca: UtcMs; at: UtcMs },
): readonly EncounterPoint[] {
  const numbers = pair.map(({ catalogNumber }) => catalogNumber);
  const epochs = numbers.flatMap((number) => {
    const index = catalog.indexByNumber.get(number);
    if (index === undefined) return [];
    const known = catalog.placesOf(index).map((place) => catalog.epochAt(place));
    return known.filter((epoch) => epoch <= at).slice(-MOST_SETS);
  });
  const instants = [...new Set(epochs)].sort((a, b) => a - b);
  return instants.flatMap((instant): EncounterPoint[] => {
    const sets = numbers.map((number) => findSet(number, instant));
    const [one, two] = sets;
    if (!one || !two || one.epoch > instant || two.epoch > instant) return [];
    const approach = approachNear([one, two], tca);
    if (!approach) return [];
    return [
      {
        at: formatIsoUtc(instant),
        tca: formatIsoUtc(approach.tca, 6),
        missKm: approach.missDistance,
        pcMax: pcMaxOf(approach, [one.epoch, two.epoch], accuracy),
        elementAgeDays: [(approach.tca - one.epoch) / MS_PER_DAY, (approach.tca - two.epoch) / MS_PER_DAY],
      },
    ];
  });
}
