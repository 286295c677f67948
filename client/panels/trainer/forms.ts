import type { TrainerCommand } from '../../../core/operations/commands.ts';
import { SHIFT_PATTERNS } from '../../../core/operations/shift.ts';
import { NO_RULES, parseWatchedPair, SCREENING_RULES } from '../../../core/operations/item-rules.ts';
import {
  DESKS,
  HANDOVER_MODES,
  type InjectAction,
  type WatchedPair,
} from '../../../core/operations/types.ts';
import type { ExerciseRequest } from '../../../core/protocol/events.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { type Field, FieldReader, listed, type Problems, problemsOf, type Values } from './form-check.ts';

export type FormId = keyof typeof text.trainer.forms;
export type FormGroup = keyof typeof text.trainer.groups;

/** A form and what it asks for, once its fields are right. */
export interface Form<T> {
  readonly id: FormId;
  readonly group: FormGroup;
  readonly fields: readonly Field[];
  readonly make: (read: FieldReader, now: UtcMs) => T;
  /** What no field shows by itself. */
  readonly check?: (read: FieldReader) => Problems;
}

export type Filled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Problems };

/** Read a form: what it asks for, or what is wrong beside which field. */
export function fill<T>(form: Form<T>, values: Values, now: UtcMs): Filled<T> {
  const read = new FieldReader(values);
  const problems = problemsOf(form.fields, values);
  const all = Object.keys(problems).length > 0 ? problems : (form.check?.(read) ?? {});
  return Object.keys(all).length > 0
    ? { ok: false, problems: all }
    : { ok: true, value: form.make(read, now) };
}

/** What stands in a form before anybody has typed: settings at their defaults, choices open. */
export function initialValues({ fields }: Pick<Form<unknown>, 'fields'>): Values {
  return Object.fromEntries(
    fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])),
  );
}

const { hints } = text.trainer;
const COALITION = 'USA, AUS, CAN, GBR';
const ITEM_TYPES = [
  'CONJ_INFO',
  'CONJ_EMERG',
  'UCT',
  'LOST',
  'MANEUVER',
  'REENTRY',
  'LAUNCH',
  'BREAKUP',
  'SENSOR_OUT',
  'RFI',
  'LASER',
  'STORM',
  'REQUEST',
] as const;
const SEVERITIES = ['1', '2', '3'] as const;
const STATES = ['iqt', 'mqt', 'eval', 'certified', 'restricted', 'lapsed', 'decertified'] as const;
const RATINGS = ['Q1', 'Q2', 'Q3'] as const;
const UP = ['down', 'up'] as const;
const ON = ['on', 'off'] as const;
const COUNTED = ['counted', 'ignored'] as const;
const TIRED = ['tired', 'fresh'] as const;
const PROCEDURES = ['rigid', 'flexible'] as const;
const WEEK_MIN = 7 * 24 * 60;

const desk: Field = { name: 'desk', kind: 'desk' };
const person: Field = { name: 'person', kind: 'person' };
const item: Field = { name: 'item', kind: 'item' };
const partner: Field = { name: 'partner', kind: 'partner' };
const reason: Field = { name: 'reason', kind: 'text' };
const note: Field = { name: 'note', kind: 'text', isOptional: true, most: 300 };
const facts: Field = { name: 'facts', kind: 'facts', hint: hints.facts };
const release: Field = { name: 'release', kind: 'nations', initial: COALITION, hint: hints.release };
const instant = (name: Field['name'], isOptional = false): Field => ({
  name,
  kind: 'instant',
  isOptional,
  hint: hints.instant,
});
const minutes = (name: Field['name'], initial: string): Field => ({
  name,
  kind: 'number',
  initial,
  least: 0,
  most: 2 * WEEK_MIN,
});

function inject(
  id: FormId & InjectAction['type'],
  fields: readonly Field[],
  make: (read: FieldReader, now: UtcMs) => InjectAction,
): Form<TrainerCommand> {
  return { id, group: 'inject', fields, make: (read, now) => ({ type: 'inject', action: make(read, now) }) };
}

function pairsOf(read: FieldReader): readonly (WatchedPair | null)[] {
  return listed(read.textOrNull('pairs') ?? '').map(parseWatchedPair);
}

function typedFacts(read: FieldReader) {
  return read.facts('facts').map((fact) => ({ ...fact, release: read.nations('release') }));
}

