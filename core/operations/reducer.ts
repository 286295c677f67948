import { MS_PER_HOUR, type UtcMs } from '../units.ts';
import { forEachDesk } from './desks.ts';
import type { FloorEvent, FloorFact } from './events.ts';
import { findHandoverById, itemsOfDesk } from './handover.ts';
import { knowerOf } from './knowledge.ts';
import { describeEvent } from './log.ts';
import { resolveConjunctionBy, severityOfTier } from './conjunction-case.ts';
import { afterShiftStood } from './qualification.ts';
import type { FloorState } from './state.ts';
import {
  type ConjunctionCase,
  type Desk,
  DESKS,
  DIRECTOR,
  type FactId,
  type Handover,
  type HandoverId,
  type HandoverItem,
  type ItemId,
  type LogEntry,
  type Person,
  type PersonId,
  type Qualification,
  type Work,
  type WorkItem,
} from './types.ts';

/** How long an absence that is over is remembered: for who asks why somebody came late. */
const KEPT_ABSENCES_MS = 24 * MS_PER_HOUR;
/** How much of the log the state itself carries. */
const LOG_TAIL = 60;

type FactOf<T extends FloorFact['type']> = Extract<FloorFact, { type: T }>;

/**
 * Apply one event to the floor. Pure; the first event of a journal is ExerciseStarted and makes the state.
 *
 * @throws RangeError when the events are no journal: a gap in `seq`, time running backwards, a start in the middle
 */
export function applyEvent(state: FloorState | null, event: FloorEvent): FloorState {
  if (state === null) {
    if (event.fact.type !== 'ExerciseStarted') throw new RangeError('a journal begins with ExerciseStarted');
    return startState(event, event.fact);
  }
  if (event.seq !== state.seq + 1) throw new RangeError(`event ${event.seq} after ${state.seq}`);
  if (event.at < state.at) throw new RangeError(`event ${event.seq} lies before its predecessor`);
  const applied = applyFact(state, event);
  const entry = logEntryOf(event, state);
  return {
    ...applied,
    seq: event.seq,
    at: event.at,
    queue: nextQueue(state, event.fact),
    seen: withSeen(state, event),
    log: entry ? [...applied.log.slice(1 - LOG_TAIL), entry] : applied.log,
  };
}

/** Fold a journal; null when it is empty. */
export function replay(events: Iterable<FloorEvent>, from: FloorState | null = null): FloorState | null {
  let state = from;
  for (const event of events) state = applyEvent(state, event);
  return state;
}

/** The line an event leaves in the log, or null for what is not worth one. */
export function logEntryOf(event: FloorEvent, before: FloorState | null): LogEntry | null {
  const line = describeEvent(event, before);
  return line && { seq: event.seq, at: event.at, author: event.actor, ...line };
}

/** What follows from an event at once comes next, one at a time, before anything else. */
function nextQueue(state: FloorState, fact: FloorFact): FloorState['queue'] {
  const rest = state.queue.length > 0 ? state.queue.slice(1) : state.queue;
  return 'follows' in fact && fact.follows.length > 0 ? [...fact.follows, ...rest] : rest;
}

/** The key under which an event is awaited by an inject. */
export function awaitedKey({ event, desk, item }: { event: string; desk?: Desk; item?: ItemId }): string {
  return `${event}:${desk ?? ''}:${item ?? ''}`;
}

/** First instants of the events that injects wait for. */
function withSeen(state: FloorState, { fact, at }: FloorEvent): FloorState['seen'] {
  let seen = state.seen;
  for (const { trigger } of state.exercise.injects) {
    if (!('after' in trigger) || trigger.after.event !== fact.type) continue;
    const { event, desk, item } = trigger.after;
    const key = awaitedKey({ event, ...(desk && { desk }), ...(item && { item }) });
    if (seen[key] !== undefined) continue;
    const isDesk = desk === undefined || deskOfFact(state, fact) === desk;
    const isItem = item === undefined || itemOfFact(fact) === item;
    if (isDesk && isItem) seen = { ...seen, [key]: at };
  }
  return seen;
}

