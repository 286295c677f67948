import { type Amendment, hiddenCodes, type Section } from './frames.ts';
import { WORDS_OF } from './pack.ts';

export interface AmendedSlices {
  readonly slices: readonly Uint32Array[];
  /** Of each slice there was: the places in it whose objects are no longer in it; ascending. */
  readonly dropped: readonly Uint16Array[];
}

/** Places of objects after some are gone: those behind move up. @returns −1 for who is gone */
export function placeAfter(gone: Uint32Array): (before: number) => number {
  return (before) => {
    let low = 0;
    let high = gone.length;
    // Below `low` all are smaller, from `high` on none is.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (gone[middle]! < before) low = middle + 1;
      else high = middle;
    }
    return gone[low] === before ? -1 : before - low;
  };
}

export function amendSlices(slices: readonly Uint32Array[], { gone, added }: Amendment): AmendedSlices {
  const moved = new Set(added.flatMap((indices) => [...indices]));
  const place = placeAfter(gone);
  const dropped: Uint16Array[] = [];
  const kept = slices.map((indices) => {
    const out: number[] = [];
    const left: number[] = [];
    indices.forEach((before, i) => {
      const after = place(before);
      if (after < 0 || moved.has(after)) out.push(i);
      else left.push(after);
    });
    dropped.push(Uint16Array.from(out));
    return Uint32Array.from(left);
  });
  return { slices: [...kept, ...added], dropped };
}

/** A section without some of its places. */
export function dropPlaces(section: Section, places: Uint16Array): Section {
  if (places.length === 0) return section;
  const { format, words, codes } = section;
  const size = WORDS_OF[format];
  const out = new Set(places);
  const kept = new Uint32Array(words.length - out.size * size);
  let at = 0;
  for (let place = 0; place * size < words.length; place++) {
    if (out.has(place)) continue;
    kept.set(words.subarray(place * size, (place + 1) * size), at);
    at += size;
  }
  const keptCodes = hiddenCodes(words, { format, codes }).flatMap(([place, code]) =>
    out.has(place) ? [] : code,
  );
  return { ...section, words: kept, codes: Uint8Array.from(keptCodes) };
}
