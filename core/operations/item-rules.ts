import type { ItemRules, ScreeningRules, WatchedPair } from './types.ts';

/** After the Spaceflight Safety Handbook for Operators v1.7 (2023), at second hand; the number of cases is ours. */
export const SCREENING_RULES: ScreeningRules = {
  windowH: 24,
  perScreening: 3,
  reportMissKm: 1,
  deepMissKm: 5,
  reportPc: 1e-7,
  emergencyPc: 1e-4,
};

/** Rules by which nothing of the catalogue becomes work; switched on, their defaults. */
export const NO_RULES: ItemRules = {
  isOn: false,
  perSurvey: 3,
  surveyEveryMin: 60,
  pairs: [],
  approachWindowH: 24,
};

/** Two catalog numbers and a distance in km, as people type them: `24946/22675/5`; null when it is not that. */
export function parseWatchedPair(text: string): WatchedPair | null {
  const match = /^(\d{1,9})\/(\d{1,9})\/(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (!match) return null;
  const [primary = 0, secondary = 0, thresholdKm = 0] = match.slice(1).map(Number);
  const isSound = primary > 0 && secondary > 0 && primary !== secondary && thresholdKm > 0;
  return isSound && thresholdKm <= 1000 ? { primary, secondary, thresholdKm } : null;
}