/** The desk an event is about; null where it is about none. */
export function deskOfFact(state: FloorState | null, fact: FloorFact): Desk | null {
  if ('desk' in fact) return fact.desk;
  if ('handover' in fact) return (state && findHandoverById(state, fact.handover)?.desk) ?? null;
  if (fact.type === 'ItemCreated') return fact.item.desk;
  if ('item' in fact && typeof fact.item === 'string') return state?.items[fact.item]?.desk ?? null;
  return null;
}

export function itemOfFact(fact: FloorFact): ItemId | null {
  if (fact.type === 'ItemCreated') return fact.item.id;
  return 'item' in fact && typeof fact.item === 'string' ? fact.item : null;
}

function startState(event: FloorEvent, { exercise, staffed, people }: FactOf<'ExerciseStarted'>): FloorState {
  const { at } = event;
  const entry = logEntryOf(event, null);
  const overlapMs = exercise.overlapMin * 60_000;
  const holders = [...new Set(Object.values(people))].filter((person) => person !== DIRECTOR);
  const isDegraded = people.CCO === DIRECTOR;
  return {
    exercise,
    seq: event.seq,
    at,
    endedAt: null,
    shift: staffed.shift,
    staffed,
    coming: null,
    rosterRevision: staffed.revision,
    people: Object.fromEntries(exercise.people.map((person) => [person.id, person])),
    absences: [],
    overrides: [],
    duties: Object.fromEntries(
      holders.map((person) => [person, { from: staffed.shift.start - overlapMs, to: null }]),
    ),
    awakeSince: {},
    instruction: {},
    tenures: forEachDesk((desk) => ({
      desk,
      person: people[desk],
      from: at,
      via: desk === 'CCO' && isDegraded ? 'SUCCESSION' : 'INITIAL',
    })),
    heldOver: {},
    isDegraded,
    seats: {},
    items: {},
    work: {},
    handovers: {},
    lastArrival: null,
    queue: [],
    fired: {},
    seen: {},
    partners: Object.fromEntries(exercise.partners.map((partner) => [partner.id, partner])),
    survey: null,
    screening: null,
    settled: [],
    sensorsDown: {},
    storm: null,
    closing: null,
    lastScores: {},
    hasForeignChiefMilestone: false,
    log: entry ? [entry] : [],
  };
}

