import { formatIsoUtc } from '../time/calendar.ts';
import type { FloorEvent, FloorFact } from './events.ts';
import { findHandoverById } from './handover.ts';
import { decisionWords } from './conjunction-case.ts';
import { ANYBODY, COALITION, topicOf } from './release.ts';
import type { FloorState } from './state.ts';
import type {
  CatalogueScreening,
  Desk,
  ItemId,
  ItemRules,
  LogEntry,
  Person,
  PersonId,
  ReleaseSet,
  WorkItem,
} from './types.ts';

export type LogLine = Omit<LogEntry, 'seq' | 'at' | 'author'>;

type Words = Partial<LogLine> & { readonly text: string };

/**
 * Put an event into words for the log; null for steps that only the journal keeps. Every line is notional, and is released to
 * those the item behind it is released to.
 */
export function describeEvent(event: FloorEvent, before: FloorState | null): LogLine | null {
  const words = wordsOf(event.fact, before);
  if (!words) return null;
  return {
    desk: null,
    release: COALITION,
    topic: null,
    objects: [],
    item: null,
    corrects: null,
    isAlert: false,
    ...words,
  };
}

function wordsOf(fact: FloorFact, before: FloorState | null): Words | null {
  const name = (id: PersonId): string => nameOf(before?.people[id], id);
  const ofItem = (id: ItemId, text: (item: WorkItem) => string, isAlert = false): Words | null => {
    const item = before?.items[id];
    return item ? itemWords(item, text(item), isAlert) : null;
  };
  const ofHandover = (id: string, text: (desk: Desk) => string, isChiefOnly = false): Words | null => {
    const handover = before && findHandoverById(before, id);
    if (!handover || (isChiefOnly && handover.desk !== 'CCO')) return null;
    return { desk: handover.desk, text: text(handover.desk), release: COALITION };
  };
  switch (fact.type) {
    case 'ExerciseStarted': {
      const { exercise, staffed, people } = fact;
      const chief = exercise.people.find(({ id }) => id === people.CCO);
      return {
        release: ANYBODY,
        text: `Exercise ${exercise.name} started, seed ${exercise.seed}. Shift ${staffed.shift.name}, crew ${staffed.shift.crew}. ${nameOf(chief, people.CCO)} is in charge.`,
      };
    }
    case 'ExerciseEnded':
      return { release: ANYBODY, text: `Exercise ended: ${fact.reason}` };
    case 'ShiftStaffed': {
      const { shift, alerts } = fact.staffed;
      if (alerts.length === 0) {
        return { text: `Shift ${shift.name} is staffed by crew ${shift.crew}.` };
      }
      const reasons = alerts.map(({ desk, reason, rule }) => `${desk}: ${reason} (${rule})`).join('; ');
      return { isAlert: true, text: `STAFFING ALERT, shift ${shift.name}: ${reasons}` };
    }
    case 'ShiftStarted':
      return { release: ANYBODY, text: `Shift ${fact.shift.name} began, crew ${fact.shift.crew}.` };
    case 'ShiftClosed':
      return {
        text: `Shift ${fact.shift.name} closed with ${fact.openItems.length} items open; all are carried over.`,
      };
    case 'OperatorJoined':
      return {
        desk: before?.people[fact.person]?.desk ?? null,
        text: `${fact.name} sits in for ${name(fact.person)}.`,
      };
    case 'OperatorLeft':
      return {
        desk: before?.people[fact.person]?.desk ?? null,
        text: `${name(fact.person)} is simulated again: ${fact.reason}.`,
      };
    case 'PersonAbsent': {
      const { person, reason, to } = fact.absence;
      return {
        isAlert: true,
        text: `${name(person)} is absent${to === null ? '' : ` until ${formatIsoUtc(to, 0)}`}: ${reason}`,
      };
    }
    case 'PersonReturned':
      return { text: `${name(fact.person)} is back.` };
    case 'PersonFatigued':
      return {
        isAlert: true,
        text: `${name(fact.person)} reports being awake since ${formatIsoUtc(fact.awakeSince, 0)}.`,
      };
    case 'PersonHeldOver':
      return {
        desk: fact.desk,
        isAlert: true,
        text: `${name(fact.person)} is held over at ${fact.desk}: ${fact.reason}.`,
      };
    case 'OverrideSet': {
      const { desk, person, from, to } = fact.override;
      return {
        desk,
        text: `${name(person)} is to hold ${desk} from ${formatIsoUtc(from, 0)} to ${formatIsoUtc(to, 0)}.`,
      };
    }
    case 'QualificationChanged': {
      const { qualification: q, person, by, reason } = fact;
      const who = by === 'system' ? '' : ` by ${name(by)}`;
      return { desk: q.desk, text: `${name(person)}, ${q.desk}: ${q.state}${who}. ${reason}` };
    }
    case 'InstructionSet':
      return {
        desk: fact.desk,
        text:
          fact.trainee === null
            ? `Nobody is under instruction at ${fact.desk}.`
            : `${name(fact.trainee)} is under instruction at ${fact.desk}.`,
      };
    case 'MilestoneReached':
      return { release: ANYBODY, text: fact.text };
    case 'HandoverOpened':
      return fact.desk === 'CCO'
        ? { desk: 'CCO', text: `Overlap began: ${name(fact.to)} is to relieve ${name(fact.from)}.` }
        : null;
    case 'StatusLineWaived':
      return ofHandover(fact.handover, () => `Status line waived: ${fact.line}. ${fact.reason}`);
    case 'QuestionAsked':
      return ofHandover(fact.handover, (desk) => `Question at the handover of ${desk}: ${fact.text}`);
    case 'QuestionAnswered':
      return ofHandover(fact.handover, (desk) => `Answer at the handover of ${desk}: ${fact.answer}`);
    case 'HandoverSuspended':
      return ofHandover(fact.handover, (desk) => `Handover of ${desk} suspended: ${fact.reason}`);
    case 'HandoverRefused':
      return alert(
        ofHandover(fact.handover, (desk) => `Handover of ${desk} refused (${fact.rule}): ${fact.reason}`),
      );
    case 'HandoverDeferred':
      return alert(ofHandover(fact.handover, (desk) => `Handover of ${desk} deferred: ${fact.reason}`));
    case 'HandoverResumed':
      return ofHandover(fact.handover, (desk) => `Handover of ${desk} resumed.`);
    case 'DeskWaived':
      return { desk: fact.desk, text: `The chief's relief takes over without ${fact.desk}: ${fact.reason}` };
    case 'CriticalPhaseConsented':
      return ofHandover(
        fact.handover,
        () => `${name(fact.person)} consents to a transfer in the critical phase.`,
      );
    case 'HandoverReady':
      return ofHandover(fact.handover, () => 'The incoming chief is ready to relieve.', true);
    case 'HandoverSignedOut':
      return ofHandover(fact.handover, () => 'The outgoing chief signed the handover.', true);
    case 'HandoverHeldOver':
      return ofHandover(fact.handover, (desk) => `Boundary passed; whoever holds ${desk} is held over.`);
    case 'ResponsibilityTransferred':
      return transferWords(fact, name);
    case 'HandoverClosed':
      return ofHandover(
        fact.handover,
        (desk) => `Handover of ${desk} closed, score ${fact.score.toFixed(1)} of 100.`,
      );
    case 'HandoverCancelled':
      return ofHandover(fact.handover, (desk) => `Handover of ${desk} cancelled: ${fact.reason}`);
    case 'ItemCreated':
      return {
        ...itemWords(
          fact.item,
          `New, severity ${fact.item.severity}${fact.item.source === 'simulated' ? ', simulated' : ''}: ${fact.item.summary}`,
          fact.item.severity === 3,
        ),
        topic: topicOf(fact.item.type),
      };
    case 'ItemAcknowledged':
      return ofItem(fact.item, ({ summary }) => `Acknowledged: ${summary}`);
    case 'ItemWaiting':
      return ofItem(fact.item, ({ summary }) => `Waits to ${formatIsoUtc(fact.nextActionAt, 0)}: ${summary}`);
    case 'ItemFactsAdded': {
      const item = before?.items[fact.item];
      if (!item) return null;
      const shown = fact.facts.filter((added) => covers(added.release, item.release));
      const words = shown.map(({ label, value }) => `${label} ${value}`).join(', ');
      return itemWords(item, `New facts on ${item.summary}: ${words || 'withheld'}`);
    }
    case 'ConjunctionRescreened': {
      const item = before?.items[fact.item];
      const last = item?.conjunction?.points.at(-1);
      if (!item || !last) return null;
      const { missKm, pcMax } = fact.point;
      const pc = pcMax === null ? '' : `, Pc at most ${pcMax.toExponential(1)}`;
      const was = `was ${Math.round(1000 * last.missKm)} m`;
      return itemWords(
        item,
        `Screened again: ${item.summary}: miss ${Math.round(1000 * missKm)} m (${was})${pc}, ${fact.tier}`,
        fact.tier === 'emergency' && item.conjunction?.tier !== 'emergency',
      );
    }
    case 'ConjunctionDecided':
      return ofItem(
        fact.item,
        ({ summary }) => `Decided, ${decisionWords(fact.decision, fact.reason)} — ${summary}`,
      );
    case 'ItemDeadlineMissed':
      return ofItem(
        fact.item,
        ({ summary }) =>
          `${fact.which === 'acknowledge' ? 'Acknowledgement' : 'Deadline'} missed: ${summary}`,
        true,
      );
    case 'ItemEscalated':
      return ofItem(
        fact.item,
        ({ summary }) => `Escalated to the ${fact.to.replace('-', ' ')}: ${summary}`,
        true,
      );
    case 'ItemResolved':
      return ofItem(fact.item, ({ summary }) => `Resolved: ${summary} — ${fact.outcome}`);
    case 'CatalogueSurveyed': {
      const { survey } = fact;
      return {
        release: ANYBODY,
        topic: 'elements',
        text: `Catalogue survey: ${survey.objects} objects, ${survey.stale} stale, ${survey.lost} lost, ${survey.decayed} decayed (${survey.sources}).`,
      };
    }
    case 'CatalogueScreened':
      return (
        fact.screening && { release: ANYBODY, topic: 'conjunction', ...screeningInWords(fact.screening) }
      );
    case 'SourceFailed':
      return { isAlert: true, text: `Data source ${fact.source} failed: ${fact.problem}` };
    case 'ItemRulesSet':
      return { text: `Items from the catalogue: ${rulesInWords(fact.rules)}.` };
    case 'SensorDown':
      return { desk: 'SCO', isAlert: true, text: `Sensor ${fact.sensor} down. ${fact.note}` };
    case 'SensorUp':
      return { desk: 'SCO', text: `Sensor ${fact.sensor} up. ${fact.note}` };
    case 'StormStarted':
      return {
        desk: 'SWX',
        release: ANYBODY,
        topic: 'space-weather',
        text: `Storm, Kp ${fact.kp}. ${fact.note}`,
      };
    case 'StormEnded':
      return { desk: 'SWX', release: ANYBODY, topic: 'space-weather', text: `Storm over. ${fact.note}` };
    case 'PartnerJoined':
      return {
        desk: 'CLO',
        text: `Partner ${fact.partner.id} joined: ${fact.partner.topics.join(', ')}; ${fact.partner.delayMin} min delay.`,
      };
    case 'PartnerLeft':
      return { desk: 'CLO', text: `Partner ${fact.partner} left: ${fact.reason}` };
    case 'ReleaseRequested':
      return { desk: 'CLO', text: `${fact.partner} asks for ${fact.field} (${fact.topic}).` };
    case 'ReleaseApproved':
      return { desk: 'CLO', text: `Release to ${fact.partner} approved: ${fact.field}.` };
    case 'ReleaseDenied':
      return { desk: 'CLO', text: `Release to ${fact.partner} denied (${fact.rule}): ${fact.reason}` };
    case 'SpillStopped': {
      const item = before?.items[fact.item];
      return {
        desk: 'CLO',
        isAlert: true,
        item: fact.item,
        release: item?.release ?? COALITION,
        text: `Stopped: an attempt to tell ${fact.nations.join(', ')} what is not releasable to them.`,
      };
    }
    case 'RequestRefused':
      return { text: refusalWords(fact) };
    case 'LogEntryAdded':
      return { desk: fact.desk, text: fact.text, release: fact.release, objects: tagged(fact.text) };
    case 'LogEntryCorrected':
      return { text: fact.text, corrects: fact.entry, release: fact.release, objects: tagged(fact.text) };
    case 'ItemStarted':
    case 'StatusLineReviewed':
    case 'StatusLineChanged':
    case 'HandoverPreviewed':
    case 'ItemBriefed':
    case 'ItemReadBack':
    case 'HandoverItemAcknowledged':
    case 'HandoverReviewed':
    case 'InjectFired':
      return null;
  }
}

