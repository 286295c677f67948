import type { ESTree } from 'vite';

/** Values of the lanes as AssemblyScript expressions, one for each pair; or several of them by place or by name. */
type Value =
  | { readonly kind: 'lanes' | 'mask'; readonly parts: readonly string[] }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Value> };

type Lanes = Extract<Value, { kind: 'lanes' | 'mask' }>;

/** Numbers in memory that a program reads or writes, by name: `[field][lane]`. */
export interface MemoryRecord {
  readonly pointer: string;
  readonly fields: readonly string[];
}

/** A lane program to be made wide. */
export interface Entry {
  readonly name: string;
  /** The lane program. */
  readonly program: string;
  /** One record for each parameter; a parameter that is a number is the only field of its record. */
  readonly parameters: readonly (MemoryRecord & { readonly isNumber?: boolean })[];
  /** Where results go: each record takes the fields it has. */
  readonly results: readonly MemoryRecord[];
  /** Pairs of lanes that are computed at once. */
  readonly pairs: number;
}

/** Lanes of a block, and bytes of one field of it. */
export const LANES = 8;
const FIELD_BYTES = LANES * 8;
const PAIR_BYTES = 16;

type Node = ESTree.Node;

/** Lane programs by name, and the numbers they name. */
export class Programs {
  readonly functions = new Map<string, ESTree.Function>();
  readonly constants = new Map<string, number>([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
  ]);

  /** Take the functions and numbers of a module; modules it imports from come first. */
  add(program: ESTree.Program): void {
    for (const statement of program.body) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declaration?.type === 'FunctionDeclaration' && declaration.id) {
        const { name } = declaration.id;
        if (this.functions.has(name)) throw new Error(`lane programs: ${name} is there twice`);
        this.functions.set(name, declaration);
      }
      if (declaration?.type !== 'VariableDeclaration') continue;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || !init) continue;
        const value = this.numberOf(init);
        if (value === null) continue;
        // Modules have one space of names here: the same number may be named twice, two numbers may not.
        if ((this.constants.get(id.name) ?? value) !== value)
          throw new Error(`lane programs: ${id.name} is two numbers`);
        this.constants.set(id.name, value);
      }
    }
  }

  /** The value of an expression of numbers; null when it is something else. */
  private numberOf(node: Node): number | null {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'number' ? node.value : null;
      case 'Identifier':
        return this.constants.get(node.name) ?? null;
      case 'ParenthesizedExpression':
        return this.numberOf(node.expression);
      case 'UnaryExpression': {
        const value = this.numberOf(node.argument);
        return node.operator === '-' && value !== null ? -value : null;
      }
      case 'BinaryExpression': {
        const left = this.numberOf(node.left);
        const right = this.numberOf(node.right);
        return left === null || right === null ? null : calculate(node.operator, left, right);
      }
      case 'MemberExpression':
        return isMath(node) && nameOf(node.property) === 'PI' ? Math.PI : null;
      case 'CallExpression': {
        const value = node.arguments[0] && this.numberOf(node.arguments[0]);
        return isMath(node.callee) && nameOf(node.callee.property) === 'sqrt' && typeof value === 'number'
          ? Math.sqrt(value)
          : null;
      }
      default:
        return null;
    }
  }

  /** The value of a part of a program that is the same on every call, e.g. `1 / 6`; null when it is not. */
  constantOf(node: Node, isLocal: (name: string) => boolean): number | null {
    return mentions(node, isLocal) ? null : this.numberOf(node);
  }
}

function calculate(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return null;
  }
}

function mentions(node: Node, isLocal: (name: string) => boolean): boolean {
  switch (node.type) {
    case 'Identifier':
      return isLocal(node.name);
    case 'UnaryExpression':
      return mentions(node.argument, isLocal);
    case 'ParenthesizedExpression':
      return mentions(node.expression, isLocal);
    case 'BinaryExpression':
      return mentions(node.left, isLocal) || mentions(node.right, isLocal);
    default:
      return false;
  }
}

