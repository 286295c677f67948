import { readFileSync } from 'node:fs';

/** How the keeper names itself to providers, so that they can tell who asks. */
export const USER_AGENT = `Watchfloor/${readVersion()} (+element-set keeper)`;

/** The version in package.json, which lies two folders up from the source and three from what is built. */
function readVersion(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: unknown;
        version?: unknown;
      };
      if (name === 'watchfloor' && typeof version === 'string') return version;
    } catch {
      // Not here: one folder further up.
    }
  }
  return 'unknown';
}
