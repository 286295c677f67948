import { spanText } from '../elements/bytes.ts';
import { OBJECT_TYPES, type ObjectType } from '../elements/object-type.ts';
import { type ObjectIdentity, RADAR_SIZES, type RadarSize } from './identity.ts';

/** The numbers of an identity, in the order in which a table keeps them; NaN where the file says nothing. */
const NUMBERS = [
  'catalogNumber',
  'launchDate',
  'decayDate',
  'radarCrossSectionM2',
  'hardBodyRadiusM',
  'mass',
] as const satisfies readonly (keyof ObjectIdentity)[];
const TEXTS = [
  'name',
  'internationalDesignator',
  'owner',
  'launchSite',
  'operationalStatus',
] as const satisfies readonly (keyof ObjectIdentity)[];

/** A table as it crosses from thread to thread or lies in the store: one row for each object. */
export interface PackedIdentities {
  readonly length: number;
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Three bytes a row: place in OBJECT_TYPES, 1 for a guess, place in RADAR_SIZES + 1 or 0. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly textEnds: Uint32Array<ArrayBuffer>;
  readonly text: Uint8Array<ArrayBuffer>;
}

const KINDS_PER_ROW = 3;
/** Rows a new table has room for; it doubles. */
const FIRST_ROOM = 256;
const TEXT_ROOM = 48;
const encoder = new TextEncoder();

/**
 * What a satellite catalogue says of many objects, as a few arrays: about 120 bytes an object, nothing for the garbage
 * collector to walk, and free to hand to another thread. An `ObjectIdentity` is made of a row when somebody asks for it.
 */
export class IdentityTable {
  private numbers: Float64Array<ArrayBuffer>;
  private kinds: Uint8Array<ArrayBuffer>;
  /** Where each text of each row ends in `text`. */
  private textEnds: Uint32Array<ArrayBuffer>;
  private text: Uint8Array<ArrayBuffer>;
  /** Rows in use, replaced ones too. */
  private rows: number;
  private readonly rowOf = new Map<number, number>();

  constructor(packed?: PackedIdentities) {
    this.numbers = packed?.numbers ?? new Float64Array(FIRST_ROOM * NUMBERS.length);
    this.kinds = packed?.kinds ?? new Uint8Array(FIRST_ROOM * KINDS_PER_ROW);
    this.textEnds = packed?.textEnds ?? new Uint32Array(FIRST_ROOM * TEXTS.length);
    this.text = packed?.text ?? new Uint8Array(FIRST_ROOM * TEXT_ROOM);
    this.rows = packed?.length ?? 0;
    for (let row = 0; row < this.rows; row++) this.rowOf.set(this.numbers[row * NUMBERS.length]!, row);
  }

  /** Objects in the table. */
  get length(): number {
    return this.rowOf.size;
  }

  /** The objects in it. */
  catalogNumbers(): Iterable<number> {
    return this.rowOf.keys();
  }

  has(catalogNumber: number): boolean {
    return this.rowOf.has(catalogNumber);
  }

  get(catalogNumber: number): ObjectIdentity | undefined {
    const row = this.rowOf.get(catalogNumber);
    return row === undefined ? undefined : this.at(row);
  }

  /** Add an object; what was there of it is replaced. */
  put(identity: ObjectIdentity): void {
    const row = this.addRow();
    NUMBERS.forEach((key, i) => (this.numbers[row * NUMBERS.length + i] = identity[key] ?? Number.NaN));
    const kind = row * KINDS_PER_ROW;
    this.kinds[kind] = OBJECT_TYPES.indexOf(identity.objectType);
    this.kinds[kind + 1] = identity.isTypeGuessed ? 1 : 0;
    this.kinds[kind + 2] = identity.radarSize === null ? 0 : RADAR_SIZES.indexOf(identity.radarSize) + 1;
    TEXTS.forEach((key, i) => this.addText(row * TEXTS.length + i, identity[key]));
    this.rowOf.set(identity.catalogNumber, row);
  }

  /** The arrays cut to what is in them; copies. */
  pack(): PackedIdentities {
    if (this.rows > this.rowOf.size) return this.withoutReplaced().pack();
    return {
      length: this.rows,
      numbers: this.numbers.slice(0, this.rows * NUMBERS.length),
      kinds: this.kinds.slice(0, this.rows * KINDS_PER_ROW),
      textEnds: this.textEnds.slice(0, this.rows * TEXTS.length),
      text: this.text.slice(0, this.textStart(this.rows * TEXTS.length)),
    };
  }

  private at(row: number): ObjectIdentity {
    const kind = row * KINDS_PER_ROW;
    return {
      catalogNumber: this.numbers[row * NUMBERS.length]!,
      name: this.textOf(row, 0),
      internationalDesignator: this.textOf(row, 1),
      objectType: OBJECT_TYPES[this.kinds[kind]!] ?? UNKNOWN,
      isTypeGuessed: this.kinds[kind + 1] === 1,
      owner: this.textOf(row, 2),
      launchDate: this.numberOf(row, 1),
      launchSite: this.textOf(row, 3),
      decayDate: this.numberOf(row, 2),
      radarSize: radarSizeAt(this.kinds[kind + 2]!),
      radarCrossSectionM2: this.numberOf(row, 3),
      hardBodyRadiusM: this.numberOf(row, 4),
      mass: this.numberOf(row, 5),
      operationalStatus: this.textOf(row, 4),
    };
  }

  private numberOf(row: number, which: number): number | null {
    const value = this.numbers[row * NUMBERS.length + which]!;
    return Number.isNaN(value) ? null : value;
  }

  private textOf(row: number, which: number): string {
    const at = row * TEXTS.length + which;
    return spanText(this.text, this.textStart(at), this.textEnds[at]!);
  }

  private textStart(at: number): number {
    return at === 0 ? 0 : this.textEnds[at - 1]!;
  }

  private addRow(): number {
    if (this.rows * NUMBERS.length === this.numbers.length) {
      const room = Math.max(FIRST_ROOM, this.rows * 2);
      this.numbers = grown(new Float64Array(room * NUMBERS.length), this.numbers);
      this.kinds = grown(new Uint8Array(room * KINDS_PER_ROW), this.kinds);
      this.textEnds = grown(new Uint32Array(room * TEXTS.length), this.textEnds);
    }
    return this.rows++;
  }

  /** Add a text as UTF-8; ASCII, which nearly all are, never meets an encoder. */
  private addText(at: number, text: string): void {
    const start = this.textStart(at);
    this.reserveText(start + 3 * text.length);
    let end = start;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c > 127) {
        const bytes = encoder.encode(text);
        this.text.set(bytes, start);
        end = start + bytes.length;
        break;
      }
      this.text[end++] = c;
    }
    this.textEnds[at] = end;
  }

  private reserveText(size: number): void {
    if (size > this.text.length)
      this.text = grown(new Uint8Array(Math.max(size, this.text.length * 2)), this.text);
  }

  private withoutReplaced(): IdentityTable {
    const table = new IdentityTable();
    for (const row of this.rowOf.values()) table.put(this.at(row));
    return table;
  }
}

const UNKNOWN: ObjectType = 'unknown';

function radarSizeAt(kind: number): RadarSize | null {
  return RADAR_SIZES[kind - 1] ?? null;
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
