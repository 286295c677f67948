import { describe, expect, it } from 'vitest';
import { appendToFloor, configureExercise, startExercise } from '../../../core/operations/floor.ts';
import { viewFloor, viewLog, viewPeople } from '../../../core/operations/project.ts';
import {
  isReleasedTo,
  judgeRelease,
  markingOf,
  meet,
  topicOf,
  viewerOf,
} from '../../../core/operations/release.ts';
import type { Partner, ReleaseSet } from '../../../core/operations/types.ts';
import type { ViewerKey } from '../../../core/operations/view.ts';
import { openItem, WORK_TYPES } from '../../../core/operations/workload.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';

const START = Date.UTC(2026, 2, 2, 15);
const LATER = START + 3 * MS_PER_HOUR;
const RUS: Partner = {
  id: 'RUS',
  name: 'Notional partner',
  topics: ['re-entry', 'launch'],
  objects: [900_000_001],
  delayMin: 60,
  fields: ['fact'],
};
const SETS: readonly ReleaseSet[] = [
  ['*'],
  ['USA', 'AUS', 'CAN', 'GBR'],
  ['USA'],
  ['USA', 'CAN'],
  ['USA', 'RUS'],
];
const KEYS: readonly ViewerKey[] = [
  'public',
  'nation:USA',
  'nation:GBR',
  'nation:NZL',
  'nation:RUS',
  'partner:RUS',
  'trainer',
];

/** The first is no field of the partner's tier. */
function labelOf(f: number): string {
  return f === 0 ? 'Other' : 'Fact';
}

/** One item of every type and every release set, with a fact of every release set; each value is a word of its own. */
const ITEMS = WORK_TYPES.flatMap(({ type, desk }) =>
  SETS.map((release, i) =>
    openItem({
      id: `${type}-${i}`,
      type,
      source: 'inject',
      summary: `SUMMARY-${type}-${i}`,
      objects: [900_000_001 + (i % 2)],
      severity: 2,
      desk,
      createdAt: START,
      acknowledgeBy: LATER,
      resolveBy: LATER,
      nextActionAt: null,
      criticalAt: null,
      actions: [{ what: `SUMMARY-${type}-${i}`, who: desk, due: LATER }],
      contingency: `SUMMARY-${type}-${i}`,
      facts: SETS.map((own, f) => ({
        id: `f${f}`,
        label: labelOf(f),
        value: `VALUE-${type}-${i}-${f}`,
        isCritical: false,
        asOf: START,
        release: own,
      })),
      release,
      effortMs: 1,
      waitMs: 0,
      acknowledgeAfterMs: 1,
    }),
  ),
);

const begun = startExercise(configureExercise({ seed: 'r', start: START, load: 0, partners: [RUS] }));
const { state } = appendToFloor(
  begun.state,
  ITEMS.map((item) => ({
    at: START,
    actor: 'system' as const,
    fact: { type: 'ItemCreated' as const, item },
  })),
);

/** Said again, in other words than the code's: what this viewer may know. */
function mayKnow(key: ViewerKey, item: (typeof ITEMS)[number], release: ReleaseSet): boolean {
  if (key === 'trainer') return true;
  const isPartner = key.endsWith(':RUS');
  const nation = key === 'public' || key === 'nation:NZL' ? null : key.split(':')[1]!;
  if (isPartner) {
    const isTopic = RUS.topics.includes(topicOf(item.type) ?? '');
    if (!isTopic || !item.objects.includes(900_000_001)) return false;
  }
  return [item.release, release].every(
    (set) => set.includes('*') || (nation !== null && set.includes(nation)),
  );
}

