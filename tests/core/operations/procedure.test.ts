import { describe, expect, it } from 'vitest';
import type { FloorCommand } from '../../../core/operations/commands.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { configurationAt, MONDAY, PlayedFloor } from './playing.ts';

const BOUNDARY = MONDAY + 16 * MS_PER_HOUR;
const at = (minutes: number) => BOUNDARY + minutes * MS_PER_MINUTE;

/** Both chiefs attended, 25 minutes before the boundary, one item to tell (of severity 3 where it has a critical instant); no other work. */
function overlap(procedure: 'rigid' | 'flexible', criticalAt: number | null = null) {
  const floor = new PlayedFloor({ ...configurationAt(at(-90)), load: 0, procedure });
  floor.train({
    type: 'inject',
    action: {
      type: 'item',
      item: {
        id: 'X',
        type: 'APPROACH',
        summary: 'to tell',
        severity: criticalAt === null ? 2 : 3,
        desk: 'OSA',
        objects: [],
        acknowledgeMin: 60,
        resolveMin: 600,
        effortMin: 500,
        waitMin: 0,
        acknowledgeAfterMin: 1,
        nextActionAt: null,
        criticalAt,
        contingency: '',
        actions: [],
        facts: [{ label: 'TCA', value: '16:56Z', isCritical: true, release: ['*'] }],
        release: ['*'],
      },
    },
  });
  floor.advance(at(-29));
  const { from, to, id } = floor.handover('CCO');
  floor.sit(from);
  floor.sit(to);
  floor.advance(at(-25));
  const ask = (person: string, command: FloorCommand): string => {
    const decision = floor.command(person, command);
    return decision.ok ? 'ok' : decision.rule;
  };
  const lines = () => floor.handover('CCO').checklist.map((line) => line.id);
  const fact = Object.values(floor.state.items)[0]!.facts[0]!;
  return { floor, from, to, handover: id, ask, lines, fact, item: 'X' };
}

/** Everything up to the outgoing chief's signature. */
function prepare({ from, to, handover, ask, lines, fact, item }: ReturnType<typeof overlap>): void {
  for (const line of lines()) ask(to, { type: 'review-line', handover, line });
  expect(ask(to, { type: 'preview-handover', handover })).toBe('ok');
  expect(ask(from, { type: 'brief-item', handover, item })).toBe('ok');
  expect(ask(to, { type: 'read-back', handover, item, values: { [fact.id]: fact.value } })).toBe('ok');
  expect(ask(to, { type: 'acknowledge-handover-item', handover, item, synthesis: 'mine now' })).toBe('ok');
  expect(ask(to, { type: 'say-ready', handover })).toBe('ok');
  expect(ask(from, { type: 'sign-out', handover })).toBe('ok');
}

describe('the rigid procedure', () => {
  it('has a fixed order, and waives nothing', () => {
    const { from, to, handover, ask, lines, item } = overlap('rigid');
    expect(ask(from, { type: 'brief-item', handover, item })).toBe('handover-order');
    expect(ask(to, { type: 'waive-line', handover, line: lines()[0]!, reason: 'no time' })).toBe('B10');
    for (const line of lines()) ask(to, { type: 'review-line', handover, line });
    ask(to, { type: 'preview-handover', handover });
    expect(ask(from, { type: 'brief-item', handover, item })).toBe('ok');
    expect(ask(to, { type: 'acknowledge-handover-item', handover, item, synthesis: 'mine' })).toBe('INV-7');
  });
});

describe('the flexible procedure', () => {
  it('lets a status line be waived with a reason, which stands in the log and costs in the score', () => {
    const { floor, to, handover, ask, lines } = overlap('flexible');
    const [first, ...others] = lines();
    expect(ask(to, { type: 'waive-line', handover, line: first!, reason: '  ' })).toBe('text');
    expect(ask(to, { type: 'waive-line', handover, line: first!, reason: 'the wall display is down' })).toBe(
      'ok',
    );
    for (const line of others) ask(to, { type: 'review-line', handover, line });
    expect(ask(to, { type: 'preview-handover', handover })).toBe('ok');
    expect(floor.state.log.map(({ text }) => text).join()).toContain('the wall display is down');
    expect(floor.handover('CCO').checklist[0]).toMatchObject({ reviewedAt: null });
  });

  it('has a free order: telling before reading, acknowledging before reading back', () => {
    const { floor, from, to, handover, ask, lines, item, fact } = overlap('flexible');
    expect(ask(from, { type: 'brief-item', handover, item })).toBe('ok');
    expect(ask(to, { type: 'acknowledge-handover-item', handover, item, synthesis: 'mine' })).toBe('ok');
    for (const line of lines()) ask(to, { type: 'review-line', handover, line });
    expect(ask(to, { type: 'preview-handover', handover })).toBe('ok');
    // What INV-7 asks for is asked for all the same, before the relief.
    expect(ask(to, { type: 'say-ready', handover })).toBe('INV-7');
    expect(ask(to, { type: 'read-back', handover, item, values: { [fact.id]: fact.value } })).toBe('ok');
    expect(ask(to, { type: 'say-ready', handover })).toBe('ok');
    expect(floor.handover('CCO').readyAt).not.toBeNull();
  });
});

