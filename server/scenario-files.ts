import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ElementSet } from '../core/elements/element-set.ts';
import { readElementSets } from '../core/elements/read.ts';
import { InputError } from '../core/errors.ts';
import type { Expectation } from '../core/operations/grade.ts';
import { configureExercise } from '../core/operations/floor.ts';
import { defaultRoster } from '../core/operations/roster.ts';
import { forEachDesk } from '../core/operations/desks.ts';
import { patternById, SHIFT_PATTERNS, shiftAt } from '../core/operations/shift.ts';
import { staffShift } from '../core/operations/staffing.ts';
import {
  DESKS,
  DIRECTOR,
  type ExerciseConfiguration,
  HANDOVER_MODES,
  type Inject,
  type Person,
} from '../core/operations/types.ts';
import { parseIsoUtc } from '../core/time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../core/units.ts';
import { eligibilitySchema, injectActionSchema, itemRulesSchema, partnerSchema } from './scenario-schema.ts';

/** The shipped scenarios, from the built server (dist/server) or from its sources. */
export const SCENARIO_DIR = new URL(
  import.meta.url.endsWith('.js') ? '../../data/scenarios/' : '../data/scenarios/',
  import.meta.url,
);

/** A scenario ready to be played. */
export interface Scenario {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** What in it is scripted because its physics is not built; empty when nothing is. */
  readonly scripted: string;
  readonly durationH: number;
  readonly configuration: ExerciseConfiguration;
  readonly expectations: readonly Expectation[];
  /** Element sets of its own. */
  readonly elements: readonly ElementSet[];
}

const id = z.string().min(1).max(64);
const desk = z.enum(DESKS);
const relative = z.string().regex(/^\+\d{2,4}:[0-5]\d$/, 'a time after the start is written +hh:mm');
const expectation = z.strictObject({
  text: z.string().min(1).max(300),
  event: z.string().min(1).max(60),
  desk: desk.optional(),
  item: id.optional(),
  person: id.optional(),
  contains: z.string().max(200).optional(),
  from: relative.optional(),
  by: relative.optional(),
  never: z.boolean().default(false),
  scoreAtLeast: z.number().min(0).max(100).optional(),
});
const inject = z.strictObject({
  id,
  at: relative.optional(),
  after: z.strictObject({ event: z.string().min(1), desk: desk.optional(), item: id.optional() }).optional(),
  delay: relative.default('+00:00'),
  action: z.looseObject({ type: z.string() }),
  expect: z.array(expectation).default([]),
});
const personPatch = z.strictObject({
  id,
  rank: z.string().max(20).optional(),
  name: z.string().max(60).optional(),
  nation: z
    .string()
    .regex(/^[A-Z]{2,3}$/)
    .optional(),
  kind: z.enum(['assigned', 'exchange', 'liaison']).optional(),
  crew: z.enum(['A', 'B', 'C', 'D']).nullable().optional(),
  desk: desk.nullable().optional(),
  qualifications: z
    .array(
      z.strictObject({
        desk,
        state: z.enum(['iqt', 'mqt', 'eval', 'certified', 'restricted', 'lapsed', 'decertified']),
      }),
    )
    .optional(),
});
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(80),
  summary: z.string().min(1).max(600),
  scripted: z.string().max(600).default(''),
  seed: z.string().min(1).max(64),
  start: z.string().refine((value) => parseIsoUtc(value) !== null, 'an ISO 8601 instant is wanted'),
  durationH: z
    .number()
    .positive()
    .max(24 * 90),
  pattern: z
    .string()
    .refine((value) => SHIFT_PATTERNS.some((pattern) => pattern.id === value), 'no such eight-hour pattern')
    .default('metropolitan'),
  overlapMin: z.number().min(0).max(60).default(30),
  handover: z.enum(HANDOVER_MODES).default('read-back'),
  load: z.number().min(0).max(5).default(1),
  procedure: z.enum(['rigid', 'flexible']).default('rigid'),
  isFatigueOn: z.boolean().default(true),
  people: z.array(personPatch).default([]),
  eligibility: eligibilitySchema.optional(),
  rules: itemRulesSchema.optional(),
  partners: z.array(partnerSchema).default([]),
  elements: z.array(z.string()).default([]),
  injects: z.array(inject).default([]),
  expect: z.array(expectation).default([]),
});

/**
 * Check and compile a scenario.
 *
 * @throws InputError with the place and the reason: fields that do not exist, times outside the run, a roster that cannot be
 *   staffed, an uncertified chief
 */
