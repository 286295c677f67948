import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replay } from '../../../core/operations/reducer.ts';
import { viewFloor } from '../../../core/operations/project.ts';
import { viewerOf } from '../../../core/operations/release.ts';
import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import type { FeedInfo } from '../../../core/protocol/events.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../../core/units.ts';
import { ExerciseKeeper } from '../../../server/simulation/exercise-keeper.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { Journal } from '../../../server/storage/journal.ts';
import { makeStateDir } from '../../helpers/server.ts';

const SETTINGS = { seed: 'keeper', pattern: 'metropolitan', overlapMin: 30 };
const START = Date.UTC(2026, 2, 2, 12);

function textsOf(keeper: ExerciseKeeper): string[] {
  return keeper.log({ before: 1e9, limit: 500 }, 'trainer').entries.map(({ text }) => text);
}

const feed = (state: FeedInfo['state'], problem: string | null = null): FeedInfo => ({
  id: 'celestrak-active',
  name: 'CelesTrak, active',
  state,
  fetchedAt: START - MS_PER_HOUR,
  nextAskAt: null,
  problem,
});
const itemsOf = (keeper: ExerciseKeeper) => Object.values(keeper.current.items).map(({ summary }) => summary);

describe('the exercise of a room', () => {
  let dir: string;
  let store: Store;
  let journal: Journal;
  beforeEach(() => {
    dir = makeStateDir();
    reopen();
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function reopen(): void {
    store = openStore(dir);
    journal = new Journal(store);
  }

  /** As a server that was ended hard and started again: nothing survives but the file. */
  function restart(time: number, origin = 'live'): ExerciseKeeper {
    store.close();
    reopen();
    return open(time, origin);
  }

  const parts = () => ({ journal, settings: SETTINGS, around: emptySurroundings(), room: 'live' });

  function open(time: number, origin = 'live'): ExerciseKeeper {
    return ExerciseKeeper.open(parts(), { origin, time });
  }

  const eventsOf = (keeper: ExerciseKeeper) => journal.events(keeper.exerciseId);

  const refusals = (keeper: ExerciseKeeper) =>
    eventsOf(keeper).flatMap(({ fact, actor }) =>
      fact.type === 'RequestRefused' ? [{ actor, request: fact.request, rule: fact.rule }] : [],
    );

  const journalInSteps = (origin: string, stepMs: number) => {
    const keeper = open(START, origin);
    let now = START;
    const advance = (to: number) => {
      while (now < to) keeper.advanceTo((now = Math.min(to, now + stepMs)));
    };
    advance(START + 3.5 * MS_PER_HOUR);
    const [chief] = keeper.view(now, 'trainer').desks;
    const { from, to, id } = chief!.handover!;
    keeper.takeSeat({ person: from, name: 'out' }, now);
    keeper.takeSeat({ person: to, name: 'in' }, now);
    advance(now + 3 * MS_PER_MINUTE + 0.25);
    keeper.command(to, { type: 'preview-handover', handover: id }, now);
    advance(now + 2 * MS_PER_HOUR);
    keeper.leaveSeat(from, 'left', now);
    keeper.leaveSeat(to, 'left', now);
    advance(now + 6 * MS_PER_HOUR);
    return eventsOf(keeper).slice(1);
  };
  const journalAfterLeaving = (origin: string, hasTicked: boolean) => {
    const keeper = open(START, origin);
    keeper.takeSeat({ person: keeper.view(START, 'trainer').desks[0]!.holder.id, name: 'me' }, START);
    const later = START + 5 * MS_PER_HOUR;
    if (hasTicked) keeper.advanceTo(later);
    keeper.leaveSeat(keeper.view(START, 'trainer').attended[0]!.id, 'left', later);
    keeper.advanceTo(later + MS_PER_HOUR);
    return eventsOf(keeper).slice(1);
  };

  describe('follows the rule of the two times:', () => {
    it('behind the mark it is read-only and shows the floor as it was then', () => {
      const keeper = open(START);
      keeper.advanceTo(START + 10 * MS_PER_HOUR);
      const events = eventsOf(keeper);
      for (const hours of [7, 4.0001, 0.5, 3, 9.99]) {
        const time = START + hours * MS_PER_HOUR;
        expect(keeper.modeAt(time)).toBe('review');
        keeper.advanceTo(time);
        const then = replay(events.filter(({ at }) => at <= time))!;
        expect(keeper.view(time, 'trainer')).toEqual(
          viewFloor(then, {
            viewer: viewerOf('trainer', then),
            mode: 'review',
            mark: START + 10 * MS_PER_HOUR,
            at: time,
            exerciseId: keeper.exerciseId,
          }),
        );
      }
      const seat = { person: 'A-CCO', name: 'me' };
      expect(keeper.takeSeat(seat, START + MS_PER_HOUR)).toMatchObject({ ok: false, rule: 'two-times' });
      const entry = { type: 'add-log-entry', text: 'x' } as const;
      expect(keeper.command('A-CCO', entry, START)).toMatchObject({ ok: false, rule: 'two-times' });
      expect(eventsOf(keeper)).toEqual(events);
      expect(keeper.currentMark).toBe(START + 10 * MS_PER_HOUR);
    });

    it('reaching the mark again resumes, with the journal it would have had anyway', () => {
      const keeper = open(START);
      keeper.advanceTo(START + 5 * MS_PER_HOUR);
      keeper.advanceTo(START + MS_PER_HOUR);
      expect(keeper.modeAt(START + 5 * MS_PER_HOUR)).toBe('active');
      keeper.advanceTo(START + 9 * MS_PER_HOUR);
      expect(keeper.view(START + 9 * MS_PER_HOUR, 'trainer').mode).toBe('active');

      const straight = ExerciseKeeper.open(parts(), { origin: 'other', time: START });
      straight.advanceTo(START + 9 * MS_PER_HOUR);
      expect(eventsOf(keeper).slice(1)).toEqual(eventsOf(straight).slice(1));
    });

    it('a jump ahead is simulated through: every shift is stood and handed over', () => {
      const keeper = open(START);
      keeper.advanceTo(START + 5 * MS_PER_DAY);
      const facts = eventsOf(keeper).map(({ fact }) => fact);
      expect(facts.filter(({ type }) => type === 'ShiftStarted')).toHaveLength(15);
      expect(
        facts.filter((fact) => fact.type === 'ResponsibilityTransferred' && fact.desk === 'CCO'),
      ).toHaveLength(15);
    });

    it('thirty days ahead is simulated through, a moment more is refused and nothing happens', () => {
      const keeper = open(START);
      const limit = START + 30 * MS_PER_DAY;
      const begun = eventsOf(keeper).length;
      expect(keeper.modeAt(limit)).toBe('active');
      expect(keeper.modeAt(limit + 1)).toBe('too-far-ahead');
      expect(keeper.advanceTo(limit + 1)).toBe(false);
      expect(keeper.takeSeat({ person: 'A-CCO', name: 'me' }, limit + 1)).toMatchObject({
        ok: false,
        rule: 'two-times',
      });
      expect(eventsOf(keeper)).toHaveLength(begun);
      expect(keeper.currentMark).toBe(START);
      keeper.advanceTo(limit);
      expect(journal.verify(keeper.exerciseId)).toMatchObject({ ok: true });
    });

    it('before its start it is neither active nor review', () => {
      const keeper = open(START);
      expect(keeper.modeAt(START - 1)).toBe('before-start');
      expect(keeper.advanceTo(START - 1)).toBe(false);
      expect(keeper.takeSeat({ person: 'A-CCO', name: 'me' }, START - 1)).toMatchObject({
        rule: 'two-times',
      });
      expect(keeper.view(START - 1, 'trainer').mode).toBe('before-start');
    });

    it('the mark never goes back, however slowly the clock does', () => {
      const keeper = open(START);
      keeper.advanceTo(START + MS_PER_HOUR);
      const mark = keeper.currentMark;
      for (let i = 1; i <= 100; i++) keeper.advanceTo(mark - 0.5 * i);
      expect(keeper.currentMark).toBe(mark);
      expect(keeper.modeAt(mark - 50)).toBe('review');
    });
  });

  describe('is the same at any step:', () => {
    it('commands at the same instants give the same journal, however the clock ticked between', () => {
      const coarse = journalInSteps('coarse', 30 * MS_PER_SECOND);
      expect(journalInSteps('fine', 7 * MS_PER_SECOND)).toEqual(coarse);
      expect(coarse.length).toBeGreaterThan(100);
    });

    it('leaving a seat leaves a journal that does not depend on when the last tick was', () => {
      expect(journalAfterLeaving('jumped', false)).toEqual(journalAfterLeaving('ticked', true));
    });

    it('no event lies ahead of the mark', () => {
      const keeper = open(START);
      const person = keeper.view(START, 'trainer').desks[0]!.holder.id;
      keeper.takeSeat({ person, name: 'me' }, START);
      keeper.leaveSeat(person, 'left', START + MS_PER_HOUR);
      expect(eventsOf(keeper).at(-1)!.at).toBeLessThanOrEqual(Math.ceil(keeper.currentMark));
    });
  });

  describe('after a restart', () => {
    it('goes on with the same exercise, the same floor and an unbroken chain', () => {
      const before = open(START);
      before.advanceTo(START + 3 * MS_PER_HOUR);
      const events = eventsOf(before);
      const after = restart(START + 3 * MS_PER_HOUR + 30 * MS_PER_SECOND);
      expect(after.exerciseId).toBe(before.exerciseId);
      expect(eventsOf(after)).toEqual(events);
      after.advanceTo(START + 5 * MS_PER_HOUR);
      expect(journal.verify(after.exerciseId)).toMatchObject({ ok: true });
    });

    it('says that the floor was unattended, simulates the gap through and empties the seats', () => {
      const before = open(START);
      const person = before.view(START, 'trainer').desks[0]!.holder.id;
      before.takeSeat({ person, name: 'me' }, START);
      before.advanceTo(START + MS_PER_HOUR);
      before.saveMark();
      const later = START + 14 * MS_PER_HOUR;
      const after = restart(later);
      expect(after.exerciseId).toBe(before.exerciseId);
      expect(after.view(later, 'trainer').attended).toEqual([]);
      expect(after.currentMark).toBeGreaterThanOrEqual(later);
      const [newest] = textsOf(after);
      expect(newest).toContain('unattended from 2026-03-02T13:00:00Z to 2026-03-03T02:00:00Z');
      const transfers = eventsOf(after).filter(
        ({ fact }) => fact.type === 'ResponsibilityTransferred' && fact.desk === 'CCO',
      );
      expect(transfers).toHaveLength(2);
      expect(after.takeSeat({ person: transfers.at(-1)!.actor, name: 'me' }, later)).toMatchObject({
        ok: true,
      });
    });

    it('says nothing of a gap under a minute', () => {
      const before = open(START);
      before.advanceTo(START + MS_PER_MINUTE);
      before.saveMark();
      const after = restart(START + MS_PER_MINUTE + 59_000);
      expect(textsOf(after).join()).not.toContain('unattended');
    });

    it('more than thirty days later begins a new exercise and keeps the old one whole', () => {
      const before = open(START);
      before.advanceTo(START + MS_PER_HOUR);
      before.saveMark();
      const after = restart(START + 31 * MS_PER_DAY);
      expect(after.exerciseId).not.toBe(before.exerciseId);
      expect(journal.verify(before.exerciseId)).toMatchObject({ ok: true });
      expect(journal.list()).toHaveLength(2);
    });

    it('resumes an exercise that began at a fixed instant at its mark, and only that one', () => {
      const before = open(START, `at:${START}`);
      before.advanceTo(START + 2 * MS_PER_HOUR);
      before.saveMark();
      const after = restart(START, `at:${START}`);
      expect(after.exerciseId).toBe(before.exerciseId);
      expect(after.currentMark).toBe(START + 2 * MS_PER_HOUR);
      expect(restart(START, 'at:1').exerciseId).not.toBe(before.exerciseId);
    });

    it('resumes after a stop in the middle of a command at the mark that is on disk', () => {
      const before = open(START);
      const person = before.view(START, 'trainer').desks[0]!.holder.id;
      before.takeSeat({ person, name: 'me' }, START + 1000.25);
      before.command(person, { type: 'add-log-entry', text: 'last words' }, START + 2000.75);
      const after = restart(START + 2001);
      expect(textsOf(after)).toContain('last words');
      expect(journal.verify(after.exerciseId)).toMatchObject({ ok: true });
    });
  });

  describe('among several', () => {
    it('begins a new one where no exercise covers the time, and goes back to the one that does', () => {
      const keeper = open(START);
      const first = keeper.exerciseId;
      keeper.advanceTo(START + MS_PER_HOUR);
      keeper.saveMark();
      const far = START + 100 * MS_PER_DAY;
      expect(keeper.switchTo(far)).toBe(false);
      keeper.startNew('at:far', far);
      const second = keeper.exerciseId;
      expect(second).not.toBe(first);
      keeper.advanceTo(far + MS_PER_HOUR);
      expect(keeper.switchTo(far)).toBe(false);
      expect(keeper.switchTo(START + 30 * MS_PER_MINUTE)).toBe(true);
      expect(keeper.exerciseId).toBe(first);
      expect(keeper.modeAt(START + 30 * MS_PER_MINUTE)).toBe('review');
      keeper.advanceTo(START + 2 * MS_PER_HOUR);
      expect(keeper.switchTo(far + 2 * MS_PER_HOUR)).toBe(true);
      expect(keeper.exerciseId).toBe(second);
      expect(keeper.currentMark).toBe(far + MS_PER_HOUR);
      for (const id of [first, second]) expect(journal.verify(id)).toMatchObject({ ok: true });
    });

    it('keeps the mark of one that was left for a new one', () => {
      const keeper = open(START);
      keeper.advanceTo(START + MS_PER_HOUR);
      keeper.startNew('at:far', START + 100 * MS_PER_DAY);
      keeper.switchTo(START + MS_PER_HOUR);
      expect(keeper.currentMark).toBe(START + MS_PER_HOUR);
    });

    it('has nobody seated in one that was left and comes back', () => {
      const keeper = open(START);
      const person = keeper.view(START, 'trainer').desks[0]!.holder.id;
      keeper.takeSeat({ person, name: 'gone' }, START);
      keeper.startNew('at:far', START + 100 * MS_PER_DAY);
      keeper.switchTo(START + MS_PER_HOUR);
      expect(keeper.view(START + MS_PER_HOUR, 'trainer').attended).toEqual([]);
      expect(keeper.takeSeat({ person, name: 'new' }, START + MS_PER_HOUR)).toMatchObject({ ok: true });
    });
  });

  describe('has a log', () => {
    it('that is read newest first and page by page without a gap', () => {
      const keeper = open(START);
      keeper.advanceTo(START + 2 * MS_PER_DAY);
      const whole = keeper.log({ before: 1e9, limit: 500 }, 'trainer').entries;
      expect(whole.length).toBeGreaterThan(100);
      const paged: (typeof whole)[number][] = [];
      for (let before = 1e9; ; before = paged.at(-1)!.seq) {
        const page = keeper.log({ before, limit: 40 }, 'trainer').entries;
        if (page.length === 0) break;
        paged.push(...page);
      }
      expect(paged).toEqual(keeper.log({ before: 1e9, limit: 100_000 }, 'trainer').entries);
    });

    it('whose pages are full as long as there are older lines', () => {
      const keeper = open(START);
      keeper.advanceTo(START + 3.51 * MS_PER_HOUR);
      expect(keeper.log({ before: 1e9, limit: 1 }, 'trainer').entries).toHaveLength(1);
    });
  });

  describe('writes down what was refused:', () => {
    it('a seat of somebody who is not there, once however often it is asked for', () => {
      const keeper = open(START);
      const absent = { person: 'D-CCO', name: 'nobody yet' };
      for (let i = 0; i < 5; i++) expect(keeper.takeSeat(absent, START + i)).toMatchObject({ rule: 'seat' });
      expect(refusals(keeper)).toEqual([{ actor: 'system', request: 'take-seat', rule: 'seat' }]);
      expect(textsOf(keeper)[0]).toContain('Refused (seat), take-seat:');
    });

    it('a signature of somebody else than the two, and the second of two acceptances', () => {
      const keeper = open(START);
      const now = START + 3.6 * MS_PER_HOUR;
      const { from, to, id } = keeper.view((keeper.advanceTo(now), now), 'trainer').desks[0]!.handover!;
      const third = keeper.view(now, 'trainer').desks[5]!.holder.id;
      for (const person of [from, to, third]) keeper.takeSeat({ person, name: person }, now);
      expect(keeper.command(third, { type: 'sign-out', handover: id }, now)).toMatchObject({ ok: false });
      expect(keeper.command(third, { type: 'relieve', handover: id }, now)).toMatchObject({ ok: false });
      expect(keeper.command(to, { type: 'relieve', handover: 'H-GONE' }, now)).toMatchObject({ ok: false });
      expect(refusals(keeper)).toEqual([
        { actor: third, request: 'sign-out', rule: 'seat' },
        { actor: third, request: 'relieve', rule: 'seat' },
        { actor: to, request: 'relieve', rule: 'handover' },
      ]);
    });
  });

  describe('hears of the live sources:', () => {
    it('one that fails becomes an item once, and its answer resolves it', () => {
      const keeper = ExerciseKeeper.open(
        { ...parts(), settings: { ...SETTINGS, load: 0 } },
        { origin: 'live', time: START },
      );
      expect(keeper.noteFeeds([feed('current')], START + 1000)).toBe(false);
      expect(keeper.noteFeeds([feed('failing', 'no connection')], START + 2000)).toBe(true);
      for (const state of ['asking', 'failing', 'waiting'] as const)
        expect(keeper.noteFeeds([feed(state)], START + 3000)).toBe(false);
      keeper.advanceTo(START + 4000);
      expect(itemsOf(keeper)).toEqual(['Data source fails: CelesTrak, active']);
      expect(textsOf(keeper)).toContain('Data source CelesTrak, active failed: no connection');
      expect(keeper.noteFeeds([feed('current')], START + MS_PER_MINUTE)).toBe(true);
      expect(itemsOf(keeper)).toEqual([]);
      expect(replay(eventsOf(keeper))).toEqual(keeper.current);
    });

    it('in review nothing is added to the past', () => {
      const keeper = open(START);
      keeper.advanceTo(START + MS_PER_HOUR);
      const before = eventsOf(keeper).length;
      expect(keeper.noteFeeds([feed('failing')], START + MS_PER_MINUTE)).toBe(false);
      expect(eventsOf(keeper)).toHaveLength(before);
    });
  });
});
