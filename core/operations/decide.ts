import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { Surroundings } from './surroundings.ts';
import type { FloorCommand, TrainerCommand } from './commands.ts';
import type { FloorFact } from './events.ts';
import {
  acceptanceBlockers,
  type Blocker,
  criticalPhase,
  factsToTell,
  findHandoverById,
  HOLDOVER_LIMIT_MS,
  readyBlockers,
  wantsReadBack,
} from './handover.ts';
import { injectFacts } from './injects.ts';
import { knowerOf } from './knowledge.ts';
import { transferFact } from './operators-handover.ts';
import { reliefOf } from './project.ts';
import { judgeQualification, qualificationBlocker, stepQualification } from './qualification.ts';
import { COALITION, isReleasedTo } from './release.ts';
import { instructionBlocker, REST_MS } from './staffing.ts';
import type { FloorState } from './state.ts';
import { decideOn } from './conjunction-case.ts';
import type { Desk, Escalation, Handover, HandoverItem, LogEntry, PersonId, WorkItem } from './types.ts';
import { openItem } from './workload.ts';

/** What follows from a request: the facts it makes, or the rule that refuses it. */
export type Decision =
  | { readonly ok: true; readonly facts: readonly FloorFact[] }
  | {
      readonly ok: false;
      readonly rule: string;
      readonly reason: string;
      /** What the refusal leaves in the journal all the same. */
      readonly facts?: readonly FloorFact[];
    };

const MAX_TEXT = 2000;
/** Minutes to acknowledge, by severity 1–3; default of the floor, notional. */
const ACKNOWLEDGE_MIN = [60, 30, 15] as const;
const RESOLVE_MIN = [480, 720, 240] as const;
const MAX_WAIT_MIN = 7 * 24 * 60;

/**
 * Judge what a seated person asks of the floor. Pure: nothing happens until the facts are applied.
 *
 * @param person whom the session sits in for, checked by the caller against `state.seats`
 * @param findEntry finds a log entry by its number, for corrections
 */
export function decide(
  state: FloorState,
  command: FloorCommand,
  {
    person,
    at,
    findEntry = (seq) => state.log.find((entry) => entry.seq === seq),
  }: { person: PersonId; at: UtcMs; findEntry?: (seq: number) => LogEntry | undefined },
): Decision {
  if (state.endedAt !== null) return refuse('exercise-ended', 'the exercise is over');
  if (!Object.hasOwn(state.seats, person)) return refuse('seat', 'take a seat first');
  if ('handover' in command) return decideHandover(state, command, { person, at });
  switch (command.type) {
    case 'add-log-entry': {
      const release = command.release ?? COALITION;
      if (release.length === 0) return refuse('release', 'name the nations this may be shown to');
      return withText(command.text, (text) => [
        { type: 'LogEntryAdded', text, desk: deskOf(state, person), release },
      ]);
    }
    case 'correct-log-entry': {
      const entry = findEntry(command.entry);
      if (!entry) return refuse('log', `there is no log entry ${command.entry}`);
      const isOwn = entry.author === person || state.tenures.CCO.person === person;
      if (!isOwn) return refuse('log', 'only its author and the chief correct an entry');
      return withText(command.text, (text) => [
        { type: 'LogEntryCorrected', entry: entry.seq, text, release: entry.release },
      ]);
    }
    case 'raise-item':
      return withText(command.summary, (summary) => [
        { type: 'ItemCreated', item: raisedItem(state, { ...command, summary }, at) },
      ]);
    case 'acknowledge-item':
      return onOwnItem(state, command.item, person, (item) =>
        item.state === 'new'
          ? accept({ type: 'ItemAcknowledged', item: item.id })
          : refuse('item-state', 'this item is already acknowledged'),
      );
    case 'start-item':
      return onOwnItem(state, command.item, person, (item) => {
        if (item.state === 'new') return refuse('item-state', 'acknowledge the item first');
        if (item.state === 'in-work') return refuse('item-state', 'this item is in work already');
        return accept({ type: 'ItemStarted', item: item.id, desk: item.desk, until: null, recovered: [] });
      });
    case 'wait-item':
      return onOwnItem(state, command.item, person, (item) => {
        if (item.state === 'new') return refuse('item-state', 'acknowledge the item first');
        const { minutes } = command;
        if (!(minutes > 0 && minutes <= MAX_WAIT_MIN)) return refuse('form', 'wait for 1 minute to 7 days');
        const nextActionAt = at + Math.round(minutes * MS_PER_MINUTE);
        return accept({ type: 'ItemWaiting', item: item.id, nextActionAt, followUpMs: 10 * MS_PER_MINUTE });
      });
    case 'escalate-item':
      return onOwnItem(state, command.item, person, (item) => {
        const to = NEXT_ESCALATION[item.escalation];
        return to
          ? accept({ type: 'ItemEscalated', item: item.id, to })
          : refuse('item-state', 'this item is with the component commander already');
      });
    case 'resolve-item':
      return onOwnItem(state, command.item, person, (item) =>
        item.state === 'new'
          ? refuse('item-state', 'acknowledge the item first')
          : withText(command.outcome, (outcome) => [{ type: 'ItemResolved', item: item.id, outcome }]),
      );
    case 'decide-conjunction':
      return onOwnItem(state, command.item, person, (item) => {
        if (!item.conjunction) return refuse('item-state', 'this item is no conjunction');
        if (item.state === 'new') return refuse('item-state', 'acknowledge the item first');
        return withText(command.reason, (reason) => [
          decideOn(item, { decision: command.decision, reason }, at),
        ]);
      });
    case 'share-item':
      return onOwnItem(state, command.item, person, (item) => share(item, command.nations));
  }
}

