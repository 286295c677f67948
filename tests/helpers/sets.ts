/** The ISS, 2008, from the Wikipedia article on two-line element sets: https://en.wikipedia.org/wiki/Two-line_element_set */
export const ISS_2008 = [
  'ISS (ZARYA)',
  '1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927',
  '2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537',
].join('\n');

/** Vanguard 1, 2000: first case of the SGP4 verification set, Vallado et al., AIAA 2006-6753. */
export const VANGUARD_2000 = [
  '0 VANGUARD 1',
  '1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753',
  '2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667',
].join('\n');

/** Vanguard 1 with the last digit of line 1 changed: checksum 4 instead of 3. */
export const VANGUARD_BAD_CHECKSUM = VANGUARD_2000.replace('4753', '4754');
