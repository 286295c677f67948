import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { EVALUATION_MS } from './qualification.ts';
import {
  CREWS,
  type CrewLetter,
  type Desk,
  DIRECTOR,
  type Nation,
  type Person,
  type PersonId,
  type Qualification,
} from './types.ts';

/**
 * The default roster: four crews, one person a desk, operators of the USA, Canada, the United Kingdom and Australia.
 * Every name is invented. The person's id is crew and desk.
 */
type Row = readonly [desk: Desk, rank: string, name: string, nation: Nation];

const CREW_ROWS: Readonly<Record<CrewLetter, readonly Row[]>> = {
  A: [
    ['CCO', 'Maj', 'D. Okonkwo', 'USA'],
    ['SDO', 'Sqn Ldr', 'P. Ashdown', 'GBR'],
    ['SDT', 'TSgt', 'L. Reyes', 'USA'],
    ['OSA', 'Capt', 'M. Whitlam', 'AUS'],
    ['OST', 'MCpl', 'J. Bélanger', 'CAN'],
    ['OA1', 'Capt', 'R. Singh', 'USA'],
    ['OA2', 'Flt Lt', 'T. Rowntree', 'GBR'],
    ['SCO', 'TSgt', 'K. Boone', 'USA'],
    ['LRO', 'Capt', 'E. Gagnon', 'CAN'],
    ['MWO', 'Capt', 'S. Vance', 'USA'],
    ['SWX', '1st Lt', 'N. Aldous', 'USA'],
    ['LCH', 'TSgt', 'I. Novak', 'USA'],
    ['CLO', 'Maj', 'A. Lindqvist', 'USA'],
  ],
  B: [
    ['CCO', 'Maj', 'A. Tremblay', 'CAN'],
    ['SDO', 'Maj', 'C. Doyle', 'USA'],
    ['SDT', 'Sgt', 'W. Nguyen', 'AUS'],
    ['OSA', 'Capt', 'F. Hargreaves', 'GBR'],
    ['OST', 'SSgt', 'B. Okafor', 'USA'],
    ['OA1', '1st Lt', 'G. Ferreira', 'USA'],
    ['OA2', 'Capt', 'H. Marchetti', 'CAN'],
    ['SCO', 'MSgt', 'V. Alvarez', 'USA'],
    ['LRO', 'Flt Lt', 'O. Ormerod', 'GBR'],
    ['MWO', 'Capt', 'Z. Hollis', 'USA'],
    ['SWX', 'Flt Lt', 'Y. Kirby', 'AUS'],
    ['LCH', 'TSgt', 'J. Yates', 'USA'],
    ['CLO', 'Capt', 'R. Fournier', 'USA'],
  ],
  C: [
    ['CCO', 'Sqn Ldr', 'H. Whitcombe', 'GBR'],
    ['SDO', 'Sqn Ldr', 'L. Carmody', 'AUS'],
    ['SDT', 'SSgt', 'E. Pruitt', 'USA'],
    ['OSA', 'Capt', 'N. Delacroix', 'CAN'],
    ['OST', 'Cpl', 'S. Thornbury', 'GBR'],
    ['OA1', 'Flt Lt', 'A. Marsh', 'AUS'],
    ['OA2', 'Capt', 'D. Castellanos', 'USA'],
    ['SCO', 'TSgt', 'M. Grady', 'USA'],
    ['LRO', 'Capt', 'J. Kowalczyk', 'USA'],
    ['MWO', 'Maj', 'T. Abernathy', 'USA'],
    ['SWX', 'Lt', 'P. Lavigne', 'CAN'],
    ['LCH', 'SSgt', 'R. Dunmore', 'USA'],
    ['CLO', 'Capt', 'C. Escobar', 'USA'],
  ],
  D: [
    ['CCO', 'Sqn Ldr', 'B. Farquhar', 'AUS'],
    ['SDO', 'Maj', 'S. Pelletier', 'CAN'],
    ['SDT', 'Sgt', 'D. Ainsworth', 'GBR'],
    ['OSA', 'Capt', 'L. Montgomery', 'USA'],
    ['OST', 'SSgt', 'K. Iverson', 'USA'],
    ['OA1', 'Capt', 'P. Bouchard', 'CAN'],
    ['OA2', '1st Lt', 'W. Sandoval', 'USA'],
    ['SCO', 'Sgt', 'G. Mulcahy', 'AUS'],
    ['LRO', 'Flt Lt', 'I. Penhaligon', 'GBR'],
    ['MWO', 'Capt', 'O. Stratton', 'USA'],
    ['SWX', 'Capt', 'V. Rasmussen', 'USA'],
    ['LCH', 'MSgt', 'H. Quigley', 'USA'],
    ['CLO', 'Maj', 'E. Winslow', 'USA'],
  ],
};

/** The centre stands on the west coast of America; standard time all year round, for the fatigue model alone. */
const UTC_OFFSET_MIN = -480;

/** Duty officers of two crews are certified as chief as well, so that somebody can stand in. */
const DEPUTIES: readonly PersonId[] = ['A-SDO', 'C-SDO'];

/**
 * The default roster: four crews with one person a desk, and the Director. Every name is invented.
 *
 * @param at start of the exercise: evaluations were taken some weeks to months before, each person's on another day
 */
export function defaultRoster(at: UtcMs): readonly Person[] {
  const crews = CREWS.flatMap((crew, c) =>
    CREW_ROWS[crew].map(([desk, rank, name, nation], d): Person => {
      const id = rosteredPerson(crew, desk);
      return {
        id,
        rank,
        name,
        nation,
        kind: nation === 'USA' ? 'assigned' : 'exchange',
        crew,
        desk,
        utcOffsetMin: UTC_OFFSET_MIN,
        qualifications: desksOf(id, desk).map((held) => certified(held, at, 20 + 5 * (13 * c + d))),
      };
    }),
  );
  const director: Person = {
    id: DIRECTOR,
    rank: 'Col',
    name: 'W. Hathaway',
    nation: 'USA',
    kind: 'assigned',
    crew: null,
    desk: null,
    utcOffsetMin: UTC_OFFSET_MIN,
    qualifications: [],
  };
  return [...crews, director];
}

/** A chief must also be certified as duty officer and at one analyst desk. */
function desksOf(id: PersonId, desk: Desk): readonly Desk[] {
  if (desk === 'CCO') return ['CCO', 'SDO', 'OSA'];
  return DEPUTIES.includes(id) ? ['SDO', 'CCO', 'OSA'] : [desk];
}

function certified(desk: Desk, at: UtcMs, daysBefore: number): Qualification {
  const since = Math.floor(at / MS_PER_DAY) * MS_PER_DAY - daysBefore * MS_PER_DAY;
  const recent = Math.floor(at / MS_PER_DAY) * MS_PER_DAY - 3 * MS_PER_DAY;
  return {
    desk,
    state: 'certified',
    since,
    expires: since + EVALUATION_MS,
    certifiedBy: DIRECTOR,
    stood: [recent, recent],
  };
}

export function rosteredPerson(crew: CrewLetter, desk: Desk): PersonId {
  return `${crew}-${desk}`;
}