/** Everything a trainer changes while the exercise runs. */
export const TRAINER_FORMS: readonly Form<TrainerCommand>[] = [
  inject(
    'item',
    [
      { name: 'type', kind: 'choice', choices: ITEM_TYPES },
      { name: 'summary', kind: 'text', most: 280 },
      { name: 'severity', kind: 'choice', choices: SEVERITIES },
      desk,
      { name: 'objects', kind: 'numbers', isOptional: true, hint: hints.objects },
      { ...facts, isOptional: true },
      release,
      { name: 'contingency', kind: 'text', isOptional: true },
      instant('criticalAt', true),
      instant('nextActionAt', true),
      minutes('acknowledgeMin', '15'),
      minutes('resolveMin', '240'),
      minutes('effortMin', '30'),
    ],
    (read, now) => ({
      type: 'item',
      item: {
        id: `TR-${formatIsoUtc(now, 0).replaceAll(/\D/g, '').slice(2)}`,
        type: read.text('type'),
        summary: read.text('summary'),
        severity: read.text('severity') === '3' ? 3 : read.text('severity') === '2' ? 2 : 1,
        desk: read.oneOf('desk', DESKS),
        objects: read.numbers('objects'),
        acknowledgeMin: read.number('acknowledgeMin'),
        resolveMin: read.number('resolveMin'),
        effortMin: read.number('effortMin'),
        waitMin: 0,
        acknowledgeAfterMin: 3,
        nextActionAt: read.instantOrNull('nextActionAt'),
        criticalAt: read.instantOrNull('criticalAt'),
        contingency: read.text('contingency'),
        actions: [],
        facts: typedFacts(read),
        release: read.nations('release'),
      },
    }),
  ),
  inject('item-facts', [item, facts, release, instant('nextActionAt', true)], (read) => ({
    type: 'item-facts',
    item: read.text('item'),
    facts: typedFacts(read),
    nextActionAt: read.instantOrNull('nextActionAt'),
  })),
  inject('resolve-item', [item, { name: 'outcome', kind: 'text' }], (read) => ({
    type: 'resolve-item',
    item: read.text('item'),
    outcome: read.text('outcome'),
  })),
  inject(
    'absence',
    [
      person,
      reason,
      { name: 'hours', kind: 'number', isOptional: true, least: 0.1, most: 24 * 366, hint: hints.hours },
    ],
    (read) => ({
      type: 'absence',
      person: read.text('person'),
      reason: read.text('reason'),
      hours: read.numberOrNull('hours'),
    }),
  ),
  inject('return', [person], (read) => ({ type: 'return', person: read.text('person') })),
  inject('fatigue', [person, { name: 'awakeHours', kind: 'number', least: 0, most: 72 }], (read) => ({
    type: 'fatigue',
    person: read.text('person'),
    awakeHours: read.number('awakeHours'),
  })),
  inject(
    'sensor',
    [{ name: 'sensor', kind: 'text', most: 64 }, { name: 'isUp', kind: 'choice', choices: UP }, note],
    (read) => ({
      type: 'sensor',
      sensor: read.text('sensor'),
      isUp: read.text('isUp') === 'up',
      note: read.text('note'),
    }),
  ),
  inject(
    'storm',
    [
      { name: 'isOn', kind: 'choice', choices: ON },
      { name: 'kp', kind: 'number', least: 0, most: 9, initial: '7' },
      note,
    ],
    (read) => ({
      type: 'storm',
      isOn: read.text('isOn') === 'on',
      kp: read.number('kp'),
      note: read.text('note'),
    }),
  ),
  inject(
    'partner-joins',
    [
      { name: 'partnerId', kind: 'trigraph', hint: hints.trigraph },
      { name: 'partnerName', kind: 'text', most: 80 },
      { name: 'topics', kind: 'text', hint: hints.topics },
      { name: 'objects', kind: 'numbers', isOptional: true, hint: hints.objects },
      { name: 'partnerFields', kind: 'text', isOptional: true, hint: hints.fields },
      { name: 'delayMin', kind: 'number', least: 0, most: WEEK_MIN, initial: '60' },
    ],
    (read) => ({
      type: 'partner-joins',
      partner: {
        id: read.text('partnerId'),
        name: read.text('partnerName'),
        topics: listed(read.text('topics')),
        objects: read.textOrNull('objects') === null ? null : read.numbers('objects'),
        delayMin: read.number('delayMin'),
        ...(read.textOrNull('partnerFields') !== null && { fields: listed(read.text('partnerFields')) }),
      },
    }),
  ),
  inject('partner-leaves', [partner, reason], (read) => ({
    type: 'partner-leaves',
    partner: read.text('partner'),
    reason: read.text('reason'),
  })),
  inject(
    'release-request',
    [
      partner,
      item,
      { name: 'field', kind: 'text', most: 80 },
      { name: 'topic', kind: 'text', most: 40, hint: hints.topics },
    ],
    (read) => ({
      type: 'release-request',
      partner: read.text('partner'),
      item: read.text('item'),
      field: read.text('field'),
      topic: read.text('topic'),
    }),
  ),
  inject(
    'approach',
    [
      { name: 'primary', kind: 'number', least: 1, most: 999_999_999 },
      { name: 'secondary', kind: 'number', least: 1, most: 999_999_999 },
      { name: 'thresholdKm', kind: 'number', least: 0.001, most: 1000, initial: '5' },
      { name: 'windowH', kind: 'number', least: 0.1, most: 168, initial: '24' },
    ],
    (read) => ({
      type: 'approach',
      item: `APPROACH-${read.number('primary')}-${read.number('secondary')}`,
      windowH: read.number('windowH'),
      pair: {
        primary: read.number('primary'),
        secondary: read.number('secondary'),
        thresholdKm: read.number('thresholdKm'),
      },
    }),
  ),
  inject('log', [{ name: 'text', kind: 'text' }], (read) => ({ type: 'log', text: read.text('text') })),
  {
    id: 'set-override',
    group: 'staff',
    fields: [desk, person, instant('from'), instant('to')],
    check: (read) => (read.instant('to') > read.instant('from') ? {} : { to: text.trainer.problems.order }),
    make: (read) => ({
      type: 'set-override',
      desk: read.oneOf('desk', DESKS),
      person: read.text('person'),
      from: read.instant('from'),
      to: read.instant('to'),
    }),
  },
  {
    id: 'change-qualification',
    group: 'staff',
    fields: [
      person,
      desk,
      { name: 'state', kind: 'choice', choices: STATES },
      { name: 'by', kind: 'person' },
      { name: 'rating', kind: 'choice', choices: RATINGS, isOptional: true },
    ],
    make: (read) => ({
      type: 'change-qualification',
      person: read.text('person'),
      desk: read.oneOf('desk', DESKS),
      to: read.oneOf('state', STATES),
      by: read.text('by'),
      rating: read.textOrNull('rating') === null ? undefined : read.oneOf('rating', RATINGS),
    }),
  },
  {
    id: 'set-instruction',
    group: 'staff',
    fields: [desk, { name: 'trainee', kind: 'person', isOptional: true }],
    make: (read) => ({
      type: 'set-instruction',
      desk: read.oneOf('desk', DESKS),
      trainee: read.textOrNull('trainee'),
    }),
  },
  {
    id: 'set-item-rules',
    group: 'staff',
    fields: [
      { name: 'isSurveyed', kind: 'choice', choices: COUNTED },
      {
        name: 'surveyEveryMin',
        kind: 'number',
        least: 1,
        most: 1440,
        initial: String(NO_RULES.surveyEveryMin),
      },
      { name: 'perSurvey', kind: 'number', least: 0, most: 100, initial: String(NO_RULES.perSurvey) },
      { name: 'pairs', kind: 'text', isOptional: true, hint: hints.pairs },
      {
        name: 'approachWindowH',
        kind: 'number',
        least: 0.1,
        most: 168,
        initial: String(NO_RULES.approachWindowH),
      },
      {
        name: 'screenedH',
        kind: 'number',
        least: 0,
        most: 72,
        initial: String(SCREENING_RULES.windowH),
        hint: hints.screenedH,
      },
      {
        name: 'perScreening',
        kind: 'number',
        least: 0,
        most: 20,
        initial: String(SCREENING_RULES.perScreening),
      },
    ],
    check: (read) => (pairsOf(read).includes(null) ? { pairs: text.trainer.problems.pairs } : {}),
    make: (read) => ({
      type: 'set-item-rules',
      rules: {
        isOn: read.text('isSurveyed') === 'counted',
        surveyEveryMin: read.number('surveyEveryMin'),
        perSurvey: read.number('perSurvey'),
        pairs: pairsOf(read).filter((pair) => pair !== null),
        approachWindowH: read.number('approachWindowH'),
        screening: {
          ...SCREENING_RULES,
          windowH: read.number('screenedH'),
          perScreening: read.number('perScreening'),
        },
      },
    }),
  },
  {
    id: 'end-exercise',
    group: 'end',
    fields: [reason],
    make: (read) => ({ type: 'end-exercise', reason: read.text('reason') }),
  },
];

