import type { RecordReader } from './account.ts';

/** Takes a text in pieces. */
export interface TextReader {
  push(text: string): void;
  end(): void;
}

/** Let a reader of text read bytes: UTF-8, a character may be split between two chunks. */
export function decoding(reader: TextReader): RecordReader {
  const decoder = new TextDecoder('utf-8');
  return {
    push: (bytes) => reader.push(decoder.decode(bytes, { stream: true })),
    end() {
      reader.push(decoder.decode());
      reader.end();
    },
  };
}