function isMath(node: Node): node is ESTree.MemberExpression {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math';
}

function nameOf(node: Node): string {
  if (node.type !== 'Identifier') throw unsupported(node, 'a name is wanted');
  return node.name;
}

function unsupported(node: Node, why: string): Error {
  return new Error(`lane programs: ${why}: ${node.type} at ${node.start}`);
}

const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': 'f64x2.add',
  '-': 'f64x2.sub',
  '*': 'f64x2.mul',
  '/': 'f64x2.div',
};
const COMPARISONS: Readonly<Record<string, string>> = {
  '<': 'f64x2.lt',
  '<=': 'f64x2.le',
  '>': 'f64x2.gt',
  '>=': 'f64x2.ge',
  '===': 'f64x2.eq',
  '!==': 'f64x2.ne',
};
const WIDE_MATH: Readonly<Record<string, string>> = {
  abs: 'f64x2.abs',
  sqrt: 'f64x2.sqrt',
  floor: 'f64x2.floor',
  trunc: 'f64x2.trunc',
  // Where either is not a number the first is the answer, in JavaScript NaN: the first must be the one that may be.
  max: 'f64x2.pmax',
  min: 'f64x2.pmin',
};
/** What has no wide form: lane after lane. */
const NARROW_MATH = new Set(['cbrt', 'pow', 'sin', 'cos']);

/** Where in the kernel the numbers of a pool begin. */
const POOL = 'POOL';

/** The numbers that lane programs name, each once. */
export class Pool {
  private readonly places = new Map<string, number>();

  placeOf(value: number): number {
    const text = written(value);
    const place = this.places.get(text) ?? this.places.size;
    this.places.set(text, place);
    return place;
  }

  /** The AssemblyScript that puts them in memory. */
  write(): string {
    return `const ${POOL}: usize = memory.data<f64>([${[...this.places.keys()].join(', ')}]);`;
  }
}

/** Names that a function body can see. */
type Scope = Map<string, Value>;

/**
 * Writes a lane program out for several pairs of lanes: every number becomes as many `v128` values, statement by statement
 * so that independent chains stand side by side, and every call of another program is written out in place.
 */
export class Widener {
  private readonly programs: Programs;
  private readonly pool: Pool;
  private readonly pairs: number;
  private lines: string[] = [];
  private depth = 1;
  private names = 0;
  /** Variables that are given other values later. */
  private readonly changing = new Set<string>();

  constructor(programs: Programs, pool: Pool, pairs: number) {
    this.programs = programs;
    this.pool = pool;
    this.pairs = pairs;
  }

  /** The AssemblyScript function of an entry. */
  write(entry: Entry): string {
    const program = this.programs.functions.get(entry.program);
    if (!program) throw new Error(`no lane program ${entry.program}`);
    const pointers = [
      ...new Set([...entry.parameters, ...entry.results].map(({ pointer }) => `${pointer}: usize`)),
    ];
    const rounds = LANES / 2 / entry.pairs;
    this.lines = [];
    this.depth = rounds > 1 ? 2 : 1;
    const values = entry.parameters.map((record) => {
      const fields = new Map(
        record.fields.map((field, index) => [field, this.load(record.pointer, index)] as const),
      );
      const [first] = fields.values();
      return record.isNumber ? first! : ({ kind: 'record', fields } as const);
    });
    const result = this.call(program, values);
    if (result.kind !== 'record') throw new Error(`${entry.program} must return a record`);
    for (const { pointer, fields } of entry.results)
      fields.forEach((field, index) => this.store(pointer, index, lanesOf(result.fields.get(field), field)));
    const loop = rounds > 1 ? [`  for (let round: i32 = 0; round < ${rounds}; round++) {`] : [];
    const advance =
      rounds > 1
        ? [
            ...pointers.map((pointer) => `    ${pointer.split(':')[0]} += ${entry.pairs * PAIR_BYTES};`),
            '  }',
          ]
        : [];
    return [
      `export function ${entry.name}(${pointers.join(', ')}): void {`,
      ...loop,
      ...this.lines,
      ...advance,
      '}',
      '',
    ].join('\n');
  }