function applyFact(state: FloorState, { fact, at, actor }: FloorEvent): FloorState {
  switch (fact.type) {
    case 'ExerciseStarted':
      throw new RangeError('an exercise starts once');
    case 'ExerciseEnded':
      return { ...state, endedAt: at };
    case 'ShiftStaffed':
      return fact.staffed.shift.start === state.shift.start
        ? { ...state, staffed: fact.staffed }
        : { ...state, coming: fact.staffed };
    case 'ShiftStarted':
      return startShift(state, fact, at);
    case 'ShiftClosed':
      return { ...state, closing: null };
    case 'OperatorJoined':
      return { ...state, seats: { ...state.seats, [fact.person]: fact.name } };
    case 'OperatorLeft':
      return { ...state, seats: without(state.seats, fact.person) };
    case 'PersonAbsent':
      return revised({ ...state, absences: [...state.absences, fact.absence] });
    case 'PersonReturned':
      return revised({
        ...state,
        absences: state.absences.map((absence) =>
          absence.person === fact.person && (absence.to === null || absence.to > at)
            ? { ...absence, to: at }
            : absence,
        ),
      });
    case 'PersonFatigued':
      return { ...state, awakeSince: { ...state.awakeSince, [fact.person]: fact.awakeSince } };
    case 'PersonHeldOver':
      return { ...state, heldOver: { ...state.heldOver, [fact.desk]: at } };
    case 'OverrideSet':
      return revised({ ...state, overrides: [...state.overrides, fact.override] });
    case 'QualificationChanged':
      return revised(
        changePerson(state, fact.person, (person) => withQualification(person, fact.qualification)),
      );
    case 'InstructionSet':
      return setInstruction(state, fact, at);
    case 'MilestoneReached':
      return { ...state, hasForeignChiefMilestone: true };
    case 'HandoverOpened':
      return openHandover(state, fact, at);
    case 'StatusLineReviewed':
      return changeHandover(state, fact.handover, at, ({ checklist }) => ({
        checklist: checklist.map((line) => (line.id === fact.line ? { ...line, reviewedAt: at } : line)),
      }));
    case 'StatusLineChanged':
      return changeHandover(state, fact.handover, null, ({ checklist }) => ({
        checklist: checklist.map((line) =>
          line.id === fact.line
            ? {
                ...line,
                status: fact.status,
                isAttentionWanted: fact.isAttentionWanted,
                reviewedAt: null,
              }
            : line,
        ),
      }));
    case 'StatusLineWaived':
      return changeHandover(state, fact.handover, at, ({ checklist }) => ({
        checklist: checklist.map((line) =>
          line.id === fact.line ? { ...line, waivedBecause: fact.reason } : line,
        ),
      }));
    case 'HandoverPreviewed':
      return changeHandover(state, fact.handover, at, ({ checklist, state: before }) => ({
        previewedAt: at,
        state: before === 'open' ? 'previewed' : before,
        checklist: fact.isWhole
          ? checklist.map((line) => ({ ...line, reviewedAt: line.reviewedAt ?? at }))
          : checklist,
      }));
    case 'ItemBriefed':
      return changeHandover(state, fact.handover, at, ({ items, briefMs }) => ({
        briefMs: briefMs + fact.tookMs,
        items: changeEntry(items, fact.item, { briefedAt: at, told: fact.told }),
      }));
    case 'ItemReadBack':
      return changeHandover(state, fact.handover, at, ({ items }) => ({
        items: items.map((entry) =>
          entry.item === fact.item
            ? {
                ...entry,
                readBackAt: at,
                readBackMatch: entry.readBackMatch ?? fact.match,
                same: fact.same,
                differs: fact.differs,
              }
            : entry,
        ),
      }));
    case 'HandoverItemAcknowledged':
      return changeHandover(state, fact.handover, at, ({ items }) => ({
        items: changeEntry(items, fact.item, { acknowledgedAt: at, synthesis: fact.synthesis }),
      }));
    case 'QuestionAsked':
      return changeHandover(state, fact.handover, at, (handover) => ({
        ...backFromReady(handover),
        questions: [
          ...handover.questions,
          {
            id: fact.question,
            by: handover.to,
            text: fact.text,
            askedAt: at,
            answer: null,
            answeredAt: null,
          },
        ],
      }));
    case 'QuestionAnswered':
      return changeHandover(state, fact.handover, at, ({ questions }) => ({
        questions: questions.map((question) =>
          question.id === fact.question ? { ...question, answer: fact.answer, answeredAt: at } : question,
        ),
      }));
    case 'HandoverSuspended':
      return changeHandover(state, fact.handover, at, ({ interruptions }) => ({
        state: 'suspended',
        interruptions: interruptions + 1,
        pause: { reason: fact.reason, since: at, until: null },
      }));
    case 'HandoverRefused':
      return changeHandover(state, fact.handover, at, (handover) => ({
        ...backFromReady(handover),
        state: 'refused',
        pause: { reason: fact.reason, since: at, until: null },
      }));
    case 'HandoverDeferred':
      return changeHandover(state, fact.handover, at, () => ({
        state: 'deferred',
        pause: { reason: fact.reason, since: at, until: fact.until },
      }));
    case 'HandoverResumed':
      return changeHandover(state, fact.handover, at, (handover) => ({
        pause: null,
        state: stateOf(handover),
      }));
    case 'DeskWaived':
      return changeHandover(state, fact.handover, at, ({ waivers }) => ({
        waivers: { ...waivers, [fact.desk]: fact.reason },
      }));
    case 'CriticalPhaseConsented':
      return changeHandover(state, fact.handover, at, ({ consents }) => ({
        consents: [...consents, fact.person],
      }));
    case 'HandoverReady':
      return changeHandover(state, fact.handover, at, () => ({ readyAt: at, state: 'ready' }));
    case 'HandoverSignedOut':
      return changeHandover(state, fact.handover, at, () => ({ signedOutAt: at, state: 'signed' }));
    case 'HandoverHeldOver':
      return changeHandover(state, fact.handover, null, () => ({ isHeldOver: true }));
    case 'ResponsibilityTransferred':
      return transfer(state, fact, at);
    case 'HandoverReviewed':
      return changeHandover(state, fact.handover, at, () => ({ reviewedAt: at }));
    case 'HandoverClosed':
    case 'HandoverCancelled': {
      const handover = findHandoverById(state, fact.handover);
      if (!handover) return state;
      const lastScores =
        fact.type === 'HandoverClosed'
          ? { ...state.lastScores, [handover.desk]: fact.score }
          : state.lastScores;
      return endDuties({ ...state, lastScores, handovers: without(state.handovers, handover.desk) }, at);
    }
    case 'ItemCreated':
      return createItem(state, fact.item, at);
    case 'ItemAcknowledged':
      return changeItem(state, fact.item, (item) => ({
        ...item,
        state: item.state === 'new' ? 'acknowledged' : item.state,
        acknowledgedAt: at,
      }));
    case 'ItemStarted':
      return startItem(state, fact, at);
    case 'ItemWaiting':
      return changeItem(stopWork(state, fact.item), fact.item, (item) => ({
        ...item,
        state: 'waiting',
        nextActionAt: fact.nextActionAt,
        effortMs: fact.followUpMs,
        waitMs: 0,
      }));
    case 'ItemFactsAdded':
      return addFacts(state, fact);
    case 'ConjunctionRescreened':
      return rescreen(
        fact.facts.length === 0 ? state : addFacts(state, { ...fact, nextActionAt: null }),
        fact,
        at,
      );
    case 'ConjunctionDecided':
      return changeCase(addFacts(state, { ...fact, nextActionAt: null }), fact.item, (known) => ({
        ...known,
        decision: { what: fact.decision, reason: fact.reason, by: actor, at },
      }));
    case 'ItemDeadlineMissed':
      return changeItem(state, fact.item, (item) => ({
        ...item,
        missed: { ...item.missed, [fact.which]: true },
      }));
    case 'ItemEscalated':
      return changeItem(state, fact.item, (item) => ({ ...item, escalation: fact.to }));
    case 'ItemResolved':
      return resolveItem(settle(stopWork(state, fact.item), fact.item, at), fact.item, at);
    case 'CatalogueSurveyed':
      return { ...state, survey: { ...fact.survey, at } };
    case 'CatalogueScreened':
      return {
        ...state,
        screening: { at, found: fact.screening },
        settled: state.settled.filter(({ tca }) => tca > at),
      };
    case 'ItemRulesSet':
      return { ...state, exercise: { ...state.exercise, rules: fact.rules } };
    case 'SensorDown':
      return {
        ...state,
        sensorsDown: { ...state.sensorsDown, [fact.sensor]: { since: at, note: fact.note } },
      };
    case 'SensorUp':
      return { ...state, sensorsDown: without(state.sensorsDown, fact.sensor) };
    case 'StormStarted':
      return { ...state, storm: { since: at, kp: fact.kp, note: fact.note } };
    case 'StormEnded':
      return { ...state, storm: null };
    case 'InjectFired':
      return { ...state, fired: { ...state.fired, [fact.inject]: at } };
    case 'PartnerJoined':
      return { ...state, partners: { ...state.partners, [fact.partner.id]: fact.partner } };
    case 'PartnerLeft':
      return { ...state, partners: without(state.partners, fact.partner) };
    case 'SpillStopped':
      return markSpill(state, actor);
    case 'SourceFailed':
    case 'ReleaseRequested':
    case 'ReleaseApproved':
    case 'ReleaseDenied':
    case 'RequestRefused':
    case 'LogEntryAdded':
      return state;
    case 'LogEntryCorrected':
      return state;
  }
}

