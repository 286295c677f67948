import type { ConjunctionAnswer } from '../../../core/protocol/events.ts';
import type { Status } from '../glyphs.tsx';

/** How a conjunction would be reported; notional, after the public criteria for near-Earth orbits. */
export type ConjunctionSeverity = 'emergency' | 'reportable' | 'near' | 'neighbours';

const REPORTED_KM = 1;
const REPORTED_PC = 1e-7;
const EMERGENCY_PC = 1e-4;

export function severityOf({ missKm, pcMax, status }: ConjunctionAnswer): ConjunctionSeverity {
  if (status === 'neighbours') return 'neighbours';
  if (missKm > REPORTED_KM || pcMax === null || pcMax < REPORTED_PC) return 'near';
  return pcMax >= EMERGENCY_PC ? 'emergency' : 'reportable';
}

/** From the worst. */
export const SEVERITY_ORDER: Readonly<Record<ConjunctionSeverity, number>> = {
  emergency: 0,
  reportable: 1,
  near: 2,
  neighbours: 3,
};

export const SEVERITY_MARKS: Readonly<Record<ConjunctionSeverity, Status>> = {
  emergency: 'serious',
  reportable: 'caution',
  near: 'normal',
  neighbours: 'off',
};