  private load(pointer: string, index: number): Lanes {
    return {
      kind: 'lanes',
      parts: this.each((pair) => `v128.load(${pointer}, ${index * FIELD_BYTES + pair * PAIR_BYTES})`),
    };
  }

  private store(pointer: string, index: number, { parts }: Lanes): void {
    parts.forEach((part, pair) =>
      this.emit(`v128.store(${pointer}, ${part}, ${index * FIELD_BYTES + pair * PAIR_BYTES});`),
    );
  }

  private each(make: (pair: number) => string): string[] {
    return Array.from({ length: this.pairs }, (_, pair) => make(pair));
  }

  private emit(line: string): void {
    this.lines.push(`${'  '.repeat(this.depth)}${line}`);
  }

  /** Write a call out in place. */
  private call(program: ESTree.Function, values: readonly Value[]): Value {
    const scope: Scope = new Map();
    program.params.forEach((parameter, i) => {
      if (parameter.type !== 'Identifier') throw unsupported(parameter, 'a parameter is a name');
      scope.set(parameter.name, this.named(values[i]!, parameter.name));
    });
    for (const statement of program.body?.body ?? []) {
      if (statement.type === 'ReturnStatement') return this.value(statement.argument!, scope);
      this.statement(statement, scope);
    }
    throw new Error('a lane program ends with its answer');
  }

  /** Keep what takes computing under names, so that it is computed once. Records in memory are read where they are used. */
  private named(value: Value, name: string): Value {
    if (value.kind === 'tuple')
      return { kind: 'tuple', items: value.items.map((item) => this.named(item, name)) };
    if (value.kind === 'record')
      return {
        kind: 'record',
        fields: new Map([...value.fields].map(([field, of]) => [field, this.named(of, field)])),
      };
    if (value.parts.every((part) => isCheap(part) && !this.changing.has(part))) return value;
    return this.declare(value, name, 'const');
  }

  private declare(value: Lanes, name: string, word: 'const' | 'let'): Lanes {
    const id = this.names++;
    const parts = this.each((pair) => `${name}_${id}_${pair}`);
    parts.forEach((part, pair) => this.emit(`${word} ${part}: v128 = ${value.parts[pair]};`));
    if (word === 'let') for (const part of parts) this.changing.add(part);
    return { kind: value.kind, parts };
  }

