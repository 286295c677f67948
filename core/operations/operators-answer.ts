import { formatIsoUtc } from '../time/calendar.ts';
import { factsToTell } from './handover.ts';
import { knowerOf } from './knowledge.ts';
import { COALITION, isReleasedTo } from './release.ts';
import type { FloorState } from './state.ts';
import type { Fact, Handover, WorkItem } from './types.ts';

const MOST_FACTS = 3;
const NOTHING = 'I know nothing of that beyond the log (simulated answer).';

/**
 * What a simulated outgoing person answers: the facts the question names, of the items it names by #number or of any, as far
 * as he knows them. The answer stands in the log, so nothing is in it that not every nation of the coalition may read.
 */
export function simulatedAnswer(state: FloorState, handover: Handover, question: string): string {
  const asked = question.toLowerCase();
  const numbers = [...asked.matchAll(/#(\d{1,9})/g)].map(([, digits]) => Number(digits));
  const items = handover.items.flatMap(({ item }) => state.items[item] ?? []).filter(isForAll);
  const meant = items.filter(({ objects }) => objects.some((object) => numbers.includes(object)));
  const facts = (meant.length > 0 ? meant : items).flatMap((item) =>
    knownFacts(state, handover, item)
      .filter(({ label }) => asked.includes(label.toLowerCase()))
      .map((fact) => factWords(item, fact)),
  );
  if (facts.length > 0) return `${facts.slice(0, MOST_FACTS).join(' ')} (simulated answer)`;
  return meant.length > 0 ? `${meant.map(itemWords).join(' ')} (simulated answer)` : NOTHING;
}

function isForAll({ release }: Pick<WorkItem, 'release'>): boolean {
  return COALITION.every((nation) => isReleasedTo(release, nation));
}

function knownFacts(state: FloorState, handover: Handover, item: WorkItem): readonly Fact[] {
  const holds = item.known[knowerOf(handover.desk)];
  return factsToTell(state, handover, item).filter((fact) => isForAll(fact) && holds.includes(fact.id));
}

function factWords({ summary }: WorkItem, { label, value, asOf }: Fact): string {
  return `${summary}: ${label} ${value}, as of ${formatIsoUtc(asOf, 0)}.`;
}

function itemWords({ summary, state, nextActionAt, contingency }: WorkItem): string {
  const next = nextActionAt === null ? '' : `, next action ${formatIsoUtc(nextActionAt, 0)}`;
  return `${summary}: ${state.replace('-', ' ')}${next}. ${contingency}`.trimEnd();
}
