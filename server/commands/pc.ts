import { readFile } from 'node:fs/promises';
import { hardBodyRadiusOf, readCdm, relativeStateOf } from '../../core/conjunction/cdm.ts';
import {
  computePc,
  dilutionThreshold,
  PC_METHODS,
  type PcMethod,
  toEncounterPlane,
} from '../../core/conjunction/collision-probability.ts';
import { InputError } from '../../core/errors.ts';
import { norm } from '../../core/vector.ts';
import { numberOption, write } from './output.ts';

export interface PcOptions {
  readonly cdm: string;
  readonly hbrM?: string;
  readonly method: string;
}

const METERS_PER_KM = 1000;
/** Where neither the message nor the caller names one. */
const DEFAULT_HBR_M = 20;
/** A message whose miss distance is farther than this share, and 10 m, from that of its own states contradicts itself. */
const CONTRADICTION_SHARE = 0.01;
const CONTRADICTION_M = 10;

/** `pc`: the probability of a conjunction data message, as JSON. */
export async function pc(options: PcOptions): Promise<number> {
  const method = PC_METHODS.find((known) => known === options.method);
  if (!method) throw new InputError(`--method ${options.method}: one of ${PC_METHODS.join(', ')} is wanted`);
  const text = await readText(options.cdm);
  await write(`${JSON.stringify(answer(options, text, method), null, 1)}\n`);
  return 0;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function answer(options: PcOptions, text: string, method: PcMethod) {
  const cdm = read(options.cdm, text);
  const given = options.hbrM === undefined ? null : numberOption('--hbr-m', options.hbrM);
  if (given !== null && !(given > 0)) throw new InputError(`--hbr-m ${options.hbrM}: more than 0 is wanted`);
  const hbrM = given ?? hardBodyRadiusOf(cdm) ?? DEFAULT_HBR_M;
  const state = relativeStateOf(cdm);
  const plane = toEncounterPlane(state, hbrM / METERS_PER_KM);
  const missM = norm(state.position) * METERS_PER_KM;
  const declaredM = cdm.missDistanceKm * METERS_PER_KM;
  const isContradictory =
    Math.abs(missM - declaredM) > CONTRADICTION_M + CONTRADICTION_SHARE * Math.max(missM, declaredM);
  const flags: string[] = [...(plane?.flags ?? ['zero-relative-speed'])];
  if (isContradictory) flags.push('miss-distance-contradicts-states');
  return {
    pc: plane && computePc(method, plane, hbrM / METERS_PER_KM),
    method,
    miss_m: missM,
    relative_speed_m_s: norm(state.velocity) * METERS_PER_KM,
    flags,
    hbr_m: hbrM,
    hbr_source: given !== null ? 'given' : hardBodyRadiusOf(cdm) !== null ? 'message' : 'assumed',
    pc_max: plane && computePc('ALFRIEND-1999', plane, hbrM / METERS_PER_KM),
    dilution_threshold: plane && dilutionThreshold(plane),
    message_id: cdm.messageId,
    declared: { pc: cdm.collisionProbability, method: cdm.collisionProbabilityMethod, miss_m: declaredM },
    objects: cdm.objects.map(({ designator, name, covarianceMethod }) => ({
      designator,
      name,
      covariance_method: covarianceMethod,
    })),
  };
}

function read(file: string, text: string) {
  try {
    return readCdm(text);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}