  private statement(node: ESTree.Statement, scope: Scope): void {
    switch (node.type) {
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          const value = this.value(init!, scope);
          this.bind(id, value, scope, node.kind === 'let');
        }
        return;
      case 'ExpressionStatement':
        this.assign(node.expression, scope);
        return;
      case 'IfStatement': {
        this.emit(`if (${this.condition(node.test, scope)}) {`);
        this.block(node.consequent, scope);
        if (node.alternate) {
          this.emit('} else {');
          this.block(node.alternate, scope);
        }
        this.emit('}');
        return;
      }
      case 'ForStatement': {
        const test = node.test;
        if (test?.type !== 'BinaryExpression') throw unsupported(node, 'loops count to a number');
        const limit = this.programs.constantOf(test.right, (name) => scope.has(name));
        if (limit === null) throw unsupported(test, 'loops count to a number');
        const counter = `i_${this.names++}`;
        this.emit(`for (let ${counter}: i32 = 0; ${counter} < ${limit}; ${counter}++) {`);
        this.block(node.body, scope);
        this.emit('}');
        return;
      }
      case 'BreakStatement':
        this.emit('break;');
        return;
      default:
        throw unsupported(node, 'not a statement of lane programs');
    }
  }

  private block(node: ESTree.Statement, scope: Scope): void {
    const inner = new Map(scope);
    this.depth++;
    for (const statement of node.type === 'BlockStatement' ? node.body : [node])
      this.statement(statement, inner);
    this.depth--;
  }

  private bind(pattern: Node, value: Value, scope: Scope, isChanging: boolean): void {
    if (pattern.type === 'Identifier') {
      const { name } = pattern;
      scope.set(name, isChanging ? this.declare(lanesOf(value, name), name, 'let') : this.named(value, name));
      return;
    }
    if (pattern.type === 'ArrayPattern' && value.kind === 'tuple') {
      pattern.elements.forEach((element, i) => {
        if (element) this.bind(element, value.items[i]!, scope, isChanging);
      });
      return;
    }
    if (pattern.type === 'ObjectPattern' && value.kind === 'record') {
      for (const property of pattern.properties) {
        if (property.type !== 'Property') throw unsupported(property, 'fields are named');
        this.bind(property.value, fieldOf(value, nameOf(property.key)), scope, isChanging);
      }
      return;
    }
    throw unsupported(pattern, `cannot take a ${value.kind} apart`);
  }

  private assign(node: Node, scope: Scope): void {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=')
      throw unsupported(node, 'not a statement of lane programs');
    const target = lanesOf(scope.get(nameOf(node.left)), nameOf(node.left));
    const value = this.named(this.value(node.right, scope), nameOf(node.left));
    lanesOf(value, nameOf(node.left)).parts.forEach((part, pair) =>
      this.emit(`${target.parts[pair]} = ${part};`),
    );
  }

  /** A condition to branch on: `any(…)` or `!any(…)`. */
  private condition(node: Node, scope: Scope): string {
    if (node.type === 'UnaryExpression' && node.operator === '!')
      return `!${this.condition(node.argument, scope)}`;
    if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'any')
      throw unsupported(node, 'a branch asks any(…)');
    const { parts } = lanesOf(this.value(node.arguments[0]!, scope), 'any');
    return `v128.any_true(${parts.reduce((a, b) => `v128.or(${a}, ${b})`)})`;
  }

  private value(node: Node, scope: Scope): Value {
    const constant = this.programs.constantOf(node, (name) => scope.has(name));
    if (constant !== null) return this.constant(constant);
    switch (node.type) {
      case 'Identifier': {
        const value = scope.get(node.name);
        if (!value) throw unsupported(node, `no ${node.name}`);
        return value;
      }
      case 'ParenthesizedExpression':
        return this.value(node.expression, scope);
      case 'UnaryExpression':
        return this.map(node.operator === '!' ? 'mask' : 'lanes', [node.argument], scope, ([a]) =>
          node.operator === '!' ? `v128.not(${a})` : `f64x2.neg(${a})`,
        );
      case 'BinaryExpression': {
        const compared = COMPARISONS[node.operator];
        const operation = compared ?? ARITHMETIC[node.operator];
        if (!operation) throw unsupported(node, `no ${node.operator}`);
        return this.map(
          compared ? 'mask' : 'lanes',
          [node.left, node.right],
          scope,
          ([a, b]) => `${operation}(${a}, ${b})`,
        );
      }
      case 'LogicalExpression':
        return this.map(
          'mask',
          [node.left, node.right],
          scope,
          ([a, b]) => `v128.${node.operator === '&&' ? 'and' : 'or'}(${a}, ${b})`,
        );
      case 'ConditionalExpression':
        return this.map(
          'lanes',
          [node.consequent, node.alternate, node.test],
          scope,
          ([a, b, mask]) => `v128.bitselect(${a}, ${b}, ${mask})`,
        );
      case 'MemberExpression': {
        const record = this.value(node.object, scope);
        if (record.kind !== 'record') throw unsupported(node, 'only records have fields');
        return fieldOf(record, nameOf(node.property));
      }
      case 'ArrayExpression':
        return { kind: 'tuple', items: node.elements.map((element) => this.value(element!, scope)) };
      case 'ObjectExpression':
        return this.record(node, scope);
      case 'CallExpression':
        return this.callOf(node, scope);
      default:
        throw unsupported(node, 'not an expression of lane programs');
    }
  }

  /** A number from the pool in memory: one load, where V8 would put a constant together from two halves in four steps. */
  private constant(value: number): Lanes {
    const name = `c_${this.names++}`;
    this.emit(`const ${name}: v128 = v128.load64_splat(${POOL}, ${this.pool.placeOf(value) * 8});`);
    return { kind: 'lanes', parts: this.each(() => name) };
  }

  private record(node: ESTree.ObjectExpression, scope: Scope): Value {
    const fields = new Map<string, Value>();
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        const spread = this.value(property.argument, scope);
        if (spread.kind !== 'record') throw unsupported(property, 'only records are spread');
        for (const [name, value] of spread.fields) fields.set(name, value);
      } else {
        const name = nameOf(property.key);
        fields.set(name, this.named(this.value(property.value, scope), name));
      }
    }
    return { kind: 'record', fields };
  }

  private callOf(node: ESTree.CallExpression, scope: Scope): Value {
    if (isMath(node.callee)) {
      const name = nameOf(node.callee.property);
      if (NARROW_MATH.has(name)) return this.narrow(name, node.arguments, scope);
      const operation = WIDE_MATH[name];
      if (!operation) throw unsupported(node, `no Math.${name}`);
      return this.map('lanes', node.arguments, scope, (parts) => `${operation}(${parts.join(', ')})`);
    }
    const name = nameOf(node.callee);
    if (name === 'isOdd') return this.map('mask', node.arguments, scope, ([q]) => `isOdd(${q})`);
    if (name === 'flipBySecondBit')
      return this.map('lanes', node.arguments, scope, ([value, q]) => `flipBySecondBit(${value}, ${q})`);
    const program = this.programs.functions.get(name);
    if (!program) throw unsupported(node, `no lane program ${name}`);
    return this.call(
      program,
      node.arguments.map((argument) => this.value(argument, scope)),
    );
  }

  /** A function that has no wide form, for both lanes of each pair. */
  private narrow(name: string, args: readonly Node[], scope: Scope): Value {
    const values = args.map((argument) => lanesOf(this.named(this.value(argument, scope), name), name));
    return {
      kind: 'lanes',
      parts: this.each((pair) => {
        const lane = (index: number) =>
          `host_${name}(${values.map(({ parts }) => `f64x2.extract_lane(${parts[pair]}, ${index})`).join(', ')})`;
        return `f64x2.replace_lane(f64x2.splat(${lane(0)}), 1, ${lane(1)})`;
      }),
    };
  }

  private map(
    kind: 'lanes' | 'mask',
    nodes: readonly Node[],
    scope: Scope,
    make: (parts: readonly string[]) => string,
  ): Lanes {
    const values = nodes.map((node) => lanesOf(this.value(node, scope), node.type));
    // What a choice chooses from may itself be conditions.
    const isChoice = kind === 'lanes' && values.length === 3 && values[0]!.kind === 'mask';
    return {
      kind: isChoice ? 'mask' : kind,
      parts: this.each((pair) => make(values.map(({ parts }) => parts[pair]!))),
    };
  }
}

function isCheap(part: string): boolean {
  return /^(\w+|v128\.load\(\w+, \d+\)|f64x2\.splat\([^()]*\))$/.test(part);
}

function written(value: number): string {
  return Number.isInteger(value) ? `${value.toString().includes('e') ? value : `${value}.0`}` : `${value}`;
}

function lanesOf(value: Value | undefined, what: string): Lanes {
  if (!value || value.kind === 'tuple' || value.kind === 'record')
    throw new Error(`lane programs: ${what} is not a number or a condition`);
  return value;
}

function fieldOf(record: Extract<Value, { kind: 'record' }>, name: string): Value {
  const value = record.fields.get(name);
  if (!value) throw new Error(`lane programs: no field ${name}`);
  return value;
}
