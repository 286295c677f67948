import { parseIsoUtc } from '../../../core/time/calendar.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';

export type FieldName = keyof typeof text.trainer.fields;
export type FieldKind =
  | 'text'
  | 'long'
  | 'number'
  | 'instant'
  | 'choice'
  | 'desk'
  | 'person'
  | 'item'
  | 'partner'
  | 'nations'
  | 'numbers'
  | 'facts'
  | 'trigraph';

/** One field of a form, and what it takes. */
export interface Field {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly initial?: string;
  readonly isOptional?: boolean;
  /** Of a number; of a text, `most` is its length. */
  readonly least?: number;
  readonly most?: number;
  readonly choices?: readonly string[];
  readonly hint?: string;
}

/** What stands in the fields, as typed. */
export type Values = Readonly<Partial<Record<FieldName, string>>>;
/** What is wrong, by field. */
export type Problems = Readonly<Partial<Record<FieldName, string>>>;

const LONGEST = 400;
const words = text.trainer.problems;

/** Check every field of a form; no entry is no problem. */
export function problemsOf(fields: readonly Field[], values: Values): Problems {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problemOf(field, (values[field.name] ?? '').trim());
      return problem === null ? [] : [[field.name, problem]];
    }),
  );
}

function problemOf(field: Field, value: string): string | null {
  if (value === '') return field.isOptional ? null : isChosen(field.kind) ? words.choice : words.missing;
  switch (field.kind) {
    case 'number':
      return numberProblem(field, value);
    case 'instant':
      return parseIsoUtc(value) === null ? words.instant : null;
    case 'nations':
      return nationsIn(value) === null ? words.nations : null;
    case 'numbers':
      return numbersIn(value) === null ? words.numbers : null;
    case 'facts': {
      const line = factsIn(value).badLine;
      return line === null ? null : words.facts(line);
    }
    case 'trigraph':
      return /^[A-Z]{2,3}$/.test(value) ? null : words.trigraph;
    case 'choice':
      return field.choices?.includes(value) ? null : words.choice;
    case 'text':
    case 'long':
      return value.length > (field.most ?? LONGEST) ? words.tooLong(field.most ?? LONGEST) : null;
    case 'desk':
    case 'person':
    case 'item':
    case 'partner':
      return null;
  }
}

function isChosen(kind: FieldKind): boolean {
  return ['choice', 'desk', 'person', 'item', 'partner'].includes(kind);
}

function numberProblem(
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Field,
  value: string,
): string | null {
  const number = Number(value);
  if (!Number.isFinite(number)) return words.number;
  return number < least || number > most ? words.range(least, most) : null;
}

/** "USA, GBR" or "*"; null when something in it is no code. */
export function nationsIn(value: string): readonly string[] | null {
  const codes = listed(value);
  return codes.length > 0 && codes.every((code) => /^([A-Z]{2,3}|\*)$/.test(code)) ? codes : null;
}

/** "41702, 27389"; null when something in it is no catalog number. */
export function numbersIn(value: string): readonly number[] | null {
  const parts = listed(value);
  return parts.every((part) => /^\d{1,9}$/.test(part) && Number(part) > 0) ? parts.map(Number) : null;
}

export function listed(value: string): readonly string[] {
  return value
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export interface TypedFact {
  readonly label: string;
  readonly value: string;
  readonly isCritical: boolean;
}

/** Facts typed one a line, "Label = value", with `!` before a critical one; and the first line that is none. */
export function factsIn(value: string): {
  readonly facts: readonly TypedFact[];
  readonly badLine: number | null;
} {
  const facts: TypedFact[] = [];
  for (const [index, line] of value.split('\n').entries()) {
    if (line.trim() === '') continue;
    const match = /^\s*(!?)\s*([^=]{1,80}?)\s*=\s*(.{1,200}?)\s*$/.exec(line);
    if (!match) return { facts, badLine: index + 1 };
    facts.push({ label: match[2] ?? '', value: match[3] ?? '', isCritical: match[1] === '!' });
  }
  return { facts, badLine: null };
}

/** Reads checked fields; what may be empty and is, is null or an empty list. */
export class FieldReader {
  private readonly values: Values;

  constructor(values: Values) {
    this.values = values;
  }

  text(name: FieldName): string {
    return (this.values[name] ?? '').trim();
  }

  textOrNull(name: FieldName): string | null {
    const value = this.text(name);
    return value === '' ? null : value;
  }

  number(name: FieldName): number {
    return Number(this.text(name));
  }

  numberOrNull(name: FieldName): number | null {
    const value = this.text(name);
    return value === '' ? null : Number(value);
  }

  instant(name: FieldName): UtcMs {
    return parseIsoUtc(this.text(name)) ?? Number.NaN;
  }

  instantOrNull(name: FieldName): UtcMs | null {
    return this.text(name) === '' ? null : this.instant(name);
  }

  numbers(name: FieldName): readonly number[] {
    return numbersIn(this.text(name)) ?? [];
  }

  nations(name: FieldName): readonly string[] {
    return nationsIn(this.text(name)) ?? [];
  }

  facts(name: FieldName): readonly TypedFact[] {
    return factsIn(this.text(name)).facts;
  }

  /** One of a list; the first where it is none of them, which a checked form never has. */
  oneOf<T extends string>(name: FieldName, [first, ...rest]: readonly [T, ...T[]]): T {
    const value = this.text(name);
    return rest.find((candidate) => candidate === value) ?? first;
  }
}
