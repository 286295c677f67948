import { DESKS, type Desk, type Nation } from './types.ts';

interface DeskDefinition {
  readonly title: string;
  readonly isMinimumManning: boolean;
  readonly eligibleNations: readonly Nation[];
}

const FOUR: readonly Nation[] = ['USA', 'AUS', 'CAN', 'GBR'];
const USA_ONLY: readonly Nation[] = ['USA'];

/** Desks, minimum manning and eligibility are notional: which thirteen a real centre has is not public. */
const DEFINITIONS: Readonly<Record<Desk, DeskDefinition>> = {
  CCO: { title: 'Chief of Current Operations', isMinimumManning: true, eligibleNations: FOUR },
  SDO: { title: 'Senior space duty officer', isMinimumManning: true, eligibleNations: FOUR },
  SDT: { title: 'Space duty technician', isMinimumManning: false, eligibleNations: FOUR },
  OSA: { title: 'Orbital safety analyst', isMinimumManning: true, eligibleNations: FOUR },
  OST: { title: 'Orbital safety technician', isMinimumManning: false, eligibleNations: FOUR },
  OA1: { title: 'Orbital analyst, near-earth', isMinimumManning: true, eligibleNations: FOUR },
  OA2: { title: 'Orbital analyst, deep-space', isMinimumManning: false, eligibleNations: FOUR },
  SCO: { title: 'Space console operator', isMinimumManning: true, eligibleNations: FOUR },
  LRO: { title: 'Launch and re-entry officer', isMinimumManning: true, eligibleNations: FOUR },
  MWO: { title: 'Missile-warning liaison', isMinimumManning: false, eligibleNations: USA_ONLY },
  SWX: { title: 'Space weather', isMinimumManning: false, eligibleNations: FOUR },
  LCH: { title: 'Laser clearinghouse', isMinimumManning: false, eligibleNations: USA_ONLY },
  CLO: { title: 'Coalition and commercial liaison', isMinimumManning: false, eligibleNations: USA_ONLY },
};

export function deskTitle(desk: Desk): string {
  return DEFINITIONS[desk].title;
}

export function isMinimumManning(desk: Desk): boolean {
  return DEFINITIONS[desk].isMinimumManning;
}

export function eligibleNations(desk: Desk): readonly Nation[] {
  return DEFINITIONS[desk].eligibleNations;
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
