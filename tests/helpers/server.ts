import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url));
/** A server on a full machine takes some seconds; one that hangs must not hang the tests. */
const START_WITHIN_MS = 60_000;

export interface StartOptions {
  /** Kept when given; a fresh one that goes with the server otherwise. */
  readonly stateDir?: string;
  readonly args?: readonly string[];
  /** Where CelesTrak is for this server; without it the server is offline. */
  readonly celestrakUrl?: string;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly stateDir: string;
  /** What it wrote to standard error so far. */
  readonly log: () => string;
  readonly isRunning: () => boolean;
  /** Ask it to end, as Ctrl-C does. @returns its exit code */
  stop(): Promise<number | null>;
  /** End it as a power cut does. */
  kill(): Promise<void>;
}

/** A directory for the state of one test; the caller removes it, or leaves it to the system. */
export function makeStateDir(): string {
  return mkdtempSync(join(tmpdir(), 'watchfloor-'));
}

/** Start the built server as a process of its own, on a free port. */
export async function startServer({
  stateDir,
  args = [],
  celestrakUrl,
}: StartOptions = {}): Promise<TestServer> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not built: npm run build:server`);
  const dir = stateDir ?? makeStateDir();
  const child = spawn(
    process.execPath,
    [
      CLI,
      'serve',
      '--port',
      '0',
      '--state-dir',
      dir,
      ...(celestrakUrl === undefined ? ['--offline'] : []),
      // Screening the notional catalogue takes twenty seconds of a core, for each server whose clock moves on a little.
      ...(args.includes('--item-rules') ? [] : ['--item-rules', 'screen-h=0']),
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        WATCHFLOOR_LOG_LEVEL: 'warn',
        ...(celestrakUrl !== undefined && { WATCHFLOOR_CELESTRAK_URL: celestrakUrl }),
      },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (output.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output.stderr += text.toString()));
  const url = await readAddress(child, output);
  const cleanUp = (): void => {
    if (stateDir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    stateDir: dir,
    log: () => output.stderr,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      cleanUp();
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
      cleanUp();
    },
  };
}

function readAddress(child: ChildProcess, output: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const give = (error: Error): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    const timer = setTimeout(() => give(new Error(`no address in time; ${output.stderr}`)), START_WITHIN_MS);
    child.once('exit', (code) => give(new Error(`the server ended with ${code}: ${output.stderr}`)));
    child.stdout?.on('data', () => {
      const address = /Watchfloor is on (\S+)/.exec(output.stdout)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Run one command of the built command line to its end.
 *
 * @returns code null when it had to be killed after `within`
 */
export function runCli(args: readonly string[], { within = 30_000 } = {}): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    const timer = setTimeout(() => child.kill('SIGKILL'), within);
    child.stdout.on('data', (text: Buffer) => (output.stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output.stderr += text.toString()));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...output });
    });
  });
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as JSON; throws when it is none. */
  json(): unknown;
}

/** Ask over plain HTTP with exactly these headers; `fetch` would not let a test lie about Host. */
export function ask(
  server: Pick<TestServer, 'port'>,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    /** Send the body in pieces, without saying how long it is. */
    readonly isChunked?: boolean;
  } = {},
): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body, isChunked = false } = options;
  return new Promise((resolve, reject) => {
    const length: Record<string, string> =
      body === undefined || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method,
        headers: { ...length, ...headers },
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text,
            json: () => JSON.parse(text) as unknown,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
