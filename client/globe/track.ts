/**
 * Find how far along a track of points a position lies.
 *
 * @param track three numbers a point
 * @param position three numbers, on or near the track
 * @returns index of the point before it plus the share of the way to the next
 */
export function placeOnTrack(track: Float64Array, position: Float64Array): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < track.length; i += 3) {
    const share = shareAlong(track, i, position);
    let distance = 0;
    for (let axis = 0; axis < 3; axis++) {
      const from = track[i + axis]!;
      distance += (from + share * (track[i + 3 + axis]! - from) - position[axis]!) ** 2;
    }
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = i / 3 + share;
  }
  return best;
}

/** Foot of the perpendicular on the segment that starts at number `i`, held to 0…1. */
function shareAlong(track: Float64Array, i: number, position: Float64Array): number {
  let along = 0;
  let length2 = 0;
  for (let axis = 0; axis < 3; axis++) {
    const step = track[i + 3 + axis]! - track[i + axis]!;
    along += (position[axis]! - track[i + axis]!) * step;
    length2 += step * step;
  }
  return length2 === 0 ? 0 : Math.min(1, Math.max(0, along / length2));
}
