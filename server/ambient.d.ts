/** What of WebAssembly the server uses; Node has it, its types do not. */
declare namespace WebAssembly {
  // oxlint-disable-next-line typescript/no-extraneous-class -- opaque
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBufferLike;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
}
