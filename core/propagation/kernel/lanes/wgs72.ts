/** The constants of SGP4: WGS-72. Source: Vallado et al., AIAA 2006-6753. */
export const MU = 398_600.8;
export const EARTH_RADIUS_KM = 6378.135;
export const J2 = 0.001082616;
export const J3 = -0.00000253881;
export const J4 = -0.00000165597;
export const J3_OVER_J2 = J3 / J2;
/** √μ in Earth radii^1.5 a minute. */
export const XKE = 60 / Math.sqrt((EARTH_RADIUS_KM * EARTH_RADIUS_KM * EARTH_RADIUS_KM) / MU);
export const KM_S_PER_RADIUS_MINUTE = (EARTH_RADIUS_KM * XKE) / 60;
export const TWO_PI = 2 * Math.PI;
/** The Earth's rotation, rad a minute. */
export const EARTH_RATE = 0.0043752690880113;
