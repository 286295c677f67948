import { pipeline, Readable } from 'node:stream';
import type { Response } from 'express';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { writeElementSets, type WriteFormat } from '../../core/elements/write.ts';
import { systemWallClock } from '../wall-clock.ts';

const MEDIA: Readonly<Record<WriteFormat, readonly [type: string, ending: string]>> = {
  '2le': ['text/plain', 'tle'],
  '3le': ['text/plain', '3le'],
  'omm-json': ['application/json', 'json'],
  'omm-csv': ['text/csv', 'csv'],
  'omm-xml': ['application/xml', 'xml'],
  'omm-kvn': ['text/plain', 'kvn'],
};

/**
 * Answer with a file of element sets, piece by piece. What a TLE cannot hold is left out and counted in a comment at its end.
 */
export function sendElementSets(
  response: Response,
  { sets, format, name = 'elements' }: { sets: Iterable<ElementSet>; format: WriteFormat; name?: string },
): void {
  const [type, ending] = MEDIA[format];
  response.type(type);
  response.attachment(`${plainName(name)}.${ending}`);
  // A reader that goes away ends it.
  pipeline(Readable.from(withRemainder(sets, format)), response, () => undefined);
}

/** A name of a source as a file name, without the ending it came with. */
function plainName(name: string): string {
  const plain = name.replace(/\.(gz|tle|2le|3le|txt|json|csv|xml|kvn)$/i, '').replaceAll(/[^\w.-]+/g, '_');
  return plain.slice(0, 80) || 'elements';
}

/** In the others a comment would break the file; they hold every set but one with control characters in its name. */
function hasComments(format: WriteFormat): boolean {
  return format === '2le' || format === '3le';
}

function* withRemainder(sets: Iterable<ElementSet>, format: WriteFormat): Generator<string> {
  let left = 0;
  let why = '';
  yield* writeElementSets(sets, format, {
    creationDate: systemWallClock(),
    originator: 'WATCHFLOOR',
    onUnwritable(set, reason) {
      left++;
      why ||= `the first is object ${set.catalogNumber}: ${reason}`;
    },
  });
  if (left > 0 && hasComments(format)) yield `# left out, because a TLE cannot hold them: ${left}; ${why}\n`;
}
