import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import type { FloorEvent } from '../../../core/operations/events.ts';
import { advanceFloor, configureExercise, startExercise } from '../../../core/operations/floor.ts';
import { replay } from '../../../core/operations/reducer.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { chainHash, GENESIS, Journal, journalHash } from '../../../server/storage/journal.ts';
import { makeStateDir, runCli } from '../../helpers/server.ts';

const START = Date.UTC(2026, 2, 2, 15);
const ID = 'X-1';

function eventsOf(hours: number): readonly FloorEvent[] {
  const first = startExercise(configureExercise({ seed: 's', start: START }));
  const rest = advanceFloor(first.state, START + hours * MS_PER_HOUR, emptySurroundings());
  return [...first.events, ...rest.events];
}

const EVENTS = eventsOf(4);
const only = (events: readonly FloorEvent[]) => ({ events, log: [] });
const broken = (seq: number) => ({ ok: false, seq });

describe('the journal', () => {
  let dir: string;
  let store: Store;
  let journal: Journal;
  beforeEach(() => {
    dir = makeStateDir();
    store = openStore(dir);
    journal = new Journal(store);
    journal.create(ID, { origin: 'live', room: 'live', startedAt: START });
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function fill(): void {
    journal.append(ID, only(EVENTS.slice(0, 10)), START);
    journal.append(ID, only(EVENTS.slice(10)), START + 1);
  }

  /** Undo the guard of the table, as somebody with the file in hand could. */
  function tamper(sql: string, ...values: (string | number)[]): void {
    store.exec(
      'DROP TRIGGER IF EXISTS journal_is_append_only_u; DROP TRIGGER IF EXISTS journal_is_append_only_d;',
    );
    store.prepare(sql).run(...values);
  }

  it('gives back what was appended, in order, and the floor it makes', () => {
    fill();
    expect(journal.events(ID)).toEqual(EVENTS);
    expect(replay(journal.events(ID))).toEqual(replay(EVENTS));
    expect(journal.verify(ID)).toMatchObject({ ok: true, entries: EVENTS.length });
    expect(EVENTS.length).toBeGreaterThan(60);
  });

  it('chains each entry to the one before by SHA-256, from one word on: the same events have the same head in any store', () => {
    fill();
    const hash = EVENTS.reduce((before, event) => chainHash(before, JSON.stringify(event)), GENESIS);
    expect(journal.verify(ID)).toEqual({ ok: true, entries: EVENTS.length, headHash: hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(journalHash(EVENTS)).toBe(hash);
  });

  it('goes on after it was closed and opened again', () => {
    journal.append(ID, only(EVENTS.slice(0, 30)), START + 5);
    store.close();
    store = openStore(dir);
    journal = new Journal(store);
    expect(journal.find(ID)).toMatchObject({ headSeq: 30, mark: START + 5 });
    journal.append(ID, only(EVENTS.slice(30)), START + 6);
    expect(journal.verify(ID)).toMatchObject({ ok: true, entries: EVENTS.length });
  });

  it('takes all events of one append or none', () => {
    journal.append(ID, only(EVENTS.slice(0, 5)), START);
    const gap = [...EVENTS.slice(5, 9), EVENTS[10]!];
    expect(() => journal.append(ID, only(gap), START)).toThrow(RangeError);
    expect(journal.events(ID)).toHaveLength(5);
    expect(() => journal.append(ID, only(EVENTS.slice(4, 8)), START)).toThrow(RangeError);
    expect(journal.verify(ID)).toMatchObject({ ok: true, entries: 5 });
    journal.append(ID, only(EVENTS.slice(5)), START);
    expect(journal.verify(ID)).toMatchObject({ ok: true, entries: EVENTS.length });
  });

  it('refuses an exercise it does not know', () => {
    expect(() => journal.append('X-other', only(EVENTS), START)).toThrow(RangeError);
    expect(journal.verify('X-other')).toMatchObject({ ok: false, seq: 0 });
  });

  it('never moves the mark back', () => {
    journal.append(ID, only(EVENTS.slice(0, 1)), START + 1000);
    journal.saveMark(ID, START + 500);
    expect(journal.find(ID)?.mark).toBe(START + 1000);
  });

  it('lists events up to and including an instant, after a number, or before one', () => {
    fill();
    const middle = EVENTS[40]!;
    const until = journal.events(ID, { until: middle.at });
    expect(until).toEqual(EVENTS.filter(({ at }) => at <= middle.at));
    expect(journal.events(ID, { afterSeq: 40 })[0]!.seq).toBe(41);
    expect(journal.events(ID, { beforeSeq: 41 }).at(-1)!.seq).toBe(40);
  });

  it('keeps exercises apart', () => {
    journal.create('X-2', { origin: 'live', room: 'live', startedAt: START });
    fill();
    journal.append('X-2', only(EVENTS.slice(0, 3)), START);
    expect(journal.events('X-2')).toHaveLength(3);
    expect(journal.list().map(({ id }) => id)).toEqual(['X-2', ID]);
    expect(journal.verify('X-2')).toMatchObject({ ok: true, entries: 3 });
  });

  describe('is append-only', () => {
    it('for UPDATE and DELETE', () => {
      fill();
      expect(() => store.prepare("UPDATE journal SET body = '{}' WHERE seq = 3").run()).toThrow(
        /append-only/,
      );
      expect(() => store.prepare('DELETE FROM journal WHERE seq = 3').run()).toThrow(/append-only/);
      expect(() => store.prepare('DELETE FROM journal').run()).toThrow(/append-only/);
      expect(journal.verify(ID)).toMatchObject({ ok: true });
    });

    it('for a second entry with the same number', () => {
      fill();
      const again = store.prepare(
        "INSERT INTO journal (exercise, seq, at, body, hash) VALUES (?, 3, 0, '', '')",
      );
      expect(() => again.run(ID)).toThrow(/append-only|UNIQUE/);
      const upsert = store.prepare(
        "INSERT INTO journal VALUES (?, 3, 0, '', '') ON CONFLICT DO UPDATE SET body = 'x'",
      );
      expect(() => upsert.run(ID)).toThrow(/append-only/);
    });

    it('for INSERT OR REPLACE', () => {
      fill();
      const replace = store.prepare(
        "INSERT OR REPLACE INTO journal (exercise, seq, at, body, hash) VALUES (?, 3, 0, '', '')",
      );
      expect(() => replace.run(ID)).toThrow(/append-only/);
    });
  });

  describe('names the first entry that does not fit:', () => {
    it('a changed text', () => {
      fill();
      tamper('UPDATE journal SET body = replace(body, \'"seq":7\', \'"seq":8\') WHERE seq = 7');
      expect(journal.verify(ID)).toMatchObject(broken(7));
    });

    it('one flipped bit anywhere in a text', () => {
      fill();
      const { body } = store.prepare('SELECT body FROM journal WHERE seq = 12').get() as { body: string };
      for (const place of [0, Math.floor(body.length / 2), body.length - 1]) {
        const flipped = String.fromCharCode(body.charCodeAt(place) ^ 1);
        tamper(
          'UPDATE journal SET body = ? WHERE seq = 12',
          body.slice(0, place) + flipped + body.slice(place + 1),
        );
        expect(journal.verify(ID)).toMatchObject(broken(12));
      }
    });

    it('a changed hash', () => {
      fill();
      tamper("UPDATE journal SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 9");
      expect(journal.verify(ID)).toMatchObject(broken(9));
    });

    it('a changed instant', () => {
      fill();
      tamper('UPDATE journal SET at = at + 1 WHERE seq = 20');
      expect(journal.verify(ID)).toMatchObject(broken(20));
    });

    it('a changed number', () => {
      fill();
      tamper('UPDATE journal SET seq = 100000 WHERE seq = 5');
      expect(journal.verify(ID)).toMatchObject(broken(5));
    });

    it('two entries that changed places', () => {
      fill();
      tamper('UPDATE journal SET seq = -1 WHERE seq = 5');
      tamper('UPDATE journal SET seq = 5 WHERE seq = 6');
      tamper('UPDATE journal SET seq = 6 WHERE seq = -1');
      expect(journal.verify(ID)).toMatchObject(broken(5));
    });

    it('a missing entry in the middle, at the start and at the end', () => {
      fill();
      tamper('DELETE FROM journal WHERE seq = ?', EVENTS.length);
      expect(journal.verify(ID)).toMatchObject(broken(EVENTS.length));
      tamper('DELETE FROM journal WHERE seq = 33');
      expect(journal.verify(ID)).toMatchObject(broken(33));
      tamper('DELETE FROM journal WHERE seq = 1');
      expect(journal.verify(ID)).toMatchObject(broken(1));
    });

    it('a cut tail, and an entry added behind the head', () => {
      fill();
      tamper('DELETE FROM journal WHERE seq > 50');
      expect(journal.verify(ID)).toMatchObject(broken(51));
      journal.create('X-2', { origin: 'live', room: 'live', startedAt: START });
      journal.append('X-2', only(EVENTS.slice(0, 3)), START);
      const { body } = { body: JSON.stringify(EVENTS[3]) };
      const head = journal.find('X-2')!.headHash;
      tamper('INSERT INTO journal VALUES (?, 4, ?, ?, ?)', 'X-2', EVENTS[3]!.at, body, chainHash(head, body));
      expect(journal.verify('X-2')).toMatchObject({ ok: false });
    });

    it('an entry whose chain was made anew, by its head', () => {
      fill();
      const last = EVENTS.at(-1)!;
      const before = store.prepare('SELECT hash FROM journal WHERE seq = ?').get(last.seq - 1) as {
        hash: string;
      };
      const forged = JSON.stringify({ ...last, actor: 'somebody' });
      tamper(
        'UPDATE journal SET body = ?, hash = ? WHERE seq = ?',
        forged,
        chainHash(before.hash, forged),
        last.seq,
      );
      expect(journal.verify(ID)).toMatchObject({ ok: false });
    });
  });

  describe('as `shift verify` tells it:', () => {
    it('exit 0 and a line an exercise when it is whole', async () => {
      fill();
      store.close();
      const { code, stdout, stderr } = await runCli(['shift', 'verify', '--state-dir', dir]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`exercise ${ID}`);
      expect(stdout).toContain(`whole, ${EVENTS.length} entries`);
      store = openStore(dir);
    });

    it('exit 1 and the first broken entry by name', async () => {
      fill();
      tamper("UPDATE journal SET body = body || ' ' WHERE seq = 42");
      store.close();
      const { code, stdout } = await runCli(['shift', 'verify', '--state-dir', dir]);
      expect(code).toBe(1);
      expect(stdout).toContain('broken at entry 42');
      store = openStore(dir);
    });
  });
});

describe('`shift verify` of something else', () => {
  it('exits 2 with one line when there is no store', async () => {
    const { code, stdout, stderr } = await runCli([
      'shift',
      'verify',
      '--state-dir',
      '/nonexistent/watchfloor',
    ]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^watchfloor: .*no store there\n$/);
  });
});
