import type { ItemSource } from '../../core/operations/types.ts';
import type { ShiftPhase } from '../../core/operations/view.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** Words of the floor screen. */
export const floorWords = {
  phaseNames: {
    active: 'Active',
    preparation: 'Preparation',
    overlap: 'Overlap',
    review: 'Review',
    'held-over': 'Held over',
    'staffing-alert': 'Staffing alert',
  } satisfies Readonly<Record<ShiftPhase, string>>,
  phase: 'phase',
  alerts: 'Staffing alerts',
  degraded: 'Degraded: the Director is in charge by succession, nobody qualified was there.',
  sources: {
    computed: 'computed',
    simulated: 'simulated',
    inject: 'inject, scripted',
    person: 'raised by a person',
  } satisfies Readonly<Record<ItemSource, string>>,
  combined: (desk: string) => `combined with ${desk}`,
  kss: (value: string) => `KSS ${value}`,
  chiefKss: 'chief KSS, model',
  kssNote: 'Sleepiness by an illustrative model: amber above 6, red from 7.',
  load: (value: string) => `Load ${value}`,
  loadNote: 'Work at hand by the time left of the shift; bands .60 and .85 are notional.',
  nobody: 'nobody can relieve',
  trainee: (name: string) => `under instruction: ${name}`,
  withheldItems: (items: number, facts: number) =>
    `${plural(items, 'item')} and ${plural(facts, 'fact')} withheld from you`,
  withheldFacts: (count: number) => `${plural(count, 'fact')} withheld`,
  marking: 'Marking',
  start: 'Start',
  started: (summary: string) => `In work: ${summary}`,
  wait: 'Wait',
  waitLabel: 'Minutes until the next action',
  escalate: 'Escalate',
  escalated: (summary: string) => `Escalated: ${summary}`,
  escalation: (to: string) => `with the ${to.replace('-', ' ')}`,
  history: 'Who knew what when',
  historyLoading: 'Reading the journal…',
  historyNone: 'The journal has nothing of this item that you may see.',
  knew: (who: string, person: string) => `${who === 'chief' ? 'Chief' : 'Desk'} ${person} knew`,
  lost: 'lost',
  nothing: 'nothing',
  onGlobe: (object: number) => `#${object} on the globe`,
  crew: 'Crew and qualifications',
  crewNote: 'invented people; desks and eligibility notional',
  crewLoading: 'Reading the roster…',
  crewCaption: 'Who is qualified for which desk',
  person: 'Person',
  rested: (at: string) => `rested ${at}`,
  absent: 'absent',
  qualification: {
    certified: '● certified',
    restricted: '◆ restricted',
    lapsed: '◆ lapsed',
    decertified: '○ decertified',
    iqt: 'I in initial training',
    mqt: 'M in mission training',
    eval: 'E in evaluation',
  },
  validTo: (date: string) => `to ${date}`,
  charts: 'Workload and fatigue',
  chartsNote: 'last 8 h; illustrative models',
  chartsLoading: 'Reading the journal…',
  chartLoad: (desk: string, last: string, most: string) => `${desk}: load ${last} now, ${most} at most`,
  chartKss: (desk: string, last: string, most: string) => `${desk}: KSS ${last} now, ${most} at most`,
};

export const reviewWords = {
  title: 'REVIEW',
  asOf: (at: string) => `as of ${at}. Read-only: this is what the floor was then.`,
  back: 'Back to now',
  step: (minutes: number) =>
    `${minutes < 0 ? '−' : '+'}${Math.abs(minutes) >= 60 ? `${Math.abs(minutes) / 60} h` : `${Math.abs(minutes)} min`}`,
  loading: 'Replaying the journal…',
  none: 'The exercise does not cover this instant.',
  lookBack: 'Look back',
};

export const logWords = {
  search: 'Search the log',
  withheld: (count: number) => `${plural(count, 'entry', 'entries')} withheld`,
  correctedBy: (seq: number) => `corrected by ${seq}`,
  corrects: (seq: number) => `Correction of ${seq}:`,
  correct: 'Correct',
  correctLabel: 'What it should say',
  reviewHere: (at: string) => `Look at the floor as of ${at}`,
  export: 'Export as CSV',
};
