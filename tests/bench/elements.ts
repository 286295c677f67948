import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { json2satrec, twoline2satrec } from 'satellite.js';
import { readElementSets } from '../../core/elements/read.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { Librarian } from '../../server/simulation/librarian.ts';
import { ElementStore } from '../../server/storage/element-store.ts';
import { compare, print, printComparison, type Subject } from './measure.ts';

/** Reading element sets, against satellite.js' readers over the same bytes; then memory, and the store. */
export async function benchElements({ name, sets, text: given }: Subject): Promise<void> {
  const text =
    given ??
    sets
      .map((set, i) => writeTle({ ...set, catalogNumber: i + 1, internationalDesignator: '' }))
      .flatMap((lines) => (lines ? [lines.line1, lines.line2] : []))
      .join('\n');
  const bytes = Buffer.from(text);
  const { account } = readElementSets(bytes, { lenient: true });
  if (account.records === 0) return print('  no element sets: give --catalog FILE');
  const isJson = text.trimStart().startsWith('[');
  const satelliteJs = isJson
    ? { name: 'JSON.parse and satellite.js json2satrec', run: () => readJson(bytes) }
    : { name: 'satellite.js twoline2satrec, line by line', run: () => readLines(bytes) };
  const medians = compare([
    { name: 'readElementSets, with every check', run: () => void readElementSets(bytes, { lenient: true }) },
    satelliteJs,
  ]);
  printComparison(medians, { name: 'set', count: account.records });
  if (given !== null) printMemory(name);
  await printStore(bytes);
}

/** What reading the file takes beyond what the process had before, in a process of its own. */
function printMemory(file: string): void {
  const script = fileURLToPath(new URL('read-memory.ts', import.meta.url));
  const answer = execFileSync(process.execPath, ['--import', 'tsx', script, file], { encoding: 'utf8' });
  print(`  memory: ${answer.trim()}`);
}

/** The file into an empty store, and out of it again after a restart. */
async function printStore(bytes: Uint8Array): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'watchfloor-bench-'));
  const store = new ElementStore(dir, { maxSets: 20_000_000 });
  const librarian = new Librarian(store, { historyDays: 60 });
  const request = { input: bytes, isLenient: true, mode: 'add', by: 'bench', at: 0 } as const;
  const first = await timed(() => librarian.load({ ...request, name: 'first' }));
  const again = await timed(() => librarian.load({ ...request, name: 'again' }));
  const out = await timed(() => Promise.resolve(librarian.state({})));
  store.close();
  rmSync(dir, { recursive: true });
  print(
    `  store: loaded in ${first} s, once more (every set known) in ${again} s, both read back in ${out} s`,
  );
}

async function timed(job: () => Promise<unknown>): Promise<string> {
  const start = performance.now();
  await job();
  return ((performance.now() - start) / 1000).toFixed(2);
}

function readLines(bytes: Buffer): void {
  const lines = bytes.toString().split('\n');
  let first = '';
  for (const line of lines) {
    if (line.startsWith('1 ')) first = line;
    else if (line.startsWith('2 ')) twoline2satrec(first, line);
  }
}

function readJson(bytes: Buffer): void {
  for (const record of JSON.parse(bytes.toString()) as Parameters<typeof json2satrec>[0][])
    json2satrec(record);
}