function revised(state: FloorState): FloorState {
  return { ...state, rosterRevision: state.rosterRevision + 1 };
}

/** The coming shift becomes the one under way; those on duty have stood a shift at their desks, those who learnt there go home. */
function startShift(state: FloorState, { shift }: FactOf<'ShiftStarted'>, at: UtcMs): FloorState {
  let people = state.people;
  for (const { desk, person } of Object.values(state.tenures)) {
    const holder = people[person];
    if (!holder || person === DIRECTOR) continue;
    people = {
      ...people,
      [person]: { ...holder, qualifications: afterShiftStood(holder, desk, state.shift.start) },
    };
  }
  const next: FloorState = {
    ...state,
    people,
    shift,
    staffed: state.coming ?? state.staffed,
    coming: null,
    closing: state.shift,
    lastScores: {},
    instruction: {},
    // What is over says nothing any more; the journal has it.
    absences: state.absences.filter(({ to }) => to === null || to > at - KEPT_ABSENCES_MS),
    overrides: state.overrides.filter(({ to }) => to > at),
  };
  return endDuties(next, at);
}

function changePerson(state: FloorState, id: PersonId, change: (person: Person) => Person): FloorState {
  const person = state.people[id];
  return person ? { ...state, people: { ...state.people, [id]: change(person) } } : state;
}

