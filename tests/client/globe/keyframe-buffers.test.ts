import { BufferGeometry, InterleavedBufferAttribute } from 'three';
import { describe, expect, test } from 'vitest';
import { createKeyframeBuffers } from '../../../client/globe/keyframe-buffers.ts';
import type { Keyframe } from '../../../core/protocol/keyframe.ts';
import { keyframeOf, shell } from './synthetic.ts';

const frames = Array.from({ length: 8 }, (_, i) => keyframeOf(shell(4, 7000), i * 60_000));

/** The array behind an attribute. */
function arrayOf(geometry: BufferGeometry, name: string): unknown {
  const attribute = geometry.getAttribute(name);
  if (!(attribute instanceof InterleavedBufferAttribute)) throw new RangeError(name);
  return attribute.data.array;
}

function expectShown(geometry: BufferGeometry, a: Keyframe, b: Keyframe): void {
  expect(arrayOf(geometry, 'p0')).toBe(a.states);
  expect(arrayOf(geometry, 'v0')).toBe(a.states);
  expect(arrayOf(geometry, 'p1')).toBe(b.states);
  expect(arrayOf(geometry, 'v1')).toBe(b.states);
}

describe('keyframe buffers', () => {
  test('upload one keyframe for each step on', () => {
    const buffers = createKeyframeBuffers();
    const geometry = new BufferGeometry();
    for (let i = 0; i + 1 < frames.length; i++) {
      buffers.show(geometry, frames[i]!, frames[i + 1]!);
      expectShown(geometry, frames[i]!, frames[i + 1]!);
      expect(buffers.uploads()).toBe(i + 2);
    }
  });

  test('upload one keyframe for each step back', () => {
    const buffers = createKeyframeBuffers();
    const geometry = new BufferGeometry();
    for (let i = 6; i >= 0; i--) {
      buffers.show(geometry, frames[i]!, frames[i + 1]!);
      expectShown(geometry, frames[i]!, frames[i + 1]!);
      expect(buffers.uploads()).toBe(8 - i);
    }
  });

  test('upload nothing when the clock turns round onto what is still held', () => {
    const buffers = createKeyframeBuffers();
    const geometry = new BufferGeometry();
    buffers.show(geometry, frames[0]!, frames[1]!);
    buffers.show(geometry, frames[1]!, frames[2]!);
    buffers.show(geometry, frames[0]!, frames[1]!);
    expectShown(geometry, frames[0]!, frames[1]!);
    expect(buffers.uploads()).toBe(3);
  });

  test('tell the driver of every keyframe that takes the place of another', () => {
    const buffers = createKeyframeBuffers();
    const geometry = new BufferGeometry();
    const versions: number[] = [];
    for (let i = 0; i + 1 < frames.length; i++) {
      buffers.show(geometry, frames[i]!, frames[i + 1]!);
      const attribute = geometry.getAttribute('p1');
      if (attribute instanceof InterleavedBufferAttribute) versions.push(attribute.data.version);
    }
    expect(versions).toEqual([0, 0, 1, 1, 1, 2, 2]);
  });

  test('can show one keyframe at both ends', () => {
    const buffers = createKeyframeBuffers();
    const geometry = new BufferGeometry();
    buffers.show(geometry, frames[0]!, frames[0]!);
    expectShown(geometry, frames[0]!, frames[0]!);
    expect(buffers.uploads()).toBe(1);
  });
});
