// `npm run dev`: the server from source (restarted on change) and vite with hot reload, on http://127.0.0.1:5173.
import { spawn, spawnSync } from 'node:child_process';

spawnSync('npm', ['run', '--silent', 'build:kernel'], { stdio: 'inherit' });

const children = [
  spawn('npx', ['tsx', 'watch', 'server/cli.ts', 'serve', ...process.argv.slice(2)], { stdio: 'inherit' }),
  spawn('npx', ['vite', '--config', 'client/vite.config.ts', '--host', '127.0.0.1'], { stdio: 'inherit' }),
];
for (const child of children) {
  child.on('exit', () => {
    for (const other of children) other.kill();
  });
}