/** A plain exercise: generated work and the default crew. */
export const PLAIN_FORM: Form<ExerciseRequest> = {
  id: 'plain',
  group: 'end',
  fields: [
    { name: 'name', kind: 'text', most: 60 },
    { name: 'seed', kind: 'text', most: 64 },
    {
      name: 'pattern',
      kind: 'choice',
      choices: SHIFT_PATTERNS.map(({ id }) => id),
      initial: SHIFT_PATTERNS[0]?.id ?? '',
    },
    { name: 'overlapMin', kind: 'number', least: 0, most: 60, initial: '30' },
    { name: 'handover', kind: 'choice', choices: HANDOVER_MODES, initial: 'read-back' },
    { name: 'load', kind: 'number', least: 0, most: 5, initial: '1', hint: hints.load },
    { name: 'procedure', kind: 'choice', choices: PROCEDURES, initial: 'rigid' },
    { name: 'fatigue', kind: 'choice', choices: TIRED, initial: 'tired' },
  ],
  make: (read) => ({
    kind: 'plain',
    name: read.text('name'),
    seed: read.text('seed'),
    pattern: read.text('pattern'),
    overlapMin: read.number('overlapMin'),
    handover: read.oneOf('handover', HANDOVER_MODES),
    load: read.number('load'),
    procedure: read.oneOf('procedure', PROCEDURES),
    isFatigueOn: read.text('fatigue') === 'tired',
  }),
};