describe('deferring, refusing and consenting', () => {
  it('a deferred handover stands still until somebody resumes it, and says why', () => {
    const { floor, from, to, handover, ask } = overlap('rigid');
    expect(ask(from, { type: 'defer-handover', handover, reason: 'a burn is under way' })).toBe('ok');
    expect(floor.handover('CCO')).toMatchObject({
      state: 'deferred',
      pause: { reason: 'a burn is under way', until: null },
    });
    floor.advance(at(10));
    expect(floor.handover('CCO').state).toBe('deferred');
    expect(floor.state.tenures.CCO.person).toBe(from);
    expect(ask(to, { type: 'resume-handover', handover })).toBe('ok');
    expect(floor.handover('CCO').pause).toBeNull();
  });

  it('a refusal holds the outgoing chief over until the relief takes it back', () => {
    const { floor, from, to, handover, ask } = overlap('rigid');
    expect(ask(from, { type: 'refuse-handover', handover, reason: 'not I' })).toBe('seat');
    expect(ask(to, { type: 'refuse-handover', handover, reason: 'two items are not acknowledged' })).toBe(
      'ok',
    );
    floor.advance(at(10));
    expect(floor.handover('CCO')).toMatchObject({ state: 'refused', isHeldOver: true });
    expect(floor.state.tenures.CCO.person).toBe(from);
    expect(ask(to, { type: 'resume-handover', handover })).toBe('ok');
  });

  it('in a critical phase the chief changes only with the consent of both chiefs and the duty officer', () => {
    const watch = overlap('rigid', at(5));
    const { floor, from, to, handover, ask } = watch;
    prepare(watch);
    floor.advance(at(4));
    expect(ask(to, { type: 'relieve', handover })).toBe('critical-phase');
    const officer = floor.state.tenures.SDO.person;
    floor.sit(officer);
    expect(ask(floor.state.tenures.OA1.person, { type: 'consent-critical-phase', handover })).toBe('seat');
    expect(ask(from, { type: 'consent-critical-phase', handover })).toBe('ok');
    expect(ask(from, { type: 'consent-critical-phase', handover })).toBe('handover-state');
    expect(ask(to, { type: 'consent-critical-phase', handover })).toBe('ok');
    expect(ask(to, { type: 'relieve', handover })).toBe('critical-phase');
    expect(ask(officer, { type: 'consent-critical-phase', handover })).toBe('ok');
    expect(ask(to, { type: 'relieve', handover })).toBe('ok');
    expect(floor.state.tenures.CCO.person).toBe(to);
  });

  it('the chief takes over without a desk of minimum manning only when it is waived with a reason', () => {
    const watch = overlap('rigid');
    const { floor, to, handover, ask } = watch;
    const { from: holder, to: relief } = floor.handover('OSA');
    floor.sit(holder);
    floor.sit(relief);
    prepare(watch);
    floor.advance(at(6));
    expect(ask(to, { type: 'relieve', handover })).toBe('INV-6');
    expect(ask(to, { type: 'waive-desk', handover, desk: 'OSA', reason: '' })).toBe('text');
    expect(ask(to, { type: 'waive-desk', handover, desk: 'OSA', reason: 'their line is down' })).toBe('ok');
    expect(ask(to, { type: 'relieve', handover })).toBe('ok');
    expect(floor.state.tenures.CCO.person).toBe(to);
    expect(floor.state.tenures.OSA.person).toBe(holder);
    expect(floor.state.log.map(({ text }) => text).join()).toContain('without OSA: their line is down');
  });
});