const NEXT_ESCALATION: Readonly<Record<Escalation, Escalation | null>> = {
  floor: 'director',
  director: 'component-commander',
  'component-commander': null,
};

/** A summary told to nations its item is not released to would be a spill: it is stopped, and the attempt is logged. */
function share(item: WorkItem, nations: readonly string[]): Decision {
  const foreign = nations.filter((nation) => !isReleasedTo(item.release, nation));
  const hidden = item.facts.filter(({ release }) => nations.some((nation) => !isReleasedTo(release, nation)));
  if (foreign.length === 0 && hidden.length === 0) {
    return accept({
      type: 'LogEntryAdded',
      text: `Told ${nations.join(', ')}: ${item.summary}`,
      desk: item.desk,
      release: item.release,
    });
  }
  const nation = foreign.length > 0 ? foreign : nations;
  return {
    ok: false,
    rule: 'INV-8',
    reason: `not releasable to ${nation.join(', ')}: ${foreign.length > 0 ? 'the item' : `${hidden.length} of its facts`}`,
    facts: [{ type: 'SpillStopped', item: item.id, nations: nation }],
  };
}

type HandoverCommand = Extract<FloorCommand, { handover: string }>;

function decideHandover(
  state: FloorState,
  command: HandoverCommand,
  { person, at }: { person: PersonId; at: UtcMs },
): Decision {
  const incoming = (judge: (handover: Handover) => Decision): Decision =>
    onHandover(state, command.handover, { person, side: 'to' }, judge);
  const outgoing = (judge: (handover: Handover) => Decision): Decision =>
    onHandover(state, command.handover, { person, side: 'from' }, judge);
  const either = (judge: (handover: Handover) => Decision): Decision =>
    onHandover(state, command.handover, { person, side: 'either' }, judge);
  const handover = command.handover;
  switch (command.type) {
    case 'review-line':
      return incoming(({ checklist }) => {
        const line = checklist.find(({ id }) => id === command.line);
        if (!line) return refuse('checklist', `there is no status line ${command.line}`);
        return line.reviewedAt === null
          ? accept({ type: 'StatusLineReviewed', handover, line: line.id })
          : refuse('handover-state', 'this line is reviewed already');
      });
    case 'waive-line':
      return incoming(({ checklist }) => {
        if (state.exercise.procedure === 'rigid')
          return refuse('B10', 'in the rigid procedure nothing is waived');
        if (!checklist.some(({ id }) => id === command.line))
          return refuse('checklist', `there is no status line ${command.line}`);
        return withText(command.reason, (reason) => [
          { type: 'StatusLineWaived', handover, line: command.line, reason },
        ]);
      });
    case 'preview-handover':
      return incoming(({ previewedAt, checklist }) => {
        if (previewedAt !== null) return refuse('handover-state', 'this handover is already previewed');
        const open = checklist.filter((line) => line.reviewedAt === null && line.waivedBecause === null);
        return open.length > 0
          ? refuse(
              'INV-7',
              `${open.length} status lines are not reviewed: ${open.map(({ title }) => title).join(', ')}`,
            )
          : accept({ type: 'HandoverPreviewed', handover, isWhole: false });
      });
    case 'brief-item':
      return outgoing((open) => brief(state, open, command, at));
    case 'read-back':
      return incoming((open) => readBack(state, open, command));
    case 'acknowledge-handover-item':
      return incoming((open) => acknowledge(state, open, command));
    case 'ask-question':
      return incoming((open) =>
        withText(command.text, (text) => [
          { type: 'QuestionAsked', handover, question: `Q${open.questions.length + 1}`, text },
        ]),
      );
    case 'answer-question':
      return outgoing(({ questions }) => {
        const question = questions.find(({ id }) => id === command.question);
        if (!question) return refuse('handover-question', 'there is no such question');
        if (question.answeredAt !== null) return refuse('handover-state', 'this question is answered');
        return withText(command.answer, (answer) => [
          { type: 'QuestionAnswered', handover, question: question.id, answer },
        ]);
      });
    case 'suspend-handover':
      return either(({ pause }) =>
        pause
          ? refuse('handover-state', 'this handover stands still already')
          : withText(command.reason, (reason) => [{ type: 'HandoverSuspended', handover, reason }]),
      );
    case 'resume-handover':
      return either(({ pause }) =>
        pause
          ? accept({ type: 'HandoverResumed', handover })
          : refuse('handover-state', 'this handover does not stand still'),
      );
    case 'refuse-handover':
      return incoming(({ pause }) =>
        pause
          ? refuse('handover-state', 'this handover stands still already')
          : withText(command.reason, (reason) => [
              { type: 'HandoverRefused', handover, rule: 'refused-by-relief', reason },
            ]),
      );
    case 'defer-handover':
      return either(({ pause }) =>
        pause
          ? refuse('handover-state', 'this handover stands still already')
          : withText(command.reason, (reason) => [
              {
                type: 'HandoverDeferred',
                handover,
                reason,
                until: criticalPhase(state, at)?.until ?? null,
              },
            ]),
      );
    case 'waive-desk':
      return incoming((open) => {
        if (open.desk !== 'CCO') return refuse('INV-6', 'only the chief takes over without a desk');
        if (open.waivers[command.desk] !== undefined) return refuse('handover-state', 'this desk is waived');
        return withText(command.reason, (reason) => [
          { type: 'DeskWaived', handover, desk: command.desk, reason },
        ]);
      });
    case 'consent-critical-phase':
      return onOpenHandover(state, handover, (open) => {
        const may = [open.from, open.to, state.tenures.SDO.person];
        if (open.desk !== 'CCO') return refuse('critical-phase', 'it blocks the chief alone');
        if (!may.includes(person)) return refuse('seat', 'both chiefs and the duty officer consent');
        return open.consents.includes(person)
          ? refuse('handover-state', 'you have consented')
          : accept({ type: 'CriticalPhaseConsented', handover, person });
      });
    case 'say-ready':
      return incoming((open) => {
        if (open.readyAt !== null) return refuse('handover-state', 'you have said so');
        return blockedBy(readyBlockers(state, open, at)) ?? accept({ type: 'HandoverReady', handover });
      });
    case 'sign-out':
      return outgoing((open) => {
        if (open.signedOutAt !== null) return refuse('handover-state', 'you have already signed');
        if (open.readyAt === null) return refuse('INV-7', 'the relief says first that he is ready');
        return blockedBy(readyBlockers(state, open, at)) ?? accept({ type: 'HandoverSignedOut', handover });
      });
    case 'relieve':
      return incoming((open) => {
        const blocked = blockedBy(acceptanceBlockers(state, open, at));
        return blocked ?? accept(transferFact(state, open, at));
      });
    case 'finish-review': {
      const done = findHandoverById(state, handover);
      if (!done) return refuse('handover', 'no such open handover');
      if (done.from !== person) return refuse('seat', 'only the outgoing person may do this');
      if (done.acceptedAt === null) return refuse('handover-order', 'responsibility has not passed yet');
      return done.reviewedAt === null
        ? accept({ type: 'HandoverReviewed', handover })
        : refuse('handover-state', 'the review is over');
    }
  }
}

