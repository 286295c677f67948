import { z } from 'zod';
import { NO_RULES, SCREENING_RULES } from '../core/operations/item-rules.ts';
import { DESKS, type InjectAction } from '../core/operations/types.ts';

/** The pieces of scenario files and of what a trainer injects, checked before anything else looks at them. */
const id = z.string().min(1).max(64);
const words = z.string().trim().min(1).max(2000);
const desk = z.enum(DESKS);
const instant = z.number();
const nation = z
  .string()
  .regex(/^[A-Z]{2,3}$|^\*$/, 'a nation is two or three capital letters, * is everybody');
const release = z.array(nation).min(1).max(30);
const objects = z.array(z.number().int().min(1).max(999_999_999)).max(100);
const minutes = z
  .number()
  .min(0)
  .max(14 * 24 * 60);
const COALITION = ['USA', 'AUS', 'CAN', 'GBR'];

const fact = z.strictObject({
  label: z.string().min(1).max(80),
  value: z.string().max(200),
  isCritical: z.boolean().default(false),
  release: release.default(COALITION),
});

const item = z.strictObject({
  id,
  type: z.string().regex(/^[A-Z_]{2,30}$/, 'capital letters and underscores are wanted'),
  summary: words,
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  desk,
  objects: objects.default([]),
  acknowledgeMin: minutes.default(30),
  resolveMin: minutes.default(480),
  effortMin: minutes.default(30),
  waitMin: minutes.default(0),
  acknowledgeAfterMin: minutes.default(3),
  nextActionAt: instant.nullable().default(null),
  criticalAt: instant.nullable().default(null),
  contingency: z.string().max(500).default(''),
  actions: z
    .array(z.strictObject({ what: words, who: desk, due: instant }))
    .max(20)
    .default([]),
  facts: z.array(fact).max(40).default([]),
  release: release.default(COALITION),
});

const pair = z.strictObject({
  primary: z.number().int().positive(),
  secondary: z.number().int().positive(),
  thresholdKm: z.number().positive().max(1000),
});

const screeningRules = z.strictObject({
  windowH: z.number().min(0).max(72).default(SCREENING_RULES.windowH),
  perScreening: z.number().int().min(0).max(20).default(SCREENING_RULES.perScreening),
  reportMissKm: z.number().positive().max(5).default(SCREENING_RULES.reportMissKm),
  deepMissKm: z.number().positive().max(5).default(SCREENING_RULES.deepMissKm),
  reportPc: z.number().min(0).max(1).default(SCREENING_RULES.reportPc),
  emergencyPc: z.number().min(0).max(1).default(SCREENING_RULES.emergencyPc),
});

/** What of the catalogue becomes work; what is left out has its default. */
export const itemRulesSchema = z.strictObject({
  isOn: z.boolean().default(true),
  perSurvey: z.number().int().min(0).max(100).default(NO_RULES.perSurvey),
  surveyEveryMin: z.number().min(1).max(1440).default(NO_RULES.surveyEveryMin),
  pairs: z.array(pair).max(50).default([]),
  approachWindowH: z.number().positive().max(168).default(NO_RULES.approachWindowH),
  screening: screeningRules.optional(),
});

/** Nations that may hold a desk, for desks that are to differ from the notional table. */
export const eligibilitySchema = z.partialRecord(z.enum(DESKS), z.array(nation).min(1).max(30));

export const partnerSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]{2,3}$/, 'two or three capital letters are wanted'),
  name: z.string().min(1).max(80),
  topics: z.array(z.string().min(1).max(40)).max(20),
  objects: objects.nullable().default(null),
  delayMin: z
    .number()
    .min(0)
    .max(7 * 24 * 60),
  fields: z.array(z.string().min(1).max(80)).max(60).optional(),
});

const action = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape });

export const injectActionSchema: z.ZodType<InjectAction> = z.discriminatedUnion('type', [
  action('item', { item }),
  action('item-facts', {
    item: id,
    facts: z.array(fact).max(40),
    nextActionAt: instant.nullable().default(null),
  }),
  action('resolve-item', { item: id, outcome: words }),
  action('absence', {
    person: id,
    reason: words,
    hours: z
      .number()
      .positive()
      .max(24 * 366)
      .nullable()
      .default(null),
  }),
  action('return', { person: id }),
  action('fatigue', { person: id, awakeHours: z.number().min(0).max(72) }),
  action('qualification', {
    person: id,
    desk,
    to: z.enum(['iqt', 'mqt', 'eval', 'certified', 'restricted', 'lapsed', 'decertified']),
    by: id,
  }),
  action('sensor', { sensor: id, isUp: z.boolean(), note: z.string().max(300).default('') }),
  action('storm', {
    isOn: z.boolean(),
    kp: z.number().min(0).max(9).default(7),
    note: z.string().max(300).default(''),
  }),
  action('partner-joins', { partner: partnerSchema }),
  action('partner-leaves', { partner: id, reason: words }),
  action('release-request', {
    partner: id,
    item: id,
    field: z.string().min(1).max(80),
    topic: z.string().min(1).max(40),
  }),
  action('approach', { pair, windowH: z.number().positive().max(168).default(24), item: id }),
  action('log', { text: words }),
]);