export function compileScenario(json: unknown, name: string, seed?: string): Scenario {
  const parsed = scenarioSchema.safeParse(json);
  if (!parsed.success) throw new InputError(`${name}: ${firstIssue(parsed.error)}`);
  const file = parsed.data;
  const start = parseIsoUtc(file.start)!;
  const end = start + file.durationH * MS_PER_HOUR;
  const instant = (text: string, where: string): UtcMs => {
    const at = start + offsetOf(text);
    if (at > end) throw new InputError(`${name}: ${where}: ${text} is after the end of the run`);
    return at;
  };
  const injects = file.injects.map((raw, i): Inject => {
    const where = `injects.${i} (${raw.id})`;
    if ((raw.at === undefined) === (raw.after === undefined))
      throw new InputError(`${name}: ${where}: either at or after is wanted`);
    const action = injectActionSchema.safeParse(resolveTimes(raw.action, start));
    if (!action.success) throw new InputError(`${name}: ${where}: ${firstIssue(action.error)}`);
    return {
      id: raw.id,
      action: action.data,
      trigger:
        raw.at === undefined
          ? { after: raw.after!, delayMs: offsetOf(raw.delay) }
          : { at: instant(raw.at, where) },
    };
  });
  const doubled = injects.find(({ id: own }, i) => injects.findIndex((other) => other.id === own) !== i);
  if (doubled) throw new InputError(`${name}: injects: ${doubled.id} is there twice`);
  const expectations = [...file.injects.flatMap(({ expect }) => expect), ...file.expect].map(
    (wanted): Expectation => ({
      text: wanted.text,
      event: wanted.event,
      desk: wanted.desk,
      item: wanted.item,
      person: wanted.person,
      contains: wanted.contains,
      scoreAtLeast: wanted.scoreAtLeast,
      from: wanted.from === undefined ? start : instant(wanted.from, wanted.text),
      by: wanted.by === undefined ? end : instant(wanted.by, wanted.text),
      isNever: wanted.never,
    }),
  );
  const configuration = configureExercise({
    name: file.name,
    seed: seed ?? file.seed,
    start,
    end,
    pattern: file.pattern,
    overlapMin: file.overlapMin,
    handover: file.handover,
    load: file.load,
    procedure: file.procedure,
    isFatigueOn: file.isFatigueOn,
    eligibility: file.eligibility,
    ...(file.rules && { rules: file.rules }),
    people: patchPeople(defaultRoster(start), file.people, { start, name }),
    partners: file.partners,
    injects,
    scenario: file.id,
  });
  checkRoster(configuration, name);
  const { id: own, summary, scripted, durationH } = file;
  return {
    id: own,
    name: file.name,
    summary,
    scripted,
    durationH,
    configuration,
    expectations,
    elements: readElements(file.elements, name),
  };
}

/** Refuse a roster whose first shift has no chief, or a minimum desk without anybody. */
export function checkRoster(configuration: ExerciseConfiguration, name: string): void {
  const staffed = firstShiftOf(configuration);
  const [alert] = staffed.alerts;
  if (alert) {
    throw new InputError(
      `${name}: the roster cannot be staffed: ${alert.desk}: ${alert.reason} (${alert.rule})`,
    );
  }
}

function firstShiftOf(configuration: ExerciseConfiguration) {
  const pattern = patternById(configuration.pattern);
  return staffShift(
    {
      exercise: configuration,
      people: Object.fromEntries(configuration.people.map((person) => [person.id, person])),
      absences: [],
      overrides: [],
      duties: {},
      tenures: forEachDesk((held) => ({
        desk: held,
        person: DIRECTOR,
        from: configuration.start,
        via: 'INITIAL' as const,
      })),
      rosterRevision: 0,
    },
    shiftAt(configuration.start, pattern),
  );
}

type Patch = z.infer<typeof personPatch>;

function patchPeople(
  people: readonly Person[],
  patches: readonly Patch[],
  { start, name }: { start: UtcMs; name: string },
): readonly Person[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const { id: own, qualifications, ...patch } of patches) {
    const before = byId.get(own) ?? newPerson(own, name, patch);
    const changed = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    byId.set(own, {
      ...before,
      ...changed,
      qualifications: qualifications
        ? qualifications.map(({ desk: held, state }) => ({
            desk: held,
            state,
            since: start - 30 * 24 * MS_PER_HOUR,
            expires: start + 335 * 24 * MS_PER_HOUR,
            certifiedBy: DIRECTOR,
            stood: state === 'certified' ? [start, start] : [],
          }))
        : before.qualifications,
    });
  }
  return [...byId.values()];
}

function newPerson(own: string, name: string, patch: Omit<Patch, 'id' | 'qualifications'>): Person {
  if (patch.name === undefined || patch.nation === undefined || patch.rank === undefined) {
    throw new InputError(`${name}: people: ${own} is new: rank, name and nation are wanted`);
  }
  return {
    id: own,
    rank: patch.rank,
    name: patch.name,
    nation: patch.nation,
    kind: 'assigned',
    crew: null,
    desk: null,
    utcOffsetMin: -480,
    qualifications: [],
  };
}

function readElements(lines: readonly string[], name: string): readonly ElementSet[] {
  if (lines.length === 0) return [];
  const { sets, account } = readElementSets(`${lines.join('\n')}\n`);
  const [reject] = account.rejects;
  if (reject) throw new InputError(`${name}: elements, line ${reject.line}: ${reject.reason}`);
  return sets;
}

function offsetOf(text: string): number {
  const [hours, minutes] = text.slice(1).split(':').map(Number);
  return hours! * MS_PER_HOUR + minutes! * MS_PER_MINUTE;
}

const TIME_FIELDS: readonly string[] = ['nextActionAt', 'criticalAt', 'due'];

/** Times of an action are written after the start, like all others. */
function resolveTimes(value: unknown, start: UtcMs): unknown {
  if (Array.isArray(value)) return value.map((part) => resolveTimes(part, start));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      TIME_FIELDS.includes(key) && typeof part === 'string' && relative.safeParse(part).success
        ? start + offsetOf(part)
        : resolveTimes(part, start),
    ]),
  );
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'not understood';
}

/** Read one scenario file. @throws InputError */
export function readScenario(path: string, seed?: string): Scenario {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return compileScenario(json, path, seed);
}

/** The scenarios of a folder by their ids, in the order of their file names. */
export function readScenarios(directory: string): ReadonlyMap<string, Scenario> {
  const files = readdirSync(directory)
    .filter((file) => /^sc\d+-.*\.json$/.test(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return new Map(
    files.map((file) => {
      const scenario = readScenario(join(directory, file));
      return [scenario.id, scenario] as const;
    }),
  );
}

/** The JSON schema of scenario files, as it is published beside them; what an inject does is checked further when it is read. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
