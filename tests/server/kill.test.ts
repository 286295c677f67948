import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FloorCommand } from '../../core/operations/commands.ts';
import type { FloorEvent } from '../../core/operations/events.ts';
import { replay } from '../../core/operations/reducer.ts';
import type { HandoverState } from '../../core/operations/types.ts';
import { createRandom } from '../../core/random.ts';
import { MS_PER_MINUTE } from '../../core/units.ts';
import { openStore } from '../../server/storage/database.ts';
import { Journal } from '../../server/storage/journal.ts';
import { ask, makeStateDir, runCli, startServer, type TestServer } from '../helpers/server.ts';
import { pause, Watcher } from '../helpers/watcher.ts';
import { staysAt } from '../core/operations/playing.ts';
import { ISS } from './element-sets.ts';

/** The long form is WATCHFLOOR_KILLS=50. */
const KILLS = Number(process.env['WATCHFLOOR_KILLS'] ?? 5);
const TIME = '2026-03-02T15:40:00Z';
/** A hand-over by hand takes some twenty to forty requests; the kill comes after any number of them. */
const LAST_REQUEST = 140;

/** What the server has said yes to: it must be in the journal, whatever happens next. */
interface Promised {
  readonly texts: string[];
  readonly facts: { readonly type: FloorEvent['fact']['type']; readonly handover: string }[];
}

/** One hand-over of the chief by two people, who write into the log between their steps. */
class HandDrivenWatch {
  readonly promised: Promised = { texts: [], facts: [] };
  requests = 0;
  private readonly out: Watcher;
  private readonly incoming: Watcher;
  private readonly round: number;
  private readonly onRequest: (requests: number) => void;

  constructor([out, incoming]: readonly [Watcher, Watcher], round: number, onRequest: (n: number) => void) {
    this.out = out;
    this.incoming = incoming;
    this.round = round;
    this.onRequest = onRequest;
  }

  /** Until the chief is relieved or the line goes dead. */
  async drive(): Promise<void> {
    const { out, incoming } = this;
    const boundary = out.floor.shift.end;
    await out.clockCommand({ type: 'jump', time: boundary - 25 * MS_PER_MINUTE });
    await out.until('the overlap', ({ floor }) => floor.desks[0]!.handover?.boundary === boundary);
    const { from, to, id } = out.floor.desks[0]!.handover!;
    await out.takeSeat(from, 'Out');
    await incoming.takeSeat(to, 'In');
    for (const { id: line } of out.floor.desks[0]!.handover!.checklist)
      await this.ask(incoming, { type: 'review-line', handover: id, line });
    await this.ask(incoming, { type: 'preview-handover', handover: id });
    await this.tell(id);
    await out.clockCommand({ type: 'jump', time: boundary + MS_PER_MINUTE });
    for (;;) {
      await pause(230);
      await this.tell(id);
      if (await this.ask(incoming, { type: 'relieve', handover: id })) return;
    }
  }

  private async tell(id: string): Promise<void> {
    for (const { item, acknowledgedAt } of this.out.floor.desks[0]!.handover?.items ?? []) {
      if (acknowledgedAt !== null) continue;
      await this.ask(this.out, { type: 'brief-item', handover: id, item });
      const facts = this.incoming.floor.items.find((open) => open.id === item)?.facts ?? [];
      const values = Object.fromEntries(facts.map((fact) => [fact.id, fact.value]));
      await this.ask(this.incoming, { type: 'read-back', handover: id, item, values });
      await this.ask(this.incoming, {
        type: 'acknowledge-handover-item',
        handover: id,
        item,
        synthesis: 'understood',
      });
    }
    await this.ask(this.incoming, { type: 'say-ready', handover: id });
    await this.ask(this.out, { type: 'sign-out', handover: id });
  }

  /** One step, and a line of log by each of the two at the same moment. */
  private async ask(who: Watcher, command: FloorCommand): Promise<boolean> {
    const [isDone] = await Promise.all([
      this.send(who, command),
      this.note(this.out),
      this.note(this.incoming),
    ]);
    return isDone;
  }

  private async note(who: Watcher): Promise<void> {
    const text = `round ${this.round}, request ${this.requests + 1}`;
    if (await this.send(who, { type: 'add-log-entry', text })) this.promised.texts.push(text);
  }

