import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { untar } from './untar.ts';

const decompress = promisify(brotliDecompress);

/** A Chromium that came from the npm registry, and what its process needs around it. */
export interface NpmChromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Unpack the Chromium of `@sparticuz/chromium` into a folder of its own below the temporary folder, once per version.
 *
 * Its own unpacking is not used: that takes any `chromium` it finds in the temporary folder, of whatever version, and leaves out the
 * libraries a bare system lacks unless it believes it runs on AWS. Test processes may call this at the same time:
 * each unpacks into a private folder and renames it; whoever comes second uses the first one's.
 */
export async function unpackNpmChromium(): Promise<NpmChromium> {
  // The package's main is build/cjs/index.cjs; its package.json is not exported.
  const root = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `watchfloor-chromium-${version}-${user}`);
  if (!(await isOurs(folder, user))) await unpackInto(folder, join(root, 'bin'));
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'watchfloor-fonts.conf'),
    },
  };
}

/** A folder somebody else put in the common temporary folder is not run. */
async function isOurs(folder: string, user: number): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found !== null && process.getuid && found.uid !== user) {
    throw new Error(`${folder} belongs to another user; set TMPDIR to a folder of your own`);
  }
  return found !== null;
}

async function unpackInto(folder: string, bin: string): Promise<void> {
  const draft = await mkdtemp(`${folder}.`);
  try {
    await Promise.all([
      pipeline(
        createReadStream(join(bin, 'chromium.br')),
        createBrotliDecompress({ chunkSize: 2 ** 21 }),
        createWriteStream(join(draft, 'chromium'), { mode: 0o755 }),
      ),
      ...['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br'].map(async (name) =>
        untar(await decompress(await readFile(join(bin, name))), draft),
      ),
    ]);
    await writeFile(join(draft, 'watchfloor-fonts.conf'), fontConfiguration(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster: its folder is whole, because it also came there by a rename.
    if ((await stat(join(folder, 'chromium')).catch(() => null)) === null) throw error;
  }
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
