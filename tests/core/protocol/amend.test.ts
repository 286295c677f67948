import { array, assert, boolean, constant, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amendSlices, dropPlaces, placeAfter } from '../../../core/protocol/amend.ts';
import {
  decodeFrame,
  encodeAmendment,
  type FrameHeader,
  hiddenCodes,
  type Section,
} from '../../../core/protocol/frames.ts';
import { FLAG_HIDDEN, FLAG_OK, packState, WORDS_OF } from '../../../core/protocol/pack.ts';

const HEADER: FrameHeader = {
  timelineId: 1,
  catalogRevision: 2,
  layoutId: 9,
  sequence: 4,
  tier: 0,
  sentAt: 0,
  isSnapshot: false,
  isLast: false,
};
const RESOLUTION = { positionKm: 0.004, velocityKmS: 2e-5 };

/** Objects dealt to three slices, some of them gone, some moved, some new. */
const change = array(record({ slice: nat(2), isGone: boolean(), isMoved: boolean() }), {
  maxLength: 40,
}).chain((objects) => record({ objects: constant(objects), fresh: nat(5) }));

describe('an amendment of a layout', () => {
  it('leaves each object that stays in one slice, in order, and takes out who is gone', () => {
    assert(
      property(change, ({ objects, fresh }) => {
        const slices = [0, 1, 2].map((slice) =>
          Uint32Array.from(objects.flatMap((object, i) => (object.slice === slice ? i : []))),
        );
        const gone = Uint32Array.from(objects.flatMap(({ isGone }, i) => (isGone ? i : [])));
        const place = placeAfter(gone);
        const stays = objects.flatMap((object, i) => (object.isGone ? [] : [{ ...object, i }]));
        stays.forEach(({ i }, after) => expect(place(i)).toBe(after));
        for (const i of gone) expect(place(i)).toBe(-1);
        const moved = stays.flatMap(({ isMoved, i }) => (isMoved ? place(i) : []));
        const added = [
          Uint32Array.from([...moved, ...Array.from({ length: fresh }, (_, i) => stays.length + i)]),
        ];
        const amended = amendSlices(slices, { baseLayoutId: 1, gone, added });
        const all = amended.slices.flatMap((indices) => [...indices]);
        expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: stays.length + fresh }, (_, i) => i));
        for (const indices of amended.slices)
          expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
        slices.forEach((indices, slice) => {
          const left = [...indices].filter((_, at) => !amended.dropped[slice]!.includes(at));
          expect(left.map(place)).toEqual([...amended.slices[slice]!]);
        });
      }),
    );
  });

  it('comes over the wire as it was', () => {
    const amendment = {
      baseLayoutId: 7,
      gone: Uint32Array.of(0, 3, 500, 70_000),
      added: [Uint32Array.of(1, 2, 90_000), new Uint32Array(0)],
    };
    const decoded = decodeFrame(encodeAmendment(HEADER, amendment));
    expect(decoded).toEqual({ ok: true, frame: { type: 'amendment', header: HEADER, amendment } });
    const bytes = encodeAmendment(HEADER, amendment);
    for (let length = 0; length < bytes.length; length++)
      expect(decodeFrame(bytes.slice(0, length)).ok).toBe(false);
  });

  it('takes the words and codes of who has left out of a section, and leaves the others as they are', () => {
    assert(
      property(
        array(record({ isHidden: boolean(), isOut: boolean() }), { minLength: 1, maxLength: 30 }),
        (objects) => {
          const size = WORDS_OF.PV16;
          const words = new Uint32Array(objects.length * size);
          objects.forEach(({ isHidden }, i) => {
            const state = [7000 + i, 0, 0, 0, 7, 0];
            const flag = isHidden ? FLAG_HIDDEN : FLAG_OK;
            packState('PV16', RESOLUTION, { state, from: 0, flag }, words, i * size);
          });
          const codes = Uint8Array.from(objects.flatMap(({ isHidden }, i) => (isHidden ? 1 + (i % 6) : [])));
          const section: Section = {
            slice: 0,
            format: 'PV16',
            resolution: RESOLUTION,
            time: 0,
            stepMs: 1,
            boundKm: 1,
            words,
            codes,
            places: null,
          };
          const out = Uint16Array.from(objects.flatMap(({ isOut }, i) => (isOut ? i : [])));
          const left = dropPlaces(section, out);
          const stays = objects.flatMap(({ isOut }, i) => (isOut ? [] : i));
          expect(left.words.length).toBe(stays.length * size);
          stays.forEach((before, after) =>
            expect(left.words.slice(after * size, (after + 1) * size)).toEqual(
              words.slice(before * size, (before + 1) * size),
            ),
          );
          const hidden = stays.flatMap((before, after) =>
            objects[before]!.isHidden ? [[after, 1 + (before % 6)]] : [],
          );
          expect(hiddenCodes(left.words, left)).toEqual(hidden);
        },
      ),
    );
  });
});
