import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { z } from 'zod';
import { cutAtMapEdges, packLines, packStars, type LonLat } from './globe/packed-assets.ts';

const require = createRequire(import.meta.url);
const DEV_PREFIX = '/@globe-assets/';
const RESOLVED_PREFIX = '\0globe-asset:';
/** A star without a colour index counts as white. */
const WHITE_COLOR_INDEX = 0.3;

/** What each `virtual:` module of assets.d.ts holds. */
const ASSETS: ReadonlyMap<string, () => Uint8Array> = new Map([
  ['stars', packedStars],
  ['coastlines', packedCoastlines],
  ['borders', packedBorders],
]);

/**
 * Serve the globe's packed vectors as `virtual:stars`, `virtual:coastlines` and `virtual:borders`.
 *
 * In a build each becomes a hashed binary file; in development the same bytes come from memory. Also lets the
 * images of three-globe be imported by name, which that package's export map forbids.
 */
export function globeAssets(): Plugin {
  let isBuild = false;
  return {
    name: 'watchfloor:globe-assets',
    config: () => ({
      resolve: { alias: { 'three-globe/example/img': join(packageFolder('three-globe'), 'example/img') } },
    }),
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    resolveId(id) {
      const name = id.startsWith('virtual:') ? id.slice('virtual:'.length) : '';
      return ASSETS.has(name) ? RESOLVED_PREFIX + name : undefined;
    },
    load(id) {
      if (!id.startsWith(RESOLVED_PREFIX)) return undefined;
      const name = id.slice(RESOLVED_PREFIX.length);
      const pack = ASSETS.get(name);
      if (!pack) return undefined;
      if (!isBuild) return `export default ${JSON.stringify(`${DEV_PREFIX}${name}.bin`)};`;
      const reference = this.emitFile({ type: 'asset', name: `${name}.bin`, source: pack() });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const pack = path.startsWith(DEV_PREFIX)
          ? ASSETS.get(path.slice(DEV_PREFIX.length, -'.bin'.length))
          : undefined;
        if (!pack) {
          next();
          return;
        }
        response.setHeader('Content-Type', 'application/octet-stream');
        response.end(pack());
      });
    },
  };
}

const starCollection = z.object({
  features: z.array(
    z.object({
      properties: z.object({ mag: z.number(), bv: z.string() }),
      geometry: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
    }),
  ),
});

type World = Topology<{ countries: GeometryCollection }>;

/** Every star of d3-celestial to magnitude 6: 5044 of them, J2000. */
export function packedStars(): Uint8Array {
  const json = readJson(join(packageFolder('d3-celestial'), 'data/stars.6.json'));
  return packStars(
    starCollection.parse(json).features.map(({ properties, geometry }) => ({
      rightAscensionDeg: geometry.coordinates[0],
      declinationDeg: geometry.coordinates[1],
      magnitude: properties.mag,
      colorIndex: Number.parseFloat(properties.bv) || WHITE_COLOR_INDEX,
    })),
  );
}

/** The coasts of Natural Earth 1:50m. */
export function packedCoastlines(): Uint8Array {
  return packLines(meshLines(readWorld(), (a, b) => a === b));
}

/** The land borders of Natural Earth 1:50m, which draws who holds the ground and not who claims it. */
export function packedBorders(): Uint8Array {
  return packLines(meshLines(readWorld(), (a, b) => a !== b));
}

function meshLines(world: World, filter: (a: GeometryObject, b: GeometryObject) => boolean): LonLat[][] {
  const { coordinates } = mesh(world, world.objects.countries, filter);
  return coordinates.flatMap((line) => cutAtMapEdges(line.map(([lon, lat]): LonLat => [lon ?? 0, lat ?? 0])));
}

function readWorld(): World {
  const json = readJson(join(packageFolder('world-atlas'), 'countries-50m.json'));
  if (!isWorld(json)) throw new RangeError('world-atlas holds no countries');
  return json;
}

/** Enough of a check for a file whose version package-lock.json pins. */
function isWorld(json: unknown): json is World {
  return z
    .object({ type: z.literal('Topology'), objects: z.object({ countries: z.unknown() }) })
    .safeParse(json).success;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Folder of an installed package, also of one whose export map hides its package.json. */
function packageFolder(name: string): string {
  for (const root of require.resolve.paths(name) ?? []) {
    const folder = join(root, name);
    try {
      readFileSync(join(folder, 'package.json'));
      return folder;
    } catch {
      continue;
    }
  }
  throw new RangeError(`${name} is not installed beside ${dirname(import.meta.filename)}`);
}
