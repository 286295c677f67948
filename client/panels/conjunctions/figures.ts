/** A distance as people say it: metres below a kilometre. */
export function formatMiss(km: number): string {
  return km < 1 ? `${Math.round(km * 1000)} m` : `${km.toFixed(2)} km`;
}

/** Days; a set from after the approach has a negative age. */
export function formatAge(days: number): string {
  const rounded = Math.round(days * 10) / 10;
  return (rounded === 0 ? 0 : rounded).toFixed(1);
}

export function formatPc(pc: number | null): string {
  return pc === null ? '–' : pc === 0 ? '0' : pc.toExponential(1);
}
