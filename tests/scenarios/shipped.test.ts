import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { playScenario } from '../../server/commands/scenario.ts';
import { compileScenario, readScenarios, scenarioJsonSchema } from '../../server/scenario-files.ts';
import { journalHash } from '../../server/storage/journal.ts';

const DIRECTORY = fileURLToPath(new URL('../../data/scenarios/', import.meta.url));
const SHIPPED = readScenarios(DIRECTORY);
const first = (): Record<string, unknown> =>
  JSON.parse(
    readFileSync(`${DIRECTORY}${readdirSync(DIRECTORY).find((name) => name.startsWith('sc1-'))}`, 'utf8'),
  ) as Record<string, unknown>;

describe('the shipped scenarios', () => {
  it('are the ten that need no sensors, orbit determination or launch processing', () => {
    expect([...SHIPPED.keys()]).toEqual([
      'sc1',
      'sc2',
      'sc3',
      'sc4',
      'sc7',
      'sc9',
      'sc10',
      'sc11',
      'sc13',
      'sc14',
    ]);
  });

  it.each([...SHIPPED.values()].map((scenario) => [scenario.id, scenario.name, scenario] as const))(
    '%s, %s, runs to its end and passes, the same each time',
    (_id, _name, scenario) => {
      const { grade, events } = playScenario(scenario);
      expect(grade.expectations.filter(({ state }) => state !== 'passed')).toEqual([]);
      expect(grade.isOver).toBe(true);
      expect(grade.expectations.length).toBeGreaterThanOrEqual(5);
      expect(journalHash(playScenario(scenario).events)).toBe(journalHash(events));
    },
  );

  it('compute the approach of Iridium 33 and Cosmos 2251, to 2 ms and 1 m of what the element sets say', () => {
    const { events } = playScenario(SHIPPED.get('sc2')!);
    const item = events.flatMap(({ fact }) =>
      fact.type === 'ItemCreated' && fact.item.id === 'APPROACH-SC2' ? [fact.item] : [],
    )[0]!;
    expect(item.source).toBe('computed');
    expect(Math.abs(item.criticalAt! - Date.UTC(2009, 1, 10, 16, 55, 59, 796))).toBeLessThanOrEqual(2);
    expect(item.facts.find(({ label }) => label === 'Miss distance')!.value).toBe('698 m');
  });
});

describe('the published schema', () => {
  it('is that of the reader', () => {
    const published: unknown = JSON.parse(readFileSync(`${DIRECTORY}schema.json`, 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });
});

describe('a scenario file is refused with place and reason', () => {
  it.each([
    ['an unknown field', { colour: 'red' }, /Unrecognized key.*colour/],
    [
      'a time that is none',
      { injects: [{ id: 'a', at: '-00:10', action: { type: 'log', text: 'x' } }] },
      /injects\.0\.at/,
    ],
    [
      'a time after the end',
      { injects: [{ id: 'a', at: '+99:00', action: { type: 'log', text: 'x' } }] },
      /after the end/,
    ],
    [
      'an unknown inject',
      { injects: [{ id: 'a', at: '+00:10', action: { type: 'bang' } }] },
      /injects\.0 \(a\)/,
    ],
    [
      'neither time nor condition',
      { injects: [{ id: 'a', action: { type: 'log', text: 'x' } }] },
      /either at or after/,
    ],
    [
      'two injects of one name',
      {
        injects: [
          { id: 'a', at: '+00:10', action: { type: 'log', text: 'x' } },
          { id: 'a', at: '+00:20', action: { type: 'log', text: 'x' } },
        ],
      },
      /a is there twice/,
    ],
    [
      'an uncertified chief',
      {
        people: [
          { id: 'B-CCO', qualifications: [] },
          { id: 'B-SDO', qualifications: [] },
        ],
      },
      /cannot be staffed: CCO: .*not certified/,
    ],
    ['a pattern outside the eight-hour rule', { pattern: 'panama' }, /no such eight-hour pattern/],
    [
      'element sets with a wrong checksum',
      {
        elements: [
          '1 24946U 97051C   09040.78448243 +.00000153 +00000-0 +47668-4 0  9990',
          '2 24946 086.3994 121.7028 0002288 085.1644 274.9812 14.34219863597336',
        ],
      },
      /elements, line 1/,
    ],
  ])('%s', (_what, change, reason) => {
    expect(() => compileScenario({ ...first(), ...change }, 'test.json')).toThrow(reason);
  });
});
