import { readSettings, type ServeOptions } from '../config.ts';
import { startServer } from '../main.ts';

/** `serve`: run the server until it is told to stop. */
export async function serve(options: ServeOptions): Promise<number> {
  const server = await startServer(readSettings(options, process.env));
  process.stdout.write(`Watchfloor is on ${server.url}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  return 0;
}