function withQualification(person: Person, qualification: Qualification): Person {
  const others = person.qualifications.filter(({ desk }) => desk !== qualification.desk);
  return { ...person, qualifications: [...others, qualification] };
}

function openHandover(state: FloorState, fact: FactOf<'HandoverOpened'>, at: UtcMs): FloorState {
  const handover: Handover = {
    id: fact.handover,
    desk: fact.desk,
    from: fact.from,
    to: fact.to,
    boundary: fact.boundary,
    openedAt: at,
    state: 'open',
    checklist: fact.checklist,
    previewedAt: null,
    items: itemsOfDesk(state, fact.desk).map((item) => untold(item.id)),
    questions: [],
    interruptions: 0,
    pause: null,
    waivers: {},
    consents: [],
    briefMs: 0,
    readyAt: null,
    signedOutAt: null,
    acceptedAt: null,
    reviewedAt: null,
    isHeldOver: false,
    wasSpillTried: false,
    lastActionAt: at,
  };
  // The relief is on duty from now on: he is here.
  const duty = state.duties[fact.to];
  const duties =
    fact.to === DIRECTOR || duty?.to === null
      ? state.duties
      : { ...state.duties, [fact.to]: { from: at, to: null } };
  return { ...state, duties, handovers: { ...state.handovers, [fact.desk]: handover } };
}

function markSpill(state: FloorState, person: PersonId): FloorState {
  const handovers: Partial<Record<Desk, Handover>> = { ...state.handovers };
  for (const handover of Object.values(state.handovers)) {
    if (handover.from === person || handover.to === person)
      handovers[handover.desk] = { ...handover, wasSpillTried: true };
  }
  return { ...state, handovers };
}

function untold(item: ItemId): HandoverItem {
  return {
    item,
    briefedAt: null,
    told: [],
    acknowledgedAt: null,
    synthesis: '',
    readBackAt: null,
    readBackMatch: null,
    same: [],
    differs: [],
  };
}

function transfer(state: FloorState, fact: FactOf<'ResponsibilityTransferred'>, at: UtcMs): FloorState {
  const { desk, to, via } = fact;
  const items = { ...state.items };
  const who = knowerOf(desk);
  for (const [id, known] of Object.entries(fact.known)) {
    const item = items[id];
    if (item) items[id] = { ...item, known: { ...item.known, [who]: known } };
  }
  const next: FloorState = {
    ...state,
    items,
    tenures: { ...state.tenures, [desk]: { desk, person: to, from: at, via } },
    duties: to === DIRECTOR ? state.duties : { ...state.duties, [to]: fact.duty },
    heldOver: without(state.heldOver, desk),
    isDegraded: desk === 'CCO' ? fact.isDegraded : state.isDegraded,
    instruction: without(state.instruction, desk),
    work: without(state.work, desk),
  };
  const changed =
    via === 'SUCCESSION' || via === 'COVER'
      ? revised(next)
      : changeHandover(next, via, at, () => ({ acceptedAt: at, state: 'accepted', pause: null }));
  return endDuties(pauseWork(changed, state.work[desk], at), at);
}

