import { z } from 'zod';
import { WRITE_FORMATS } from '../../core/elements/write.ts';
import { DESKS } from '../../core/operations/types.ts';
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

export const floorCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('add-log-entry'), text }),
  z.strictObject({ type: z.literal('raise-item'), summary: text, severity, desk }),
  z.strictObject({ type: z.literal('acknowledge-item'), item: id }),
  z.strictObject({ type: z.literal('resolve-item'), item: id, outcome: text }),
  z.strictObject({ type: z.literal('preview-handover'), handover: id }),
  z.strictObject({ type: z.literal('brief-item'), handover: id, item: id }),
  z.strictObject({ type: z.literal('acknowledge-handover-item'), handover: id, item: id }),
  z.strictObject({ type: z.literal('sign-out'), handover: id }),
  z.strictObject({ type: z.literal('relieve'), handover: id }),
]);

export const seatSchema = z.strictObject({ person: id, name: z.string().max(200) });
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
export const spanQuery = z.object({ from: instant, to: instant });
export const logQuery = z.object({
  before: whole(1, 1_000_000_000).default(1_000_000_000),
  limit: whole(1, 500).default(100),
});
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
