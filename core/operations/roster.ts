import {
  CREWS,
  type CrewLetter,
  type Desk,
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

const PEOPLE: ReadonlyMap<PersonId, Person> = new Map(
  CREWS.flatMap((crew) =>
    CREW_ROWS[crew].map(([desk, rank, name, nation]) => {
      const id = rosteredPerson(crew, desk);
      return [id, { id, rank, name, nation, crew, desk, qualifications: qualificationsFor(desk) }] as const;
    }),
  ),
);

/** A chief must also be certified as duty officer and at one analyst desk. */
function qualificationsFor(desk: Desk): Qualification[] {
  const desks: Desk[] = desk === 'CCO' ? ['CCO', 'SDO', 'OSA'] : [desk];
  return desks.map((held) => ({
    desk: held,
    certifiedBy: 'Director of Operations',
    certifiedOn: '2026-01-05',
  }));
}

export function rosteredPerson(crew: CrewLetter, desk: Desk): PersonId {
  return `${crew}-${desk}`;
}

export function findPerson(id: PersonId): Person | undefined {
  return PEOPLE.get(id);
}

/** The person with an id that is known to be on the roster. */
export function personById(id: PersonId): Person {
  const person = PEOPLE.get(id);
  if (!person) throw new RangeError(`nobody on the roster is ${id}`);
  return person;
}

export function everyone(): readonly Person[] {
  return [...PEOPLE.values()];
}

export function isCertified(id: PersonId, desk: Desk): boolean {
  return findPerson(id)?.qualifications.some((held) => held.desk === desk) ?? false;
}
