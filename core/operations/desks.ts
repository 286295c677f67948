import { DESKS, type Desk, type ExerciseConfiguration, type Nation } from './types.ts';

interface DeskDefinition {
  readonly title: string;
  readonly isMinimumManning: boolean;
  readonly eligibleNations: readonly Nation[];
  /** Desks whose holder takes this one too when it has nobody of its own, in order. */
  readonly coveredBy: readonly Desk[];
  /** May be planned without a person of its own. */
  readonly mayBeCombined: boolean;
}

export const FOUR: readonly Nation[] = ['USA', 'AUS', 'CAN', 'GBR'];
const USA_ONLY: readonly Nation[] = ['USA'];

function desk(
  title: string,
  eligibleNations: readonly Nation[],
  rules: { isMinimumManning?: boolean; mayBeCombined?: boolean; coveredBy: readonly Desk[] },
): DeskDefinition {
  const isMinimumManning = rules.isMinimumManning ?? false;
  return {
    title,
    eligibleNations,
    isMinimumManning,
    coveredBy: rules.coveredBy,
    mayBeCombined: rules.mayBeCombined ?? !isMinimumManning,
  };
}

const MINIMUM = { isMinimumManning: true } as const;

/** Desks, minimum manning, eligibility and who covers whom are notional: which thirteen a real centre has is not public. */
const DEFINITIONS: Readonly<Record<Desk, DeskDefinition>> = {
  CCO: desk('Chief of Current Operations', FOUR, { ...MINIMUM, coveredBy: [] }),
  SDO: desk('Senior space duty officer', FOUR, {
    ...MINIMUM,
    mayBeCombined: true,
    coveredBy: ['CLO', 'OSA', 'OA1'],
  }),
  SDT: desk('Space duty technician', FOUR, { coveredBy: ['SDO'] }),
  OSA: desk('Orbital safety analyst', FOUR, { ...MINIMUM, coveredBy: ['OST', 'OA1'] }),
  OST: desk('Orbital safety technician', FOUR, { coveredBy: ['OSA'] }),
  OA1: desk('Orbital analyst, near-earth', FOUR, { ...MINIMUM, coveredBy: ['OA2', 'OSA'] }),
  OA2: desk('Orbital analyst, deep-space', FOUR, { coveredBy: ['OA1'] }),
  SCO: desk('Space console operator', FOUR, { ...MINIMUM, coveredBy: ['OA1', 'OSA'] }),
  LRO: desk('Launch and re-entry officer', FOUR, {
    ...MINIMUM,
    mayBeCombined: true,
    coveredBy: ['OSA', 'OA1'],
  }),
  MWO: desk('Missile-warning liaison', USA_ONLY, { coveredBy: ['CLO', 'LCH'] }),
  SWX: desk('Space weather', FOUR, { coveredBy: ['SDO'] }),
  LCH: desk('Laser clearinghouse', USA_ONLY, { coveredBy: ['CLO', 'MWO'] }),
  CLO: desk('Coalition and commercial liaison', USA_ONLY, { coveredBy: ['SDO', 'MWO', 'LCH'] }),
};

export function deskTitle(desk: Desk): string {
  return DEFINITIONS[desk].title;
}

export function isMinimumManning(desk: Desk): boolean {
  return DEFINITIONS[desk].isMinimumManning;
}

/** Who may hold a desk: the table of the exercise, else the notional one. */
export function eligibleNations(
  { eligibility }: Pick<ExerciseConfiguration, 'eligibility'>,
  desk: Desk,
): readonly Nation[] {
  return eligibility?.[desk] ?? DEFINITIONS[desk].eligibleNations;
}

export function coveringDesks(desk: Desk): readonly Desk[] {
  return DEFINITIONS[desk].coveredBy;
}

export function mayBeCombined(desk: Desk): boolean {
  return DEFINITIONS[desk].mayBeCombined;
}

/** One value for each desk. */
export function forEachDesk<T>(make: (desk: Desk) => T): Readonly<Record<Desk, T>> {
  const [CCO, SDO, SDT, OSA, OST, OA1, OA2, SCO, LRO, MWO, SWX, LCH, CLO] = DESKS;
  return {
    CCO: make(CCO),
    SDO: make(SDO),
    SDT: make(SDT),
    OSA: make(OSA),
    OST: make(OST),
    OA1: make(OA1),
    OA2: make(OA2),
    SCO: make(SCO),
    LRO: make(LRO),
    MWO: make(MWO),
    SWX: make(SWX),
    LCH: make(LCH),
    CLO: make(CLO),
  };
}
