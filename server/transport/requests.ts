import { z } from 'zod';
import { parseVolumes } from '../../core/conjunction/volume.ts';
import { WRITE_FORMATS } from '../../core/elements/write.ts';
import { SHIFT_PATTERNS } from '../../core/operations/shift.ts';
import { CONJUNCTION_DECISIONS, DESKS, HANDOVER_MODES } from '../../core/operations/types.ts';
import { injectActionSchema, itemRulesSchema } from '../scenario-schema.ts';
import { MOST_SCREENED } from '../../core/protocol/events.ts';
import { parseIsoUtc } from '../../core/time/calendar.ts';
import { EARLIEST_INSTANT, LATEST_INSTANT } from '../../core/time/clock.ts';

const id = z.string().min(1).max(64);
const text = z.string().max(4000);
const desk = z.enum(DESKS);
const severity = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** What may come in over the socket; checked before anything else looks at it. */
export const clockCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('run'), rate: z.number() }),
  z.strictObject({ type: z.literal('jump'), time: z.number() }),
  z.strictObject({ type: z.literal('live') }),
]);

const nation = z.string().regex(/^[A-Z]{2,3}$/, 'two or three capital letters are wanted');
const command = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape });
const atHandover = { handover: id };

export const floorCommandSchema = z.discriminatedUnion('type', [
  command('add-log-entry', { text, release: z.array(nation).max(30).optional() }),
  command('correct-log-entry', { entry: z.number().int().positive(), text }),
  command('raise-item', { summary: text, severity, desk }),
  command('acknowledge-item', { item: id }),
  command('start-item', { item: id }),
  command('wait-item', { item: id, minutes: z.number() }),
  command('escalate-item', { item: id }),
  command('resolve-item', { item: id, outcome: text }),
  command('decide-conjunction', { item: id, decision: z.enum(CONJUNCTION_DECISIONS), reason: text }),
  command('share-item', { item: id, nations: z.array(nation).min(1).max(30) }),
  command('review-line', { ...atHandover, line: id }),
  command('waive-line', { ...atHandover, line: id, reason: text }),
  command('preview-handover', atHandover),
  command('brief-item', { ...atHandover, item: id, facts: z.array(id).max(100).optional() }),
  command('read-back', {
    ...atHandover,
    item: id,
    values: z
      .record(id, z.string().max(400))
      .refine((values) => Object.keys(values).length <= 100, 'too many'),
  }),
  command('acknowledge-handover-item', { ...atHandover, item: id, synthesis: text }),
  command('ask-question', { ...atHandover, text }),
  command('answer-question', { ...atHandover, question: id, answer: text }),
  command('suspend-handover', { ...atHandover, reason: text }),
  command('resume-handover', atHandover),
  command('refuse-handover', { ...atHandover, reason: text }),
  command('defer-handover', { ...atHandover, reason: text }),
  command('waive-desk', { ...atHandover, desk, reason: text }),
  command('consent-critical-phase', atHandover),
  command('say-ready', atHandover),
  command('sign-out', atHandover),
  command('relieve', atHandover),
  command('finish-review', atHandover),
]);

const qualificationState = z.enum(['iqt', 'mqt', 'eval', 'certified', 'restricted', 'lapsed', 'decertified']);

/** What a trainer may ask. */
export const trainerCommandSchema = z.discriminatedUnion('type', [
  command('inject', { action: injectActionSchema }),
  command('set-override', { desk, person: id, from: z.number(), to: z.number() }),
  command('change-qualification', {
    person: id,
    desk,
    to: qualificationState,
    by: id,
    rating: z.enum(['Q1', 'Q2', 'Q3']).optional(),
  }),
  command('set-instruction', { desk, trainee: id.nullable() }),
  command('set-item-rules', { rules: itemRulesSchema }),
  command('end-exercise', { reason: text }),
]);

export const identitySchema = z.strictObject({
  name: z.string().trim().min(1, 'a name is wanted').max(60),
  nation,
  isTrainer: z.boolean(),
});

const patterns = SHIFT_PATTERNS.map((pattern) => pattern.id);

/** A new exercise. */
export const exerciseRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('here') }),
  z.strictObject({
    kind: z.literal('scenario'),
    scenario: id,
    seed: z.string().min(1).max(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('plain'),
    name: z.string().trim().min(1).max(60),
    seed: z.string().min(1).max(64),
    pattern: z
      .string()
      .refine((value) => patterns.includes(value), `one of ${patterns.join(', ')} is wanted`),
    overlapMin: z.number().min(0).max(60),
    handover: z.enum(HANDOVER_MODES),
    load: z.number().min(0).max(5),
    procedure: z.enum(['rigid', 'flexible']),
    isFatigueOn: z.boolean().default(true),
  }),
]);

