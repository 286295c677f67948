import { type Request, type Response, Router } from 'express';
import type { FloorEvent } from '../../core/operations/events.ts';
import { gradeRun } from '../../core/operations/grade.ts';
import { measureRun, summaryOf } from '../../core/operations/metrics.ts';
import { loadOf, viewItem } from '../../core/operations/project.ts';
import { itemOfFact, replay } from '../../core/operations/reducer.ts';
import { mayKnowOf, viewerOf as describeViewer } from '../../core/operations/release.ts';
import { kssOfPerson } from '../../core/operations/rest.ts';
import type { FloorState } from '../../core/operations/state.ts';
import { DESKS, DIRECTOR, type FactId, type WorkItem } from '../../core/operations/types.ts';
import { MARKING, type ViewerKey } from '../../core/operations/view.ts';
import type {
  ExerciseInfo,
  FloorCharts,
  GradeAnswer,
  ItemHistory,
  ScenarioInfo,
} from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { Scenario } from '../scenario-files.ts';
import type { Room } from '../simulation/room.ts';
import { CURRENT_FORMAT } from '../storage/journal.ts';
import { sendProblem } from './problem.ts';
import type { RoomOf } from './room-of-request.ts';
import { chartsQuery, firstIssue, floorQuery, logQuery, sessionSchema } from './requests.ts';

export interface FloorParts {
  readonly roomOf: RoomOf;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly viewerOf: (session: string | null, room: Room) => ViewerKey;
}

const CHART_STEP_MS = 10 * MS_PER_MINUTE;
const EXPORT_LIMIT = 5000;
const NO_CHARTS: FloorCharts = { at: [], desks: [], people: [] };

/** The floor over HTTP: as it was, its people, log, items, charts, exercises and grades. All of it as the session may see it. */
export function floorRouter({ roomOf, scenarios, viewerOf }: FloorParts): Router {
  const router = Router();
  const keyOf = (request: Request): ViewerKey => {
    const session = sessionSchema.safeParse(request.get('X-Watchfloor-Session'));
    return viewerOf(session.success ? session.data : null, roomOf(request));
  };
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/floor', (request, response) => {
    const room = roomOf(request);
    const query = floorQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { at } = query.data;
    const key = keyOf(request);
    const view = at === undefined ? room.floorFor(key) : room.exercise.viewAsOf(at, key);
    if (!view) return sendProblem(response, 404, 'No floor then', 'the exercise does not cover this instant');
    response.json(view);
  });
  router.get('/people', (request, response) => {
    const room = roomOf(request);
    const at = room.simulationTime;
    response.json({ people: room.exercise.people(at, keyOf(request)), at });
  });
  router.get('/log', (request, response) => {
    const room = roomOf(request);
    const query = logQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const { entries, withheld } = room.exercise.log(query.data, keyOf(request), room.simulationTime);
    response.json({ marking: MARKING, exercise: room.exercise.exerciseId, entries, withheld });
  });
  router.get('/log.csv', (request, response) => sendLogFile(roomOf(request), keyOf(request), response));
  router.get('/items/:id/history', (request, response) => {
    const room = roomOf(request);
    const history = itemHistory(room, request.params.id, keyOf(request));
    if (!history) return sendProblem(response, 404, 'No such item', 'no item of this exercise has this id');
    response.json(history);
  });
  router.get('/floor/charts', (request, response) => {
    const room = roomOf(request);
    const query = chartsQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    response.json(isPartner(room, keyOf(request)) ? NO_CHARTS : charts(room, query.data.hours));
  });
  router.get('/scenarios', (_request, response) => {
    response.json([...scenarios.values()].map(scenarioInfo));
  });
  router.get('/exercises', (request, response) => {
    response.json(exercises(roomOf(request)));
  });
  router.get('/exercises/:id/grade', (request, response) => {
    const room = roomOf(request);
    const { exercise } = room;
    const isUnderWay = request.params.id === exercise.exerciseId && !exercise.isOver;
    if (isUnderWay && keyOf(request) !== 'trainer')
      return sendProblem(response, 403, 'Not yet', 'until an exercise is over only a trainer sees its grade');
    const grade = gradeAnswer(room, scenarios, request.params.id);
    if (!grade) return sendProblem(response, 404, 'No such exercise', 'no readable exercise has this id');
    response.json(grade);
  });
  return router;
}

