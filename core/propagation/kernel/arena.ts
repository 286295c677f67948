import type { Kernel, KernelMemory } from './kernel.ts';

const PAGE = 65_536;
const ALIGNMENT = 64;

/** Hands out the bytes of a kernel's memory; what is given back is used again. */
export class Arena {
  private readonly memory: KernelMemory;
  /** Free stretches by address, none next to another. */
  private free: { at: number; bytes: number }[] = [];
  private end: number;

  constructor({ exports, memory }: Kernel) {
    this.memory = memory;
    this.end = Math.ceil(exports.memoryStart() / ALIGNMENT) * ALIGNMENT;
  }

  /** @throws RangeError when the memory cannot grow so far */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const place = this.free.find((one) => one.bytes >= size);
    if (place) {
      const { at } = place;
      place.at += size;
      place.bytes -= size;
      this.free = this.free.filter((one) => one.bytes > 0);
      return at;
    }
    const at = this.end;
    const missing = at + size - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.end = at + size;
    return at;
  }

  release(at: number, bytes: number): void {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    this.free.push({ at, bytes: size });
    this.free.sort((a, b) => a.at - b.at);
    const merged: { at: number; bytes: number }[] = [];
    for (const one of this.free) {
      const last = merged.at(-1);
      if (last && last.at + last.bytes === one.at) last.bytes += one.bytes;
      else merged.push(one);
    }
    this.free = merged;
    const last = this.free.at(-1);
    if (last && last.at + last.bytes === this.end) {
      this.end = last.at;
      this.free.pop();
    }
  }
}
