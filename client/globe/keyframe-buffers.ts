import { type BufferGeometry, DynamicDrawUsage, InterleavedBuffer, InterleavedBufferAttribute } from 'three';
import { FLOATS_PER_OBJECT, type Keyframe } from '../../core/protocol/keyframe.ts';

/** Two are drawn from while the third may still be read by a frame in flight. */
const SLOTS = 3;

interface Slot {
  readonly keyframe: Keyframe;
  readonly buffer: InterleavedBuffer;
  readonly position: InterleavedBufferAttribute;
  readonly velocity: InterleavedBufferAttribute;
}

export interface KeyframeBuffers {
  /** Point the geometry's p0, v0, p1, v1 at two keyframes. One that was shown or is still held is not uploaded again. */
  show(geometry: BufferGeometry, earlier: Keyframe, later: Keyframe): void;
  /** Hang every buffer on the geometry, so that disposing of it frees them all. */
  attachAll(geometry: BufferGeometry): void;
  /** How many uploads there have been. */
  uploads(): number;
}

/**
 * Keep the last keyframes in GPU buffers that take turns. The keyframe's own array is what is uploaded, without a copy,
 * so it must not be written to afterwards.
 */
export function createKeyframeBuffers(): KeyframeBuffers {
  /** Least recently shown first. */
  const slots: Slot[] = [];
  let uploads = 0;

  function slotOf(keyframe: Keyframe): Slot {
    const held = slots.findIndex((slot) => slot.keyframe === keyframe);
    const oldest = slots.length < SLOTS ? undefined : slots[0];
    const slot = held >= 0 ? slots[held]! : fillSlot(keyframe, oldest);
    if (held >= 0) slots.splice(held, 1);
    else if (oldest) slots.shift();
    if (held < 0) uploads++;
    slots.push(slot);
    return slot;
  }

  return {
    show(geometry, earlier, later) {
      // What is held is moved out of the way first, so that the upload of the other does not take its place.
      if (slots.some((slot) => slot.keyframe === later)) slotOf(later);
      const a = slotOf(earlier);
      const b = slotOf(later);
      geometry.setAttribute('p0', a.position);
      geometry.setAttribute('v0', a.velocity);
      geometry.setAttribute('p1', b.position);
      geometry.setAttribute('v1', b.velocity);
    },
    attachAll(geometry) {
      slots.forEach((slot, i) => geometry.setAttribute(`slot${i}`, slot.position));
    },
    uploads: () => uploads,
  };
}

/** Put a keyframe into the oldest buffer, or into a new one. */
function fillSlot(keyframe: Keyframe, oldest: Slot | undefined): Slot {
  if (oldest) {
    oldest.buffer.array = keyframe.states;
    oldest.buffer.needsUpdate = true;
    return { ...oldest, keyframe };
  }
  const buffer = new InterleavedBuffer(keyframe.states, FLOATS_PER_OBJECT);
  buffer.setUsage(DynamicDrawUsage);
  return {
    keyframe,
    buffer,
    position: new InterleavedBufferAttribute(buffer, 3, 0),
    velocity: new InterleavedBufferAttribute(buffer, 3, 3),
  };
}
