/** Below this the series of erf, above it the continued fraction of erfc. */
const SERIES_TO = 2;
const MOST_TERMS = 200;
const TINY = 1e-300;

/** The complementary error function of x ≥ 0, to 1e-14 of itself, however small. Source: Abramowitz & Stegun, 7.1.6 and 7.1.14. */
function erfcOfPositive(x: number): number {
  if (x < SERIES_TO) return 1 - erfBySeries(x);
  // Lentz's method for x + (1/2)/(x + 1/(x + (3/2)/(x + …))).
  let f = x;
  let c = x;
  let d = 0;
  for (let n = 1; n < MOST_TERMS; n++) {
    const a = n / 2;
    d = 1 / (x + a * d || TINY);
    c = x + a / c;
    const step = c * d;
    f *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * f);
}

function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < MOST_TERMS && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erf(b) − erf(a) for a ≤ b, without the cancellation that its two parts would bring far from 0. */
export function erfBetween(a: number, b: number): number {
  if (a >= 0) return erfcOfPositive(a) - erfcOfPositive(b);
  if (b <= 0) return erfcOfPositive(-b) - erfcOfPositive(-a);
  return 2 - erfcOfPositive(-a) - erfcOfPositive(b);
}