describe('every kind of fact, for every kind of viewer, by every way out', () => {
  it.each(KEYS)('spills nothing to %s, hides nothing that is his, and counts the rest', (key) => {
    const looking = {
      viewer: viewerOf(key, state),
      mode: 'active',
      mark: LATER,
      at: LATER,
      exerciseId: 'X',
    } as const;
    const view = viewFloor(state, looking);
    // Page, socket, handover sheet and look-back are this view; log, search and export are viewLog.
    const ways = {
      view: JSON.stringify({ ...view, log: [] }),
      log: JSON.stringify(viewLog(state.log, state, looking)),
    };
    let checked = 0;
    let withheld = 0;
    for (const item of ITEMS) {
      const isMine = mayKnow(key, item, ['*']);
      expect({ item: item.id, isShown: ways.view.includes(`"${item.summary}"`) }).toEqual({
        item: item.id,
        isShown: isMine,
      });
      const isSpilled = !isMine && ways.log.includes(`${item.summary}"`);
      expect({ item: item.id, isSpilled }).toEqual({ item: item.id, isSpilled: false });
      for (const fact of item.facts) {
        checked++;
        const isField = !key.endsWith(':RUS') || fact.label === 'Fact';
        const isOwn = isField && mayKnow(key, item, fact.release);
        if (!isOwn && view.items.some(({ id }) => id === item.id)) withheld++;
        expect({ fact: fact.value, isShown: ways.view.includes(`"${fact.value}"`) }).toEqual({
          fact: fact.value,
          isShown: isOwn,
        });
        expect(ways.log).not.toContain(fact.value);
      }
    }
    expect(checked).toBe(WORK_TYPES.length * SETS.length * SETS.length);
    expect(view.withheld.facts).toBe(withheld);
    expect(view.items.length + view.withheld.items).toBe(ITEMS.length);
  });

  it('tells a partner nothing before its delay', () => {
    const early = START + 59 * 60_000;
    const viewer = viewerOf('partner:RUS', state);
    const view = viewFloor(state, { viewer, mode: 'active', mark: early, at: early, exerciseId: 'X' });
    expect(view.items).toEqual([]);
    expect(view.withheld.items).toBe(ITEMS.length);
  });
});

describe('a partner', () => {
  const viewer = viewerOf('nation:RUS', state);
  const looking = { viewer, mode: 'active', mark: LATER, at: LATER, exerciseId: 'X' } as const;

  it('gets rank, name, nation and desk of people, and nothing of how they work', () => {
    const view = viewFloor(state, looking);
    expect(view.desks.every(({ handover }) => handover === null)).toBe(true);
    const whole = viewFloor(state, { ...looking, viewer: viewerOf('nation:USA', state) });
    view.desks.forEach(({ holder }, i) => {
      const { id, rank, name, nation, kind, crew, desk } = whole.desks[i]!.holder;
      const nothing = { attendedBy: null, kss: null, absence: null, onDutySince: null, restedAt: null };
      expect(holder).toEqual({ id, rank, name, nation, kind, crew, desk, qualifications: [], ...nothing });
    });
    expect(viewPeople(state, LATER, viewer).every(({ qualifications }) => qualifications.length === 0)).toBe(
      true,
    );
  });

  it('has the fields of the exchange tier where its own are not said', () => {
    const asked = { partner: 'EU', item: 'REENTRY-0', topic: 're-entry' };
    const { fields: _own, ...partner } = { ...RUS, id: 'EU' };
    const known = {
      ...state,
      partners: { EU: partner },
      items: { 'REENTRY-0': { ...state.items['REENTRY-0']!, release: ['*'] } },
    };
    expect(judgeRelease(known, { ...asked, field: 'Decay epoch' })).toEqual({ ok: true });
    expect(judgeRelease(known, { ...asked, field: 'tasking status' })).toMatchObject({
      ok: false,
      rule: 'tier',
    });
  });
});

describe('markings and release sets', () => {
  it('begin with EXERCISE//NOTIONAL, the USA first and the others in order of the alphabet', () => {
    expect(markingOf(['GBR', 'CAN', 'USA', 'AUS'])).toBe('EXERCISE//NOTIONAL//REL TO USA, AUS, CAN, GBR');
    expect(markingOf(['*'])).toBe('EXERCISE//NOTIONAL//RELEASABLE TO ALL');
    expect(markingOf([])).toBe('EXERCISE//NOTIONAL//NOT RELEASABLE');
  });

  it('meet in the nations they have in common', () => {
    expect(meet(['USA', 'CAN'], ['*'])).toEqual(['USA', 'CAN']);
    expect(meet(['USA', 'CAN'], ['CAN', 'GBR'])).toEqual(['CAN']);
    expect(isReleasedTo(['USA'], null)).toBe(false);
  });

  it('are asked for by a partner within its topics and fields only', () => {
    const ask = (item: string, field: string, topic: string) => {
      const judged = judgeRelease(state, { partner: 'RUS', item, field, topic });
      return judged.ok ? 'ok' : judged.rule;
    };
    expect(ask('REENTRY-0', 'FACT', 're-entry')).toBe('ok');
    expect(ask('REENTRY-0', 'tasking status', 're-entry')).toBe('tier');
    expect(ask('REENTRY-2', 'fact', 're-entry')).toBe('release');
    expect(ask('REENTRY-0', 'decay epoch', 'missile-defence')).toBe('topic');
    expect(ask('__proto__', 'decay epoch', 're-entry')).toBe('item');
    expect(
      judgeRelease(state, { partner: 'EU', item: 'REENTRY-0', field: 'tip', topic: 're-entry' }),
    ).toMatchObject({
      ok: false,
      rule: 'partner',
    });
  });
});
