import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { ALL_PATTERNS, planShifts } from '../../core/operations/shift.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { openStore } from '../storage/database.ts';
import { Journal } from '../storage/journal.ts';
import { instantOption, write } from './output.ts';

/** `shift plan`: every shift that begins in the span, and the one under way at its start, as CSV. */
export async function planShiftsCommand(options: {
  from: string;
  to: string;
  pattern: string;
}): Promise<number> {
  const from = instantOption('--from', options.from);
  const to = instantOption('--to', options.to);
  const pattern = ALL_PATTERNS.find(({ id }) => id === options.pattern);
  if (!pattern) {
    const known = ALL_PATTERNS.map(({ id }) => id);
    throw new InputError(`--pattern ${options.pattern}: one of ${known.join(', ')} is wanted`);
  }
  if (to <= from) throw new InputError(`--to ${options.to} is not after --from ${options.from}`);
  if (pattern.isOutsideEightHourRule)
    process.stderr.write(`${pattern.title}: outside the eight-hour rule, for comparison only\n`);
  const shifts = planShifts(from, to, pattern);
  const rows = shifts.map(
    ({ start, end, name, crew }) => `${formatIsoUtc(start)},${formatIsoUtc(end)},${name},${crew}\n`,
  );
  await write(`start_utc,end_utc,shift,crew\n${rows.join('')}`);
  return 0;
}

/** `shift verify`: walk the hash chain of every exercise; 1 and the first broken entry when one is broken. */
export async function verifyShiftsCommand({ stateDir }: { stateDir: string }): Promise<number> {
  if (!existsSync(join(stateDir, 'watchfloor.db')))
    throw new InputError(`--state-dir ${stateDir}: no store there`);
  const store = openStore(stateDir);
  const journal = new Journal(store);
  let isBroken = false;
  for (const { id, startedAt } of journal.list()) {
    const verdict = journal.verify(id);
    isBroken ||= !verdict.ok;
    const found = verdict.ok
      ? `whole, ${verdict.entries} entries, head ${verdict.headHash}`
      : `broken at entry ${verdict.seq}: ${verdict.reason}`;
    await write(`exercise ${id}, from ${formatIsoUtc(startedAt)}: ${found}\n`);
  }
  store.close();
  return isBroken ? 1 : 0;
}