function entryOf(handover: Handover, item: string): HandoverItem | undefined {
  return handover.items.find((entry) => entry.item === item);
}

function brief(
  state: FloorState,
  handover: Handover,
  { item: id, facts }: Extract<HandoverCommand, { type: 'brief-item' }>,
  at: UtcMs,
): Decision {
  if (handover.pause) return refuse('handover-paused', handover.pause.reason);
  if (handover.previewedAt === null && state.exercise.procedure === 'rigid')
    return refuse('handover-order', 'the incoming person previews first');
  const entry = entryOf(handover, id);
  const item = state.items[id];
  if (!entry || !item) return refuse('handover-item', 'this item is not part of the handover');
  if (entry.acknowledgedAt !== null) return refuse('handover-state', 'this item is acknowledged already');
  const tellable = factsToTell(state, handover, item);
  const told = facts ?? tellable.map((fact) => fact.id);
  const foreign = told.filter((fact) => !tellable.some((known) => known.id === fact));
  if (foreign.length > 0) {
    return refuse('INV-8', `${foreign.length} of these facts may not be told to the incoming person`);
  }
  // Told over as many minutes as have passed since the last thing was said, as far as facts can take them.
  const tookMs = Math.min(at - handover.lastActionAt, Math.max(1, told.length) * 2 * MS_PER_MINUTE);
  return accept({ type: 'ItemBriefed', handover: handover.id, item: id, told: [...new Set(told)], tookMs });
}

