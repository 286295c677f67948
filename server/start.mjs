// `npm start`: build what is missing or older than its source, then serve. Plain JavaScript, because nothing is built yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function buildIfStale(script, output, sources) {
  const built = join(root, output);
  const source = Math.max(...sources.map((path) => newest(join(root, path))));
  if (existsSync(built) && statSync(built).mtimeMs >= source) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

buildIfStale('build:kernel', 'dist/kernel.wasm', ['core/propagation/kernel']);
buildIfStale('build:kernel', 'dist/sieve.wasm', ['core/conjunction/sieve']);
buildIfStale('build:server', 'dist/server/cli.js', ['core', 'server']);
buildIfStale('build:client', 'dist/client/index.html', ['core', 'client']);
process.argv.splice(2, 0, 'serve');
await import(pathToFileURL(join(root, 'dist/server/cli.js')).href);
