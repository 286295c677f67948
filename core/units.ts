/** Aliases that say in a signature which unit a number carries. House units: km, km/s, rad, s, kg. */
export type Kilometers = number;
export type KilometersPerSecond = number;
export type Radians = number;
export type Degrees = number;
export type Seconds = number;
export type Milliseconds = number;
/** An instant: float milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
export type UtcMs = number;

export const MS_PER_SECOND = 1000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;
export const RAD_PER_DEG = Math.PI / 180;
export const DEG_PER_RAD = 180 / Math.PI;