export const seatSchema = z.strictObject({ person: id, name: z.string().max(200) });
export const roomId = z.string().regex(/^[\w-]{1,64}$/, 'no room has such a name');
const roomName = z.string().trim().min(1, 'a name is wanted').max(60);
export const forkSchema = z.strictObject({ name: roomName, isOpen: z.boolean() });
export const roomSchema = z.strictObject({ room: roomId });
export const roomChangeSchema = z.strictObject({
  room: roomId,
  name: roomName.optional(),
  isOpen: z.boolean().optional(),
});
export const sessionSchema = z.string().regex(/^[\w-]{16,64}$/);

const instant = z.string().transform((value, context) => {
  const time = parseIsoUtc(value);
  if (time !== null && time >= EARLIEST_INSTANT && time <= LATEST_INSTANT) return time;
  context.addIssue({ code: 'custom', message: `${value} is no ISO 8601 instant from 1957 to 2100` });
  return z.NEVER;
});
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Query strings of the HTTP interface. */
export const objectsQuery = z.object({
  search: z.string().max(200).default(''),
  limit: whole(1, 1000).default(50),
  cursor: whole(0, 1_000_000_000).default(0),
});
export const historyQuery = z.object({ limit: whole(1, 500).default(100) });
export const fileFormat = z.enum(WRITE_FORMATS);
export const elementsQuery = z.object({ time: instant.optional(), format: fileFormat.default('omm-json') });
export const timeQuery = z.object({ time: instant.optional() });
export const orbitQuery = z.object({ time: instant.optional(), points: whole(8, 512).default(256) });
export const passesQuery = z.object({
  latitudeDeg: z.coerce.number().min(-90).max(90),
  longitudeDeg: z.coerce.number().min(-360).max(360),
  heightM: z.coerce.number().min(-1000).max(100_000).default(0),
  start: instant.optional(),
  hours: z.coerce.number().positive().max(240).default(24),
  minElevationDeg: z.coerce.number().min(-90).max(90).default(0),
});
const VOLUME_WORDS = 'catalogue, owner, or semi-axes R,T,N in km (and ,box) are wanted';
const MOST_VOLUME_HOURS = 24;
export const conjunctionsQuery = z
  .object({
    start: instant.optional(),
    hours: z.coerce.number().positive().max(168).default(8),
    thresholdKm: z.coerce.number().positive().max(50).default(5),
    object: whole(1, 999_999_999).optional(),
    volume: z
      .string()
      .max(60)
      .transform((name, context) => {
        const rules = parseVolumes(name);
        if (rules) return { name, rules };
        context.addIssue({ code: 'custom', message: VOLUME_WORDS });
        return z.NEVER;
      })
      .optional(),
    limit: whole(1, 10_000).default(500),
  })
  .refine(({ hours, object, volume }) => object !== undefined || !volume || hours <= MOST_VOLUME_HOURS, {
    message: `in volumes everything is screened for ${MOST_VOLUME_HOURS} hours at most`,
    path: ['hours'],
  })
  .refine(
    ({ hours, thresholdKm, object }) => object !== undefined || hours * thresholdKm ** 2 <= MOST_SCREENED,
    {
      message: `hours × thresholdKm² may be ${MOST_SCREENED} at most: there would be too many`,
      path: ['thresholdKm'],
    },
  );
export type ConjunctionsQuery = z.infer<typeof conjunctionsQuery>;
/** Two objects, and when they are near each other, or nearly so. */
export const encounterQuery = z.object({
  one: whole(1, 999_999_999),
  two: whole(1, 999_999_999),
  tca: instant,
  format: z.enum(['json', 'cdm', 'cdm-xml']).default('json'),
});
/** What whoever asks for a picture has already: a revision and the choice of elements of it. */
export const pictureQuery = z.object({
  since: whole(0, 1_000_000_000).optional(),
  selection: whole(0, 1_000_000_000).optional(),
});
export const spanQuery = z.object({ from: instant, to: instant });
export const logQuery = z.object({
  before: whole(1, 1_000_000_000).default(1_000_000_000),
  limit: whole(1, 500).default(100),
  search: z.string().max(200).optional(),
  desk: desk.optional(),
  object: whole(1, 999_999_999).optional(),
});
export const floorQuery = z.object({ at: instant.optional() });
export const chartsQuery = z.object({ hours: z.coerce.number().positive().max(72).default(8) });
export const uploadQuery = z.object({
  name: z.string().min(1).max(200).default('unnamed'),
  mode: z.enum(['add', 'replace']).default('add'),
  /** The one source this file takes the place of. */
  replaces: id.optional(),
  lenient: z.enum(['0', '1']).default('0'),
});
/** The number of the change that is to be taken back. */
export const undoQuery = z.object({ change: whole(1, 1_000_000_000) });
export const sourceFileQuery = z.object({ format: fileFormat.default('omm-json') });
export const sourceChange = z.strictObject({ isOn: z.boolean() });

/** The first thing wrong with a value, in words. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not understood';
  const place = issue.path.join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
