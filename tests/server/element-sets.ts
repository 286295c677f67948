/**
 * Element sets typed in for the tests of the server.
 *
 * ISS: Wikipedia, "Two-line element set", 2008. Vanguard 1: SGP4 verification set of AIAA 2006-6753 (SGP4-VER.TLE),
 * object 00005; checksums verified.
 */
export const ISS = `ISS (ZARYA)
1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537
`;

export const VANGUARD = `VANGUARD 1
1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
`;

/** Vanguard 1 under the Alpha-5 number T0005 (270005), checksums made anew. */
export const ALPHA5 = `ALPHA TEST
1 T0005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 T0005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
`;

/** A geostationary orbit, made up; resonant, so that SGP4 integrates from the epoch in steps of half a day. */
export const GEO = `GEO TEST
1 26038U 99071A   25243.50000000 -.00000100  00000-0  00000-0 0  9998
2 26038   0.0500  90.0000 0002000 120.0000 200.0000  1.00270000 90001
`;

/** An orbit whose perigee lies far inside the Earth at eccentricity 0.9999999: SGP4 answers errors or not-a-number. */
export const HOPELESS = `HOPELESS
1 99990U 99071B   25243.50000000  .00000000  00000-0  99999+3 0  9990
2 99990  51.6000  90.0000 9999999 120.0000 200.0000 16.40000000    08
`;

export const BAD_CHECKSUM = ISS.replace('0  2927', '0  2920');
export const HALF_A_SET = `ISS (ZARYA)
1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
`;
