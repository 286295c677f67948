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

/** The last sets before the collision of 10 February 2009: Space-Track history. */
export const COLLISION_2009 = [
  '1 24946U 97051C   09040.78448243 +.00000153 +00000-0 +47668-4 0  9994',
  '2 24946 086.3994 121.7028 0002288 085.1644 274.9812 14.34219863597336',
  '1 22675U 93036A   09040.49834364 -.00000001  00000-0  95251-5 0  9996',
  '2 22675 074.0355 019.4646 0016027 098.7014 261.5952 14.31135643817415',
].join('\n');