/** Who is under instruction is on duty. */
function setInstruction(
  state: FloorState,
  { desk, trainee }: FactOf<'InstructionSet'>,
  at: UtcMs,
): FloorState {
  const others = without(state.instruction, desk);
  if (trainee === null) return endDuties({ ...state, instruction: others }, at);
  const instruction = { ...others, [desk]: { trainee, since: at } };
  const duties =
    state.duties[trainee]?.to === null
      ? state.duties
      : { ...state.duties, [trainee]: { from: at, to: null } };
  return endDuties({ ...state, instruction, duties }, at);
}

/** Work under way at a desk that changes hands goes on with the new holder. */
function pauseWork(state: FloorState, work: Work | undefined, at: UtcMs): FloorState {
  return work
    ? changeItem(state, work.item, (item) => ({
        ...item,
        state: item.state === 'in-work' ? 'acknowledged' : item.state,
        effortMs: Math.max(0, work.until - at),
      }))
    : state;
}

/** Whoever neither holds nor relieves a desk, nor learns at one, has gone home. */
function endDuties(state: FloorState, at: UtcMs): FloorState {
  const busy = new Set<PersonId>(Object.values(state.tenures).map(({ person }) => person));
  for (const handover of Object.values(state.handovers)) {
    if (handover.acceptedAt === null) busy.add(handover.to);
  }
  for (const { trainee } of Object.values(state.instruction)) busy.add(trainee);
  let { duties, awakeSince } = state;
  for (const [person, duty] of Object.entries(duties)) {
    if (duty.to !== null || busy.has(person)) continue;
    duties = { ...duties, [person]: { ...duty, to: at } };
    awakeSince = without(awakeSince, person);
  }
  return duties === state.duties ? state : { ...state, duties, awakeSince };
}

/** A new item joins every open handover that must tell it, and takes back what was said without it. */
function createItem(state: FloorState, item: WorkItem, at: UtcMs): FloorState {
  const next: FloorState = {
    ...state,
    items: { ...state.items, [item.id]: item },
    lastArrival: item.source === 'simulated' ? { at: item.createdAt, item: item.id } : state.lastArrival,
  };
  return retell(next, item, at);
}

function retell(state: FloorState, item: WorkItem, at: UtcMs): FloorState {
  const handovers: Partial<Record<Desk, Handover>> = { ...state.handovers };
  for (const desk of new Set<Desk>([item.desk, 'CCO'])) {
    const handover = handovers[desk];
    if (!handover || handover.acceptedAt !== null) continue;
    handovers[desk] = {
      ...handover,
      ...backFromReady(handover),
      items: [...handover.items.filter((entry) => entry.item !== item.id), untold(item.id)],
      lastActionAt: at,
    };
  }
  return { ...state, handovers };
}

function addFacts(
  state: FloorState,
  { item: id, facts, nextActionAt }: Pick<FactOf<'ItemFactsAdded'>, 'item' | 'facts' | 'nextActionAt'>,
): FloorState {
  const item = state.items[id];
  if (!item) return state;
  const labels = new Set(facts.map(({ label }) => label));
  const replaced = new Set(item.facts.filter(({ label }) => labels.has(label)).map((fact) => fact.id));
  const added: readonly FactId[] = facts.map((fact) => fact.id);
  const keep = (known: readonly FactId[]): FactId[] => [
    ...known.filter((fact) => !replaced.has(fact)),
    ...added,
  ];
  const changed: WorkItem = {
    ...item,
    facts: [...item.facts.filter((fact) => !replaced.has(fact.id)), ...facts],
    known: { desk: keep(item.known.desk), chief: keep(item.known.chief) },
    nextActionAt: nextActionAt ?? item.nextActionAt,
  };
  return retell({ ...state, items: { ...state.items, [id]: changed } }, changed, state.at);
}

function changeCase(
  state: FloorState,
  id: ItemId,
  change: (known: ConjunctionCase) => ConjunctionCase,
): FloorState {
  return changeItem(state, id, (item) =>
    item.conjunction ? { ...item, conjunction: change(item.conjunction) } : item,
  );
}

/** How many points a case keeps: the first, and the last of them. */
const KEPT_POINTS = 64;

