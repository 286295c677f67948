import type { FloorEvent } from './events.ts';
import { personById } from './roster.ts';
import { findHandoverById } from './handover.ts';
import type { Desk, FloorState, PersonId } from './types.ts';

export interface LogLine {
  readonly desk: Desk | null;
  readonly text: string;
}

/** Put an event into words for the log; null for steps that only the journal keeps. Every line is notional. */
export function describeEvent({ fact }: FloorEvent, before: FloorState | null): LogLine | null {
  switch (fact.type) {
    case 'ExerciseStarted':
      return {
        desk: null,
        text: `Exercise ${fact.exercise.id} started, seed ${fact.exercise.seed}. Shift ${fact.shift.name}, crew ${fact.shift.crew}. ${nameOf(fact.people.CCO)} is in charge.`,
      };
    case 'ShiftStarted':
      return { desk: null, text: `Shift ${fact.shift.name} began, crew ${fact.shift.crew}.` };
    case 'OperatorJoined':
      return { desk: personById(fact.person).desk, text: `${fact.name} sits in for ${nameOf(fact.person)}.` };
    case 'OperatorLeft':
      return {
        desk: personById(fact.person).desk,
        text: `${nameOf(fact.person)} is simulated again: ${fact.reason}.`,
      };
    case 'HandoverOpened':
      return fact.desk === 'CCO'
        ? { desk: 'CCO', text: `Overlap began: ${nameOf(fact.to)} is to relieve ${nameOf(fact.from)}.` }
        : null;
    case 'HandoverSignedOut':
      return chiefLine(before, fact.handover, 'The outgoing chief signed the hand-over.');
    case 'HandoverHeldOver': {
      const handover = before && findHandoverById(before, fact.handover);
      return handover
        ? { desk: handover.desk, text: `Boundary passed, ${nameOf(handover.from)} is held over.` }
        : null;
    }
    case 'ResponsibilityTransferred':
      return fact.desk === 'CCO'
        ? {
            desk: 'CCO',
            text: `${nameOf(fact.to)} relieved ${nameOf(fact.from)} as Chief of Current Operations.`,
          }
        : { desk: fact.desk, text: `${nameOf(fact.to)} relieved ${nameOf(fact.from)} at ${fact.desk}.` };
    case 'ItemCreated':
      return { desk: fact.item.desk, text: `New, severity ${fact.item.severity}: ${fact.item.summary}` };
    case 'ItemAcknowledged': {
      const item = before?.items[fact.item];
      return item ? { desk: item.desk, text: `Acknowledged: ${item.summary}` } : null;
    }
    case 'ItemResolved': {
      const item = before?.items[fact.item];
      return item ? { desk: item.desk, text: `Resolved: ${item.summary} — ${fact.outcome}` } : null;
    }
    case 'LogEntryAdded':
      return { desk: fact.desk, text: fact.text };
    case 'HandoverPreviewed':
    case 'ItemBriefed':
    case 'HandoverItemAcknowledged':
    case 'HandoverClosed':
      return null;
  }
}

function chiefLine(before: FloorState | null, id: string, text: string): LogLine | null {
  const handover = before && findHandoverById(before, id);
  return handover?.desk === 'CCO' ? { desk: 'CCO', text } : null;
}

function nameOf(id: PersonId): string {
  const { rank, name, nation } = personById(id);
  return `${rank} ${name} (${nation})`;
}
