import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../core/errors.ts';
import { LIVE_ROOM } from '../core/protocol/events.ts';
import type { UtcMs } from '../core/units.ts';
import type { ServerSettings } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import type { FeedRecord } from './keeper/feed.ts';
import { DataKeeper } from './keeper/keeper.ts';
import { feedsOf } from './keeper/settings.ts';
import type { BulkPropagator } from './simulation/bulk-propagator.ts';
import { ExerciseKeeper } from './simulation/exercise-keeper.ts';
import { LibrarianThread } from './simulation/librarian-thread.ts';
import { Library } from './simulation/library.ts';
import { Rooms } from './simulation/rooms.ts';
import { SharedSky } from './simulation/shared-sky.ts';
import { catalogueSurroundings, createFindSet } from './simulation/surroundings.ts';
import { Screener } from './simulation/screener.ts';
import { createBulkPropagator } from './simulation/propagator.ts';
import { readScenarios, SCENARIO_DIR } from './scenario-files.ts';
import { ControlLog } from './storage/control-log.ts';
import { openStore, type Store } from './storage/database.ts';
import { Journal } from './storage/journal.ts';
import { RoomStore } from './storage/room-store.ts';
import { claimStateDir } from './storage/state-lock.ts';
import { adoptOldSources } from './storage/old-sources.ts';
import { createHttp } from './transport/http.ts';
import { allowedHosts } from './transport/origin.ts';
import { createAudienceOf, createRoomOf } from './transport/room-of-request.ts';
import { createSocketSide } from './transport/socket.ts';
import { systemRandom, systemWallClock } from './wall-clock.ts';

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
  const { stateDir, maxSets, historyDays } = settings;
  const librarian = new LibrarianThread({ stateDir, maxSets, historyDays }, logger);
  const propagator = createBulkPropagator(logger);
  const closeParts = async (): Promise<void> => {
    await librarian.close();
    await propagator.close();
    store.close();
    releaseStateDir();
  };
  try {
    const { url, stop } = await joinParts(settings, { logger, store, librarian, propagator });
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
  readonly librarian: LibrarianThread;
  readonly propagator: BulkPropagator;
}

async function joinParts(
  settings: ServerSettings,
  { logger, store, librarian, propagator }: Parts,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const wallClock = systemWallClock;
  const uploadDir = join(settings.stateDir, 'uploads');
  await rm(uploadDir, { recursive: true, force: true });
  const library = new Library(librarian, wallClock, {
    seed: settings.seed,
    notionalEpoch: settings.time.kind === 'at' ? settings.time.time : wallClock(),
    ageLimits: settings.ageLimits,
    releases: settings.releases,
  });
  await loadFirstCatalog(library, settings, logger);
  await adoptOldSources(store, library, logger);

  const screener = new Screener(logger, wallClock);
  const scenarios = readScenarios(fileURLToPath(SCENARIO_DIR));
  const scenarioSets = [...scenarios.values()].flatMap(({ elements }) => elements);
  const origin =
    settings.time.kind === 'live' ? 'live' : `at:${Math.round(beginning(settings, library, wallClock()))}`;
  const exercises = {
    journal: new Journal(store),
    settings: {
      seed: settings.seed,
      pattern: 'metropolitan',
      overlapMin: settings.overlapMin,
      rules: settings.itemRules,
    },
    around: catalogueSurroundings(() => library.catalog, settings.ageLimits, {
      scenarioSets,
      screener,
      accuracy: settings.accuracy,
    }),
  };
  const exercise = ExerciseKeeper.open(
    { ...exercises, room: LIVE_ROOM },
    { origin, time: beginning(settings, library, wallClock()) },
  );
  const sky = new SharedSky(propagator, settings.ageLimits, library.catalog);
  const rooms = new Rooms({
    sky,
    exercises,
    store: new RoomStore(store),
    controlLog: new ControlLog(store),
    wallClock,
    logger,
    limit: settings.maxRooms,
  });

  const hosts = allowedHosts(settings.host);
  const http = createServer();
  const socketSide = createSocketSide(http, { rooms, library, logger, wallClock, hosts, scenarios });
  const roomOf = createRoomOf(rooms);
  http.on(
    'request',
    createHttp({
      rooms,
      roomOf,
      audienceOf: createAudienceOf(roomOf, socketSide.viewerOf),
      library,
      logger,
      hosts,
      uploadLimitBytes: settings.uploadLimitBytes,
      uploadDir,
      personOf: socketSide.personOf,
      viewerOf: socketSide.viewerOf,
      scenarios,
      screener,
      findSet: createFindSet(() => library.catalog, scenarioSets),
      wallClock,
      accuracy: settings.accuracy,
      clientDir: fileURLToPath(new URL('../client', import.meta.url)),
      clientCount: socketSide.clientCount,
    }),
  );
  const keeper = new DataKeeper({
    feeds: feedsOf(settings.keeper, wallClock),
    memory: {
      load: async (id) => (await librarian.readFeed(id)) as FeedRecord | null,
      save: (record) => librarian.saveFeed(record.id, record),
    },
    sink: ({ id, name, kind }, input) => library.takeFeed({ id, name, kind, input }),
    wallClock,
    random: systemRandom,
    logger,
    onChange(feeds) {
      library.noteFeeds(feeds);
      socketSide.announceFeeds();
      rooms.noteFeeds(feeds);
    },
  });
  library.listen((catalog) => rooms.useCatalog(catalog, (room) => socketSide.announceCatalog(room)));
  const simulationTime = origin === 'live' ? wallClock() : exercise.currentMark;
  const loading = sky.use(library.catalog, simulationTime);
  rooms.start(socketSide.host, exercise, { simulationTime, rate: 1 });
  try {
    await Promise.all([loading, listen(http, settings)]);
    await rooms.live.wake();
  } catch (error) {
    rooms.stop();
    await socketSide.close();
    throw error;
  }
  keeper.start();
  const { port } = http.address() as AddressInfo;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  logger.info({ url, objects: library.catalog.count, exercise: exercise.exerciseId }, 'watchfloor listens');
  return {
    url,
    async stop() {
      await keeper.stop();
      rooms.stop();
      await screener.close();
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
      return library.catalog.medianEpoch || wall;
    case 'at':
      return settings.time.time;
  }
}

/** Files of the command line, what people loaded before, and the notional catalogue where there is neither. */
async function loadFirstCatalog(library: Library, settings: ServerSettings, logger: Logger): Promise<void> {
  for (const { path, accepted, rejected, account } of await library.start(
    settings.catalogs,
    settings.isLenient,
  )) {
    logger.info({ file: path, accepted, rejected }, 'catalogue loaded');
    for (const reject of account?.rejects.slice(0, 20) ?? [])
      logger.warn({ file: path, ...reject }, 'element set rejected');
  }
}

function listen(http: ReturnType<typeof createServer>, { host, port }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) =>
      reject(new InputError(`cannot listen on ${host}:${port}: ${error.message}`)),
    );
    http.listen(port, host, resolve);
  });
}