function readBack(
  state: FloorState,
  handover: Handover,
  { item: id, values }: Extract<HandoverCommand, { type: 'read-back' }>,
): Decision {
  if (handover.pause) return refuse('handover-paused', handover.pause.reason);
  const entry = entryOf(handover, id);
  const item = state.items[id];
  if (!entry || !item) return refuse('handover-item', 'this item is not part of the handover');
  if (entry.briefedAt === null) return refuse('handover-order', 'the outgoing person briefs this item first');
  const holds = item.known[knowerOf(handover.desk)];
  const tellable = factsToTell(state, handover, item);
  const wanted = tellable.filter((fact) => entry.told.includes(fact.id) || holds.includes(fact.id));
  const same: string[] = [];
  const differs: string[] = [];
  for (const fact of wanted) {
    if (!entry.told.includes(fact.id)) continue;
    (plain(values[fact.id] ?? '') === plain(fact.value) ? same : differs).push(fact.id);
  }
  const match = wanted.length === 0 ? 1 : Math.round((same.length / wanted.length) * 1000) / 1000;
  return accept({ type: 'ItemReadBack', handover: handover.id, item: id, same, differs, match });
}

/** Values are compared without spaces, case and the difference of a minus and a hyphen. */
function plain(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/[−–—]/g, '-')
    .replaceAll('×', 'x')
    .replaceAll(/[\s,;]+/g, '');
}

function acknowledge(
  state: FloorState,
  handover: Handover,
  { item: id, synthesis }: Extract<HandoverCommand, { type: 'acknowledge-handover-item' }>,
): Decision {
  if (handover.pause) return refuse('handover-paused', handover.pause.reason);
  const entry = entryOf(handover, id);
  const item = state.items[id];
  if (!entry || !item) return refuse('handover-item', 'this item is not part of the handover');
  if (entry.briefedAt === null) return refuse('handover-order', 'the outgoing person briefs this item first');
  if (entry.acknowledgedAt !== null) return refuse('handover-state', 'this item is already acknowledged');
  const isRead = entry.readBackAt !== null && entry.differs.length === 0;
  // In the flexible procedure it may follow; before the relief it must have been read back all the same (INV-7).
  if (state.exercise.procedure === 'rigid' && wantsReadBack(state, handover, item) && !isRead) {
    return refuse('INV-7', 'read this item back first: it is of severity 2 or 3');
  }
  if (handover.questions.some(({ answeredAt }) => answeredAt === null)) {
    return refuse('INV-7', 'a question is open');
  }
  return withText(synthesis, (words) => [
    { type: 'HandoverItemAcknowledged', handover: handover.id, item: id, synthesis: words },
  ]);
}

