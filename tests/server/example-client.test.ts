import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAME_HEADER_BYTES, FRAME_MAGIC, SECTION_HEADER_BYTES } from '../../core/protocol/frames.ts';
import { PROTOCOL_VERSION } from '../../core/protocol/version.ts';
import { ask, makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { GEO, ISS } from './element-sets.ts';

const EXAMPLE = fileURLToPath(new URL('../../docs/example-client.mjs', import.meta.url));

describe('the example client of docs/', () => {
  let dir: string;
  let server: TestServer;
  beforeAll(async () => {
    dir = makeStateDir();
    const catalog = join(dir, 'two.tle');
    writeFileSync(catalog, ISS + GEO);
    server = await startServer({ stateDir: dir, args: ['--catalog', catalog, '--time', 'catalog'] });
  });
  afterAll(async () => {
    await server.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says where objects are, from the description of the protocol alone', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [EXAMPLE, server.url, '25544', '26038'], {
      timeout: 20_000,
    });
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { number: number; time: string; teme: number[] });
    expect(told.map(({ number }) => number)).toEqual([25_544, 26_038]);
    for (const { number, time, teme } of told) {
      const state = (await ask(server, `/api/objects/${number}/state?time=${time}`)).json() as {
        positionTeme: number[];
      };
      const away = Math.hypot(...teme.map((value, i) => value - state.positionTeme[i]!));
      // It leaves out the flattening; and the address carries whole milliseconds.
      expect(away).toBeLessThan(0.2);
    }
  });
});

describe('docs/protocol.md', () => {
  it('has the numbers of the code', () => {
    const text = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
    expect(text).toContain(`# The stream, version ${PROTOCOL_VERSION}`);
    expect(text).toContain(`magic ${FRAME_MAGIC.toString(16).toUpperCase()} (hex)`);
    expect(text).toContain(`Each begins with ${FRAME_HEADER_BYTES} bytes`);
    expect(text).toContain(`a slice at an instant: ${SECTION_HEADER_BYTES} bytes`);
  });
});
