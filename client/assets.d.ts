/** Made at build time by assets.plugin.ts. */
declare module 'virtual:stars' {
  /** URL of packed stars: Int16 × 4 a star — right ascension, declination (J2000, units of π/32767), magnitude × 1000, B−V × 1000. */
  const url: string;
  export default url;
}
declare module 'virtual:coastlines' {
  /** URL of packed lines: per line a Uint16 count, then Int16 longitude, latitude pairs (units of 180°/32767). */
  const url: string;
  export default url;
}
declare module 'virtual:borders' {
  /** As coastlines. */
  const url: string;
  export default url;
}