/** Judge what a trainer asks: it changes the exercise itself. */
export function decideTrainer(
  state: FloorState,
  command: TrainerCommand,
  { at, around }: { at: UtcMs; around: Surroundings },
): Decision {
  if (state.endedAt !== null) return refuse('exercise-ended', 'the exercise is over');
  switch (command.type) {
    case 'inject': {
      const follows = injectFacts(state, command.action, { at, around });
      const [first] = follows;
      if (first?.type === 'RequestRefused') return { ...refuse(first.rule, first.reason), facts: [first] };
      return { ok: true, facts: follows };
    }
    case 'set-override': {
      const person = Object.hasOwn(state.people, command.person) ? state.people[command.person] : undefined;
      if (!person) return refuse('roster', `nobody on the roster is ${command.person}`);
      const { desk, from, to } = command;
      if (!(to > from && from >= at)) return refuse('time', 'an override begins now or later and has an end');
      const blocker =
        qualificationBlocker(state.exercise, { person, desk, at: from }) ?? dutyBlocker(state, command);
      if (blocker) return refuse(blocker.rule, blocker.reason);
      return accept({ type: 'OverrideSet', override: { desk, person: person.id, from, to } });
    }
    case 'change-qualification': {
      const blocker = judgeQualification(state, command);
      if (blocker) return refuse(blocker.rule, blocker.reason);
      const { person, desk, by, rating } = command;
      const to =
        command.to === 'certified' && rating === 'Q2'
          ? 'restricted'
          : command.to === 'certified' && rating === 'Q3'
            ? 'mqt'
            : command.to;
      return accept({
        type: 'QualificationChanged',
        person,
        qualification: stepQualification(state.people[person]!, { desk, to, by, at }),
        by,
        reason: rating ? `Evaluation ${rating}.` : '',
      });
    }
    case 'set-instruction': {
      const { desk, trainee } = command;
      const blocker = trainee === null ? null : instructionBlocker(state, { trainee, desk, at });
      return blocker
        ? refuse(blocker.rule, blocker.reason)
        : accept({ type: 'InstructionSet', desk, trainee });
    }
    case 'set-item-rules':
      return accept({ type: 'ItemRulesSet', rules: command.rules });
    case 'end-exercise':
      return withText(command.reason, (reason) => [{ type: 'ExerciseEnded', reason }]);
  }
}

/** Overlapping duty, or less than ten hours of rest before it. */
function dutyBlocker(
  state: FloorState,
  { person, desk, from, to }: { person: PersonId; desk: Desk; from: UtcMs; to: UtcMs },
): Blocker | null {
  const other = state.overrides.find(
    (override) =>
      override.person === person && override.desk !== desk && override.from < to && from < override.to,
  );
  if (other) return { rule: 'overlapping-duty', reason: `${person} is to hold ${other.desk} then` };
  const duty = state.duties[person];
  if (duty && duty.to === null && from < state.shift.end + REST_MS && state.tenures[desk].person !== person) {
    return from < state.shift.end
      ? { rule: 'overlapping-duty', reason: `${person} is on duty until the end of this shift` }
      : { rule: 'rest', reason: `${person} has not rested ten hours by then` };
  }
  return duty && duty.to !== null && from < duty.to + REST_MS
    ? { rule: 'rest', reason: `${person} has not rested ten hours by then` }
    : null;
}