function alert(words: Words | null): Words | null {
  return words && { ...words, isAlert: true };
}

function transferWords(
  { desk, from, to, via }: Extract<FloorFact, { type: 'ResponsibilityTransferred' }>,
  name: (id: PersonId) => string,
): Words {
  const at = desk === 'CCO' ? 'as Chief of Current Operations' : `at ${desk}`;
  const release = desk === 'CCO' ? ANYBODY : COALITION;
  switch (via) {
    case 'SUCCESSION':
      return { desk, release, isAlert: true, text: `${name(to)} succeeded ${name(from)} ${at}.` };
    case 'COVER':
      return { desk, release, isAlert: true, text: `${name(to)} covers ${desk} for ${name(from)}.` };
    default:
      return { desk, release, text: `${name(to)} relieved ${name(from)} ${at}.` };
  }
}

/** How a desk deals with an item is nobody's topic: partners hear of it once, when it is new. */
function itemWords(item: WorkItem, text: string, isAlert = false): Words {
  const { desk, release, objects, id } = item;
  return { desk, text, release, objects, item: id, isAlert };
}

/** Whether everybody of one set is in the other. */
function covers(wide: ReleaseSet, narrow: ReleaseSet): boolean {
  return wide.includes('*') || (!narrow.includes('*') && narrow.every((nation) => wide.includes(nation)));
}

