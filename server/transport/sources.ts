import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, Router } from 'express';
import { InputError } from '../../core/errors.ts';
import type { UploadAnswer } from '../../core/protocol/events.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import type { Catalog } from '../simulation/catalog.ts';
import { type Audience, maySee } from '../simulation/releases.ts';
import type { Library } from '../simulation/library.ts';
import type { Room } from '../simulation/room.ts';
import { catalogInfo } from './catalog-answers.ts';
import { sendElementSets } from './element-file.ts';
import { sendProblem } from './problem.ts';
import type { AudienceOf, RoomOf } from './room-of-request.ts';
import {
  firstIssue,
  sessionSchema,
  sourceChange,
  sourceFileQuery,
  undoQuery,
  uploadQuery,
} from './requests.ts';

export interface SourcesParts {
  readonly roomOf: RoomOf;
  readonly audienceOf: AudienceOf;
  readonly library: Library;
  readonly uploadLimitBytes: number;
  /** Where files lie while they are read. */
  readonly uploadDir: string;
  /** The person of a session, as the others know them. */
  readonly personOf: (session: string, room: Room) => string;
}

/** /api/catalogs: what is loaded; add, replace, switch on and off, take out, take back, write as a file. */
export function sourcesRouter(parts: SourcesParts): Router {
  const { library, roomOf, audienceOf } = parts;
  const router = Router();
  const done = (request: Request, response: Response): void =>
    void response.json({ catalog: catalogInfo(library, roomOf(request), audienceOf(request)) });

  router.get(
    '/',
    (request, response) => void response.json(catalogInfo(library, roomOf(request), audienceOf(request))),
  );
  router.post('/', (request, response) => upload(parts, request, response));
  router.post('/undo', async (request, response) => {
    const query = undoQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    if (await library.undo(query.data.change, whoAsks(parts, request))) done(request, response);
    else sendProblem(response, 409, 'Not taken back', 'this is not the last change that stands');
  });
  router.patch('/:id', express.json({ limit: '1kb' }), async (request, response) => {
    const change = sourceChange.safeParse(request.body);
    if (!change.success) return sendProblem(response, 400, 'Bad request', firstIssue(change.error));
    const state = change.data.isOn ? 'on' : 'off';
    if (await library.setState(request.params.id, state, whoAsks(parts, request))) done(request, response);
    else noSuch(response, request.params.id);
  });
  router.delete('/:id', async (request, response) => {
    if (await library.setState(request.params.id, 'removed', whoAsks(parts, request)))
      done(request, response);
    else noSuch(response, request.params.id);
  });
  router.get('/:id/file', (request, response) => {
    const query = sourceFileQuery.safeParse(request.query);
    if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
    const source = library.catalog.sources.find(({ info }) => info.id === request.params.id);
    if (!source?.info.isOn || source.info.kind !== 'elements') return noSuch(response, request.params.id);
    const sets = setsFor(source.table, library.catalog, audienceOf(request));
    sendElementSets(response, { sets, format: query.data.format, name: source.info.name });
  });
  return router;
}

/** The sets of objects that an audience may see; what is not in the catalogue is nobody's secret but that of its number. */
function* setsFor(table: Iterable<ElementSet>, catalog: Catalog, audience: Audience): Generator<ElementSet> {
  for (const set of table) if (maySee(audience, catalog.classOfNumber(set.catalogNumber))) yield set;
}

function noSuch(response: Response, id: string): void {
  sendProblem(response, 404, 'No such source', `nothing is loaded under ${id}`);
}

/** The person who sits with this session, or the beginning of the session itself. */
function whoAsks({ personOf, roomOf }: SourcesParts, request: Request): string {
  const session = sessionSchema.safeParse(request.get('X-Watchfloor-Session'));
  return session.success ? personOf(session.data, roomOf(request)) : 'somebody over HTTP';
}

/** A file goes to disk as it comes, and from there to its reader: its size is no matter of memory. */
async function upload(parts: SourcesParts, request: Request, response: Response): Promise<void> {
  const { library, roomOf, audienceOf } = parts;
  const query = uploadQuery.safeParse(request.query);
  if (!query.success) return sendProblem(response, 400, 'Bad query', firstIssue(query.error));
  const { name, mode, replaces, lenient } = query.data;
  if (replaces !== undefined && !library.catalog.sources.some(({ info }) => info.id === replaces))
    return sendProblem(response, 404, 'No such source', `nothing is loaded under ${replaces}`);
  const file = join(parts.uploadDir, randomUUID());
  try {
    await mkdir(parts.uploadDir, { recursive: true });
    await pipeline(request, limitedTo(parts.uploadLimitBytes), createWriteStream(file));
    const account = await library.load({
      input: file,
      name,
      mode,
      replaces,
      isLenient: lenient === '1',
      by: whoAsks(parts, request),
    });
    const answer: UploadAnswer = {
      ...account,
      catalog: catalogInfo(library, roomOf(request), audienceOf(request)),
    };
    response.status(account.accepted > 0 ? 200 : 422).json(answer);
  } catch (error) {
    if (error instanceof TooLarge) return refuseLarge(request, response, parts.uploadLimitBytes);
    // Whoever sent it has gone away: there is nobody to answer.
    if (request.readableAborted) return;
    if (!(error instanceof InputError)) throw error;
    sendProblem(response, 422, 'Unreadable file', error.message.replaceAll(file, name));
  } finally {
    await rm(file, { force: true });
  }
}

class TooLarge extends Error {}

function limitedTo(most: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, take) {
      total += chunk.length;
      take(total > most ? new TooLarge() : null, chunk);
    },
  });
}

function refuseLarge(request: Request, response: Response, limitBytes: number): void {
  const limit = Math.round(limitBytes / 1024 / 1024);
  // What still comes is not read: the connection ends with this answer.
  response.setHeader('Connection', 'close');
  response.once('finish', () => request.destroy());
  sendProblem(
    response,
    413,
    'File too large',
    `a file may have at most ${limit} MB (setting --upload-limit-mb)`,
  );
}