/** Judge whether somebody may sit in for a person of the roster: one who holds a desk, or who comes next to one. */
export function decideSeat(
  state: FloorState,
  { person, name }: { person: PersonId; name: string },
  at: UtcMs,
): Decision {
  if (state.endedAt !== null) return refuse('exercise-ended', 'the exercise is over');
  const wanted = Object.hasOwn(state.people, person) ? state.people[person] : undefined;
  if (!wanted) return refuse('roster', 'nobody on the roster has this id');
  if (state.seats[person] !== undefined)
    return refuse('seat', `${state.seats[person]} already sits in for ${wanted.name}`);
  const isHolder = Object.values(state.tenures).some((tenure) => tenure.person === person);
  const isRelief = Object.values(state.tenures).some(({ desk }) => reliefOf(state, desk).person === person);
  if (!isHolder && !isRelief) {
    return refuse('seat', `${wanted.name} neither holds a desk nor relieves one next`);
  }
  const isOver = Object.values(state.handovers).some(
    (handover) =>
      [handover.from, handover.to].includes(person) &&
      handover.acceptedAt === null &&
      at >= Math.max(handover.boundary, handover.openedAt) + HOLDOVER_LIMIT_MS,
  );
  if (isOver) {
    return refuse('INV-5', 'the duty limit is reached; the simulated operators finish this handover');
  }
  return withText(name, (given) => [{ type: 'OperatorJoined', person, name: given.slice(0, 60) }]);
}

function accept(...facts: FloorFact[]): Decision {
  return { ok: true, facts };
}

function refuse(rule: string, reason: string): Decision & { ok: false } {
  return { ok: false, rule, reason };
}

function blockedBy([blocker]: readonly Blocker[]): Decision | null {
  return blocker ? refuse(blocker.rule, blocker.reason) : null;
}

function withText(text: string, facts: (text: string) => FloorFact[]): Decision {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('text', 'say something');
  if (trimmed.length > MAX_TEXT) return refuse('text', `at most ${MAX_TEXT} characters`);
  return { ok: true, facts: facts(trimmed) };
}

/** The desk somebody speaks for: the one he holds, else that of the roster. */
function deskOf(state: FloorState, person: PersonId): Desk | null {
  const held = Object.values(state.tenures).find((tenure) => tenure.person === person);
  return held?.desk ?? state.people[person]?.desk ?? null;
}

function onOwnItem(
  state: FloorState,
  id: string,
  person: PersonId,
  judge: (item: WorkItem) => Decision,
): Decision {
  const item = Object.hasOwn(state.items, id) ? state.items[id] : undefined;
  if (!item) return refuse('item', 'no such open item');
  const responsible = state.tenures[item.desk].person;
  const isChief = state.tenures.CCO.person === person;
  return responsible === person || isChief
    ? judge(item)
    : refuse('INV-4', `${item.desk} is responsible for this item`);
}

function onOpenHandover(state: FloorState, id: string, judge: (handover: Handover) => Decision): Decision {
  const handover = findHandoverById(state, id);
  if (!handover) return refuse('handover', 'no such open handover');
  if (handover.acceptedAt !== null) return refuse('handover-state', 'responsibility has already passed');
  return judge(handover);
}

function onHandover(
  state: FloorState,
  id: string,
  { person, side }: { person: PersonId; side: 'from' | 'to' | 'either' },
  judge: (handover: Handover) => Decision,
): Decision {
  return onOpenHandover(state, id, (handover) => {
    const may = side === 'either' ? [handover.from, handover.to] : [handover[side]];
    if (may.includes(person)) return judge(handover);
    const who =
      side === 'either' ? 'two people of it' : `${side === 'from' ? 'outgoing' : 'incoming'} person`;
    return refuse('seat', `only the ${who} may do this`);
  });
}

function raisedItem(
  state: FloorState,
  { summary, severity, desk }: { summary: string; severity: 1 | 2 | 3; desk: Desk },
  at: UtcMs,
): WorkItem {
  return openItem({
    id: `USER-${state.seq + 1}`,
    type: 'USER',
    source: 'person',
    summary,
    objects: [...summary.matchAll(/#(\d{1,9})/g)].map(([, digits]) => Number(digits)),
    severity,
    desk,
    createdAt: at,
    acknowledgeBy: at + (ACKNOWLEDGE_MIN[severity - 1] ?? 60) * MS_PER_MINUTE,
    resolveBy: at + (RESOLVE_MIN[severity - 1] ?? 480) * MS_PER_MINUTE,
    nextActionAt: null,
    criticalAt: null,
    actions: [],
    contingency: '',
    facts: [],
    release: COALITION,
    effortMs: 2 * 60 * MS_PER_MINUTE,
    waitMs: 0,
    acknowledgeAfterMs: 3 * MS_PER_MINUTE,
  });
}
