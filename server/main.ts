import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../core/errors.ts';
import type { UtcMs } from '../core/units.ts';
import type { ServerSettings } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import type { BulkPropagator } from './simulation/bulk-propagator.ts';
import { ExerciseKeeper } from './simulation/exercise-keeper.ts';
import { Library } from './simulation/library.ts';
import { Room } from './simulation/room.ts';
import { createWorkerPool } from './simulation/worker-pool.ts';
import { ControlLog } from './storage/control-log.ts';
import { openStore, type Store } from './storage/database.ts';
import { Journal } from './storage/journal.ts';
import { claimStateDir } from './storage/state-lock.ts';
import { SourceStore } from './storage/source-store.ts';
import { createHttp } from './transport/http.ts';
import { allowedHosts } from './transport/origin.ts';
import { createSocketSide } from './transport/socket.ts';
import { systemWallClock } from './wall-clock.ts';

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Build the server from its parts and listen.
 *
 * @throws InputError when a catalogue file cannot be used, the port is taken or the store cannot be opened
 */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const logger = createLogger(settings.logLevel);
  const store = openStore(settings.stateDir);
  const releaseStateDir = claimStateDir(settings.stateDir);
  const propagator = createWorkerPool(logger);
  const closeParts = async (): Promise<void> => {
    await propagator.close();
    store.close();
    releaseStateDir();
  };
  try {
    const { url, stop } = await joinParts(settings, { logger, store, propagator });
    return {
      url,
      async close() {
        await stop();
        await closeParts();
      },
    };
  } catch (error) {
    await closeParts();
    throw error;
  }
}

interface Parts {
  readonly logger: Logger;
  readonly store: Store;
  readonly propagator: BulkPropagator;
}

async function joinParts(
  settings: ServerSettings,
  { logger, store, propagator }: Parts,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const wallClock = systemWallClock;
  const library = new Library(new SourceStore(store), wallClock);
  await loadFirstCatalog(library, settings, { logger, wallClock: wallClock() });
  await propagator.load(library.catalog.entries.map(({ set }) => set));

  const origin =
    settings.time.kind === 'live' ? 'live' : `at:${Math.round(beginning(settings, library, wallClock()))}`;
  const exercise = ExerciseKeeper.open(
    new Journal(store),
    { seed: settings.seed, pattern: 'metropolitan', overlapMin: settings.overlapMin },
    { origin, time: beginning(settings, library, wallClock()) },
  );
  const simulationTime = origin === 'live' ? wallClock() : exercise.currentMark;
  const room = new Room(
    { propagator, exercise, controlLog: new ControlLog(store), wallClock, logger },
    library.catalog,
    { simulationTime, rate: 1 },
  );

  const hosts = allowedHosts(settings.host);
  const http = createServer();
  const socketSide = createSocketSide(http, { room, library, logger, wallClock, hosts });
  http.on(
    'request',
    createHttp({
      room,
      library,
      logger,
      hosts,
      uploadLimitBytes: settings.uploadLimitBytes,
      clientDir: fileURLToPath(new URL('../client', import.meta.url)),
      clientCount: socketSide.clientCount,
    }),
  );
  library.listen((catalog) => room.useCatalog(catalog, () => socketSide.announceCatalog()));
  await listen(http, settings);
  await room.start(socketSide.listener);
  const { port } = http.address() as AddressInfo;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  logger.info(
    { url, objects: library.catalog.entries.length, exercise: exercise.exerciseId },
    'watchfloor listens',
  );
  return {
    url,
    async stop() {
      room.stop();
      await socketSide.close();
      http.closeAllConnections();
    },
  };
}

function beginning(settings: ServerSettings, library: Library, wall: UtcMs): UtcMs {
  switch (settings.time.kind) {
    case 'live':
      return wall;
    case 'catalog':
      return library.catalog.info.medianEpoch || wall;
    case 'at':
      return settings.time.time;
  }
}

/** Files of the command line, what people loaded before, and the notional catalogue where there is neither. */
async function loadFirstCatalog(
  library: Library,
  settings: ServerSettings,
  { logger, wallClock }: { logger: Logger; wallClock: UtcMs },
): Promise<void> {
  for (const file of settings.catalogs) {
    const content = await readFile(file).catch((error: unknown) => {
      throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
    });
    const account = await library.loadGiven(basename(file), content, settings.isLenient);
    const [first] = account.rejects;
    if (account.accepted === 0)
      throw new InputError(`${file}, line ${first?.line ?? 1}: ${first?.reason ?? 'no element sets'}`);
    logger.info({ file, accepted: account.accepted, rejected: account.rejected }, 'catalogue loaded');
    for (const reject of account.rejects.slice(0, 20))
      logger.warn({ file, ...reject }, 'element set rejected');
  }
  const isDefaultReplaced = await library.restore();
  if (settings.catalogs.length > 0 || isDefaultReplaced) return;
  const epoch = settings.time.kind === 'at' ? settings.time.time : wallClock;
  await library.useNotional(settings.seed, epoch);
}

function listen(http: ReturnType<typeof createServer>, { host, port }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) =>
      reject(new InputError(`cannot listen on ${host}:${port}: ${error.message}`)),
    );
    http.listen(port, host, resolve);
  });
}
