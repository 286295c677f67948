import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hardBodyRadiusOf, readCdm, relativeStateOf } from '../../core/conjunction/cdm.ts';
import {
  addCovariances,
  computePc,
  type Covariance,
  toEncounterPlane,
} from '../../core/conjunction/collision-probability.ts';

/** A folder of real files, which are not part of the project: conjunction/ and cdm/. */
const DATA = process.env['WATCHFLOOR_DATA'];
const REASON = DATA === undefined ? ' (skipped: WATCHFLOOR_DATA names no folder of real data)' : '';

interface PublishedCase {
  readonly id: string;
  readonly units: string;
  readonly HBR: number;
  readonly r1: number[];
  readonly v1: number[];
  readonly C1: number[][];
  readonly r2: number[];
  readonly v2: number[];
  readonly C2: number[][];
  readonly expected: Readonly<Record<'Pc2D' | 'PcCircle' | 'Pc2D_Foster', number | undefined>>;
}

function computePublished({ units, HBR, r1, v1, C1, r2, v2, C2 }: PublishedCase): number {
  const km = units.startsWith('km') ? 1 : 1e-3;
  const difference = (a: number[], b: number[]) =>
    [0, 1, 2].map((axis) => (b[axis]! - a[axis]!) * km) as [number, number, number];
  const covariance = (c: number[][]) =>
    [c[0]![0]!, c[0]![1]!, c[0]![2]!, c[1]![1]!, c[1]![2]!, c[2]![2]!].map(
      (value) => value * km * km,
    ) as unknown as Covariance;
  const plane = toEncounterPlane(
    {
      position: difference(r1, r2),
      velocity: difference(v1, v2),
      covariance: addCovariances(covariance(C1), covariance(C2)),
      radiusKm: Math.hypot(...r1) * km,
    },
    HBR * km,
  );
  return computePc('FOSTER-1992', plane!, HBR * km);
}

describe.skipIf(DATA === undefined)(`conjunction references${REASON}`, () => {
  it('39 published probabilities: operational ones within 1e-7 of themselves, the others within 1e-3', () => {
    const { cases } = JSON.parse(readFileSync(join(DATA ?? '', 'conjunction/pc_cases.json'), 'utf8')) as {
      cases: PublishedCase[];
    };
    expect(cases).toHaveLength(39);
    const failures = cases.filter((one) => {
      const published = one.expected.Pc2D ?? one.expected.PcCircle ?? one.expected.Pc2D_Foster!;
      const tolerance = one.expected.Pc2D === undefined ? 1e-3 : 1e-7;
      return !(Math.abs(computePublished(one) - published) <= tolerance * published);
    });
    expect(failures.map(({ id }) => id)).toEqual([]);
  });

  it('13 messages: ten are read, three turned away with a reason', () => {
    const answers = new Map<string, string>();
    for (const folder of ['cara-operational', 'cara-samples', 'orekit'])
      for (const file of readdirSync(join(DATA ?? '', 'cdm', folder))) {
        const text = readFileSync(join(DATA ?? '', 'cdm', folder, file), 'utf8');
        try {
          const message = readCdm(text);
          const plane = toEncounterPlane(relativeStateOf(message), (hardBodyRadiusOf(message) ?? 20) / 1000);
          answers.set(file, String(computePc('FOSTER-1992', plane!, 0.02) >= 0));
        } catch (error) {
          answers.set(file, error instanceof Error ? error.message : '');
        }
      }
    expect(answers.size).toBe(13);
    const refused = Object.fromEntries([...answers].filter(([, answer]) => answer !== 'true'));
    expect(refused).toEqual({
      'CDM-missing-TCA.txt': 'TCA of the message is missing',
      'CDM-missing-object1-covariance-block.xml': 'CR_R of OBJECT1 is missing',
      'CDM-wrong-key-word.txt': 'line 6: WRONG_KEYWORD is no keyword of a CDM of version 1.0',
    });
  });
});
