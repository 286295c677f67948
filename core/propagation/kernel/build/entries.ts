import { DAY_RESONANCE, DEEP_SPACE, HALF_DAY_RESONANCE, INTEGRATOR } from '../lanes/deep-space.ts';
import { COMMON, RAW_STATE } from '../lanes/gates.ts';
import { GEODETIC } from '../lanes/geodetic.ts';
import { ELEMENTS } from '../lanes/initialise.ts';
import { NEAR_EARTH } from '../lanes/near-earth.ts';
import { STATE } from '../lanes/orbit-plane.ts';
import { type Entry, LANES, type MemoryRecord } from './widen.ts';

const elements: MemoryRecord = { pointer: 'elements', fields: ELEMENTS };
const common: MemoryRecord = { pointer: 'common', fields: COMMON };
const near: MemoryRecord = { pointer: 'k', fields: NEAR_EARTH };
const deep: MemoryRecord = { pointer: 'k', fields: DEEP_SPACE };
const day: MemoryRecord = { pointer: 'r', fields: DAY_RESONANCE };
const halfDay: MemoryRecord = { pointer: 'r', fields: HALF_DAY_RESONANCE };
const integrator: MemoryRecord = { pointer: 'integrator', fields: INTEGRATOR };
const time = { pointer: 'time', fields: ['t'], isNumber: true } as const;
const raw: MemoryRecord = { pointer: 'state', fields: RAW_STATE };
const state: MemoryRecord = { pointer: 'state', fields: STATE };

/**
 * The programs of the kernel and the memory they work on.
 *
 * Two pairs of lanes at once hide what a step waits for; with four more values would wait in memory than that gains. What is
 * run once a set is kept short instead.
 */
export const ENTRIES: readonly Entry[] = [
  {
    name: 'classifyBlock',
    program: 'classify',
    parameters: [elements],
    results: [{ pointer: 'kind', fields: ['kind'] }],
    pairs: 1,
  },
  {
    name: 'loadNearEarth',
    program: 'loadNearEarth',
    parameters: [elements],
    results: [common, near],
    pairs: 1,
  },
  {
    name: 'loadDeepSpace',
    program: 'loadDeepSpace',
    parameters: [elements],
    results: [common, deep],
    pairs: 1,
  },
  { name: 'loadDay', program: 'initialiseDay', parameters: [elements, deep], results: [day], pairs: 1 },
  {
    name: 'loadHalfDay',
    program: 'initialiseHalfDay',
    parameters: [elements, deep],
    results: [halfDay],
    pairs: 1,
  },
  { name: 'runNearEarth', program: 'runNearEarth', parameters: [near, time], results: [raw], pairs: 2 },
  { name: 'runDeepSpace', program: 'runDeepSpace', parameters: [deep, time], results: [raw], pairs: 2 },
  {
    name: 'runDay',
    program: 'runDay',
    parameters: [deep, day, integrator, time],
    results: [raw, integrator],
    pairs: 2,
  },
  {
    name: 'runHalfDay',
    program: 'runHalfDay',
    parameters: [deep, halfDay, integrator, time],
    results: [raw, integrator],
    pairs: 2,
  },
  { name: 'checkDecay', program: 'checkDecay', parameters: [raw], results: [state], pairs: 2 },
  {
    name: 'checkSanity',
    program: 'checkSanity',
    parameters: [common, raw, time],
    results: [state],
    pairs: 2,
  },
  {
    name: 'keyframe',
    program: 'keyframe',
    parameters: [state, { pointer: 'later', fields: STATE }],
    results: [state],
    pairs: 2,
  },
  {
    name: 'geodeticOf',
    program: 'geodeticOf',
    parameters: [state, time],
    results: [{ pointer: 'state', fields: GEODETIC }],
    pairs: 2,
  },
];

const FIELD_BYTES = LANES * 8;

/** Sizes of a block's records, for the AssemblyScript beside it. */
export const SIZES: Readonly<Record<string, number>> = {
  COMMON_BYTES: COMMON.length * FIELD_BYTES,
  NEAR_BYTES: (COMMON.length + NEAR_EARTH.length) * FIELD_BYTES,
  DEEP_BYTES: (COMMON.length + DEEP_SPACE.length) * FIELD_BYTES,
  DAY_BYTES: (COMMON.length + DEEP_SPACE.length + DAY_RESONANCE.length) * FIELD_BYTES,
  HALF_DAY_BYTES: (COMMON.length + DEEP_SPACE.length + HALF_DAY_RESONANCE.length) * FIELD_BYTES,
  INTEGRATOR_BYTES: INTEGRATOR.length * FIELD_BYTES,
};