function isPartner(room: Room, key: ViewerKey): boolean {
  return describeViewer(key, room.exercise.current).partner !== null;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function sendLogFile(room: Room, key: ViewerKey, response: Response): void {
  const wanted = { before: Number.MAX_SAFE_INTEGER, limit: EXPORT_LIMIT };
  const { entries, withheld } = room.exercise.log(wanted, key, room.simulationTime);
  const rows = entries
    .toReversed()
    .map((entry) =>
      [
        entry.seq,
        formatIsoUtc(entry.at),
        entry.desk ?? '',
        quoted(entry.authorName),
        quoted(entry.text),
        entry.corrects ?? '',
      ].join(','),
    );
  response.type('text/csv').attachment('watchfloor-log.csv');
  response.send(
    [
      `# ${MARKING}, ${withheld} entries withheld`,
      'seq,time_utc,desk,author,text,corrects',
      ...rows,
      '',
    ].join('\n'),
  );
}

/** Everything that happened to an item, and who knew what of it from when. */
function itemHistory(room: Room, id: string, key: ViewerKey): ItemHistory | null {
  const { exercise } = room;
  const state = exercise.current;
  const events = exercise.eventsNaming(id);
  const item = events.flatMap(({ fact }) =>
    fact.type === 'ItemCreated' && fact.item.id === id ? [fact.item] : [],
  )[0];
  if (!item) return null;
  const at = Math.max(room.simulationTime, state.at);
  const viewer = describeViewer(key, state);
  // How a desk dealt with an item is no field of a partner's tier.
  if (viewer.partner || !mayKnowOf(viewer, item, at)) return null;
  const whole = events.reduce(withAddedFacts(id), item);
  const looking = exercise.looking(state, { key, mode: 'review', at });
  const seen = viewItem(state, whole, looking);
  const shown = new Map(seen.facts.map((fact) => [fact.id, fact]));
  const name = (person: string): string => {
    const found = state.people[person];
    return found ? `${found.rank} ${found.name}` : 'System';
  };
  const steps = events.flatMap((event) => {
    const text = stepWords(event, id);
    return text === null ? [] : [{ seq: event.seq, at: event.at, text, by: name(event.actor) }];
  });
  const row = (event: FloorEvent, who: 'desk' | 'chief', person: string, known: readonly FactId[]) => {
    const known2 = known.flatMap((fact) => shown.get(fact) ?? []);
    const upTo = whole.facts.filter((fact) => fact.asOf <= event.at);
    const lost = upTo.filter((fact) => shown.has(fact.id) && !known.includes(fact.id));
    return {
      at: event.at,
      who,
      person: name(person),
      known: known2.map(({ id: fact, label, value }) => ({ id: fact, label, value })),
      lost: lost.map(({ id: fact, label }) => ({ id: fact, label })),
      withheld: upTo.length - upTo.filter((fact) => shown.has(fact.id)).length,
    };
  };
  const knowledge = events.flatMap((event) => {
    const { fact } = event;
    if (fact.type === 'ItemCreated' && fact.item.id === id) {
      // Whoever held the desk, and the chief, when it appeared.
      const { tenures } = exercise.stateAsOf(event.at) ?? state;
      const desk = row(event, 'desk', tenures[fact.item.desk].person, fact.item.known.desk);
      return fact.item.desk === 'CCO'
        ? [desk]
        : [desk, row(event, 'chief', tenures.CCO.person, fact.item.known.chief)];
    }
    if (fact.type !== 'ResponsibilityTransferred') return [];
    const known = fact.known[id];
    return known ? [row(event, fact.desk === 'CCO' ? 'chief' : 'desk', fact.to, known)] : [];
  });
  return {
    id,
    marking: seen.marking,
    summary: seen.summary,
    severity: item.severity,
    desk: item.desk,
    steps,
    knowledge,
  };
}

function withAddedFacts(id: string) {
  return (item: WorkItem, { fact }: FloorEvent): WorkItem =>
    (fact.type === 'ItemFactsAdded' ||
      fact.type === 'ConjunctionRescreened' ||
      fact.type === 'ConjunctionDecided') &&
    fact.item === id
      ? { ...item, facts: [...item.facts, ...fact.facts] }
      : item;
}

function stepWords({ fact }: FloorEvent, id: string): string | null {
  if (fact.type === 'ItemCreated')
    return fact.item.id === id ? `Created, severity ${fact.item.severity}` : null;
  if (itemOfFact(fact) !== id) return null;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- most events are no step of an item
  switch (fact.type) {
    case 'ItemAcknowledged':
      return 'Acknowledged';
    case 'ItemStarted':
      return fact.recovered.length > 0
        ? `Work begun; ${fact.recovered.length} facts found again`
        : 'Work begun';
    case 'ItemWaiting':
      return `Waits until ${formatIsoUtc(fact.nextActionAt, 0)}`;
    case 'ItemFactsAdded':
      return `${fact.facts.length} facts added`;
    case 'ConjunctionRescreened':
      return `Screened again: ${fact.tier}, ${fact.facts.length} facts changed`;
    case 'ConjunctionDecided':
      return `Decided: ${fact.decision.replace('-', ' ')}`;
    case 'ItemDeadlineMissed':
      return `${fact.which === 'acknowledge' ? 'Acknowledgement' : 'Deadline'} missed`;
    case 'ItemEscalated':
      return `Escalated to the ${fact.to.replace('-', ' ')}`;
    case 'ItemResolved':
      return 'Resolved';
    case 'ItemBriefed':
      return `Told at a handover: ${fact.told.length} facts`;
    case 'ItemReadBack':
      return `Read back: ${Math.round(100 * fact.match)} % right`;
    case 'HandoverItemAcknowledged':
      return 'Acknowledged at a handover';
    case 'ReleaseApproved':
      return `Released to ${fact.partner}: ${fact.field}`;
    case 'ReleaseDenied':
      return `Release to ${fact.partner} denied`;
    case 'SpillStopped':
      return 'An attempt to tell it to others was stopped';
    default:
      return null;
  }
}

/** One point each ten minutes of the last hours up to the mark. */
function charts(room: Room, hours: number): FloorCharts {
  const { exercise } = room;
  const end = exercise.currentMark;
  const from = Math.max(exercise.configuration.start, end - hours * MS_PER_HOUR);
  const at: UtcMs[] = [];
  for (let t = Math.ceil(from / CHART_STEP_MS) * CHART_STEP_MS; t <= end; t += CHART_STEP_MS) at.push(t);
  const states = statesAt(room, at);
  const points = at.flatMap((time, i) => (states[i] ? [{ time, state: states[i] }] : []));
  return {
    at: points.map(({ time }) => time),
    desks: DESKS.map((desk) => {
      const open = points.map(({ state }) => Object.values(state.items).filter((item) => item.desk === desk));
      return {
        desk,
        load: points.map(({ state, time }, i) => loadOf(state, open[i]!, time)),
        open: open.map(({ length }) => length),
      };
    }),
    people: DESKS.map((desk) => ({
      desk,
      kss: points.map(({ state, time }) => {
        const { person } = state.tenures[desk];
        return person === DIRECTOR || !state.exercise.isFatigueOn
          ? null
          : Math.round(10 * kssOfPerson(state, person, time)) / 10;
      }),
    })),
  };
}

/** The states at instants in order: replayed once from the first. */
function statesAt(room: Room, times: readonly UtcMs[]): (FloorState | null)[] {
  const { exercise } = room;
  const [first] = times;
  if (first === undefined) return [];
  let state = exercise.stateAsOf(first);
  const events = exercise.eventsSince(state?.seq ?? 0);
  let place = 0;
  return times.map((time) => {
    const start = place;
    while (place < events.length && events[place]!.at <= time) place++;
    state = replay(events.slice(start, place), state);
    return state;
  });
}

function scenarioInfo({ id, name, summary, scripted, durationH, configuration }: Scenario): ScenarioInfo {
  return { id, name, summary, scripted, durationH, start: configuration.start };
}

function exercises({ exercise }: Room): ExerciseInfo[] {
  return exercise.list().map((record) => {
    const configuration = exercise.configurationOf(record);
    return {
      id: record.id,
      name: configuration?.name ?? 'an earlier version',
      seed: configuration?.seed ?? '',
      start: record.startedAt,
      mark: record.mark,
      scenario: configuration?.scenario ?? null,
      events: record.headSeq,
      isFollowed: record.id === exercise.exerciseId,
      isReadable: record.format === CURRENT_FORMAT,
    };
  });
}

function gradeAnswer(
  { exercise }: Room,
  scenarios: ReadonlyMap<string, Scenario>,
  id: string,
): GradeAnswer | null {
  const record = exercise.list().find((candidate) => candidate.id === id);
  const configuration = record && exercise.configurationOf(record);
  if (!record || !configuration) return null;
  const events = exercise.eventsOf(id);
  const scenario = configuration.scenario === null ? undefined : scenarios.get(configuration.scenario);
  const grade = gradeRun(events, scenario?.expectations ?? [], record.mark);
  const metrics = measureRun(events);
  return { marking: MARKING, ...grade, ...summaryOf(metrics) };
}