  private async send(who: Watcher, command: FloorCommand): Promise<boolean> {
    this.requests++;
    this.onRequest(this.requests);
    const { ok } = await who.floorCommand(command);
    if (ok && command.type === 'sign-out')
      this.promised.facts.push({ type: 'HandoverSignedOut', handover: command.handover });
    if (ok && command.type === 'preview-handover')
      this.promised.facts.push({ type: 'HandoverPreviewed', handover: command.handover });
    if (ok && command.type === 'relieve')
      this.promised.facts.push({ type: 'ResponsibilityTransferred', handover: command.handover });
    return ok;
  }
}

function readJournal(dir: string): readonly FloorEvent[] {
  const store = openStore(dir);
  const journal = new Journal(store);
  const [exercise] = journal.list();
  const events = exercise ? journal.events(exercise.id) : [];
  store.close();
  return events;
}

function handoverOf({ fact }: FloorEvent): string | undefined {
  if (fact.type === 'ResponsibilityTransferred') return fact.via;
  return 'handover' in fact ? fact.handover : undefined;
}

describe(`a server that is killed ${KILLS} times in the middle of hand-overs`, () => {
  let dir: string;
  let catalog: string;
  let server: TestServer | null = null;
  beforeAll(() => {
    dir = makeStateDir();
    catalog = join(dir, 'one.tle');
    writeFileSync(catalog, ISS);
  });
  afterAll(async () => {
    if (server?.isRunning()) await server.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  it(
    'has exactly one chief after each restart, an unbroken chain, and everything it ever said yes to',
    { timeout: 60_000 + KILLS * 20_000 },
    async () => {
      const random = createRandom(`kills ${process.env['WATCHFLOOR_KILL_SEED'] ?? '1'}`);
      const reached: Record<HandoverState | 'none', number> = {
        none: 0,
        open: 0,
        previewed: 0,
        suspended: 0,
        refused: 0,
        deferred: 0,
        ready: 0,
        signed: 0,
        accepted: 0,
      };
      let before: readonly FloorEvent[] = [];
      let kept = 0;
      for (let round = 1; round <= KILLS; round++) {
        const running = await startServer({ stateDir: dir, args: ['--catalog', catalog, '--time', TIME] });
        server = running;
        const { shift } = (await ask(running, '/api/status')).json() as {
          shift: { chief: { name: string } };
        };
        expect(shift.chief.name).not.toBe('');

        const pair = [await Watcher.join(running.url), await Watcher.join(running.url)] as const;
        const target = Math.floor(random() * LAST_REQUEST);
        const delayMs = random() * 6;
        let killed: Promise<void> | null = null;
        const kill = () => (killed ??= pause(delayMs).then(() => running.kill()));
        const watch = new HandDrivenWatch(pair, round, (requests) => {
          if (requests > target) void kill();
        });
        const lineDied = new Promise<void>((resolve) => {
          pair[0].socket.once('disconnect', () => resolve());
        });
        await Promise.race([watch.drive().catch(() => undefined), lineDied]);
        await kill();
        for (const watcher of pair) watcher.close();

        const verdict = await runCli(['shift', 'verify', '--state-dir', dir]);
        expect(verdict).toMatchObject({ code: 0, stderr: '' });
        const events = readJournal(dir);
        expect(events.slice(0, before.length)).toEqual(before);
        reached[replay(events)?.handovers.CCO?.state ?? 'none']++;
        const { stays, faults } = staysAt('CCO', events);
        expect(faults).toEqual([]);
        expect(stays.filter(({ to }) => to === Number.POSITIVE_INFINITY)).toHaveLength(1);
        const texts = new Set(
          events.flatMap(({ fact }) => (fact.type === 'LogEntryAdded' ? [fact.text] : [])),
        );
        for (const text of watch.promised.texts) expect(texts).toContain(text);
        for (const { type, handover: id } of watch.promised.facts)
          expect(events.some((event) => event.fact.type === type && handoverOf(event) === id)).toBe(true);
        kept += watch.promised.texts.length + watch.promised.facts.length;
        before = events;
      }
      console.log(
        `${KILLS} kills: state of the chief's hand-over in the journal ${JSON.stringify(reached)}; ${kept} promises kept`,
      );
      expect(kept).toBeGreaterThan(KILLS);

      const last = await startServer({ stateDir: dir, args: ['--catalog', catalog, '--time', TIME] });
      server = last;
      const status = (await ask(last, '/api/status')).json() as { shift: { chief: { attendedBy: unknown } } };
      expect(status.shift.chief.attendedBy).toBeNull();
      expect(await last.stop()).toBe(0);
      expect(readJournal(dir).slice(0, before.length)).toEqual(before);
    },
  );
});