function tagged(text: string): number[] {
  return [...text.matchAll(/#(\d{1,9})/g)].map(([, digits]) => Number(digits));
}

function nameOf(person: Person | undefined, id: PersonId): string {
  return person ? `${person.rank} ${person.name} (${person.nation})` : id;
}

export function refusalWords({
  rule,
  request,
  reason,
}: Extract<FloorFact, { type: 'RequestRefused' }>): string {
  return `Refused (${rule}), ${request}: ${reason}`;
}

function screeningInWords(found: CatalogueScreening): { text: string; isAlert?: boolean } {
  const { objects, windowH, thresholdKm, approaches, reportable, emergencies, problem } = found;
  if (problem !== null) return { isAlert: true, text: `The catalogue could not be screened: ${problem}` };
  return {
    text: `Screened ${objects} objects for ${windowH} h: ${approaches} approaches within ${thresholdKm} km, ${reportable} reportable, ${emergencies} of them emergencies. Screening grade.`,
  };
}

function rulesInWords({
  isOn,
  perSurvey,
  surveyEveryMin,
  pairs,
  approachWindowH,
  screening,
}: ItemRules): string {
  if (!isOn) return 'none';
  const watched =
    pairs.length === 0
      ? 'no pair watched'
      : `closest approach within ${approachWindowH} h of ${pairs.map(({ primary, secondary, thresholdKm }) => `#${primary} and #${secondary} below ${thresholdKm} km`).join(', ')}`;
  const screened =
    screening && screening.windowH > 0
      ? `each shift everything screened for ${screening.windowH} h, at most ${screening.perScreening} cases`
      : 'nothing screened';
  return `a survey every ${surveyEveryMin} min, at most ${perSurvey} items of each kind, ${watched}, ${screened}`;
}