/** The same item whatever has become of it: graver or less so, and what waits is taken up again when it is graver. */
function rescreen(state: FloorState, fact: FactOf<'ConjunctionRescreened'>, at: UtcMs): FloorState {
  const { item: id, tier, point } = fact;
  const before = state.items[id];
  const severity = severityOfTier(tier);
  const isGraver = before !== undefined && severity > before.severity;
  const changed = changeItem(state, id, (item) => ({
    ...item,
    severity,
    criticalAt: point.tca,
    resolveBy: resolveConjunctionBy(point.tca, at),
    ...(isGraver && item.state === 'waiting' && { state: 'acknowledged' as const, nextActionAt: null }),
  }));
  return changeCase(changed, id, (known) => {
    const points = [...known.points, point];
    return {
      ...known,
      tier,
      points: points.length > KEPT_POINTS ? [points[0]!, ...points.slice(1 - KEPT_POINTS)] : points,
    };
  });
}

/** Remember what is closed before its time, so that the next screening does not open it again. */
function settle(state: FloorState, id: ItemId, at: UtcMs): FloorState {
  const item = state.items[id];
  if (!item?.conjunction || item.criticalAt === null || item.criticalAt <= at) return state;
  return { ...state, settled: [...state.settled, { pair: item.conjunction.pair, tca: item.criticalAt }] };
}

function startItem(state: FloorState, fact: FactOf<'ItemStarted'>, at: UtcMs): FloorState {
  const before = state.work[fact.desk];
  const interrupted = before && before.item !== fact.item ? pauseWork(state, before, at) : state;
  const next = changeItem(interrupted, fact.item, (item) => ({
    ...item,
    state: 'in-work',
    nextActionAt: null,
    acknowledgedAt: item.acknowledgedAt ?? at,
    known: { ...item.known, desk: [...item.known.desk, ...fact.recovered] },
  }));
  return fact.until === null
    ? next
    : {
        ...next,
        work: { ...next.work, [fact.desk]: { item: fact.item, startedAt: at, until: fact.until } },
      };
}

function stopWork(state: FloorState, id: ItemId): FloorState {
  const desk = DESKS.find((candidate) => state.work[candidate]?.item === id);
  return desk ? { ...state, work: without(state.work, desk) } : state;
}

function resolveItem(state: FloorState, id: ItemId, at: UtcMs): FloorState {
  const handovers: Partial<Record<Desk, Handover>> = {};
  for (const handover of Object.values(state.handovers)) {
    const has = handover.items.some(({ item }) => item === id);
    handovers[handover.desk] =
      has && handover.acceptedAt === null
        ? { ...handover, items: handover.items.filter(({ item }) => item !== id), lastActionAt: at }
        : handover;
  }
  return { ...state, items: without(state.items, id), handovers };
}

function changeItem(state: FloorState, id: ItemId, change: (item: WorkItem) => WorkItem): FloorState {
  const item = state.items[id];
  return item ? { ...state, items: { ...state.items, [id]: change(item) } } : state;
}

function changeHandover(
  state: FloorState,
  id: HandoverId,
  at: UtcMs | null,
  change: (handover: Handover) => Partial<Handover>,
): FloorState {
  const handover = findHandoverById(state, id);
  if (!handover) return state;
  const lastActionAt = at ?? handover.lastActionAt;
  const changed: Handover = { ...handover, ...change(handover), lastActionAt };
  return { ...state, handovers: { ...state.handovers, [handover.desk]: changed } };
}

function backFromReady(handover: Handover): Partial<Handover> {
  const before = { ...handover, readyAt: null, signedOutAt: null };
  return { readyAt: null, signedOutAt: null, state: handover.pause ? handover.state : stateOf(before) };
}

function stateOf({ signedOutAt, readyAt, previewedAt }: Handover): Handover['state'] {
  if (signedOutAt !== null) return 'signed';
  if (readyAt !== null) return 'ready';
  return previewedAt === null ? 'open' : 'previewed';
}

function changeEntry(items: Handover['items'], id: ItemId, change: Partial<HandoverItem>): Handover['items'] {
  return items.map((entry) => (entry.item === id ? { ...entry, ...change } : entry));
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  if (!(key in record)) return record;
  const { [key]: _dropped, ...rest } = record;
  return rest;
}
