import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { unpackNpmChromium } from './npm-chromium.ts';

/** Software WebGL, no sandbox (containers), and no traffic of its own. */
const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * Start a Chromium for tests: the one named by `CHROMIUM_PATH`, else the system's, else the one from npm.
 *
 * `WATCHFLOOR_BROWSER=npm` takes the one from npm whatever the system has. The first start of that one unpacks 200 MB
 * into the temporary folder.
 */
export async function launchBrowser(): Promise<Browser> {
  const wantsNpm = process.env['WATCHFLOOR_BROWSER'] === 'npm';
  const executablePath = wantsNpm ? null : await findSystemBrowser();
  if (executablePath !== null) {
    return chromium.launch({ executablePath, args: ['--headless=new', ...BROWSER_ARGUMENTS] });
  }
  const browser = await unpackNpmChromium();
  return chromium.launch({
    executablePath: browser.executablePath,
    // A headless shell knows one headless mode, which playwright asks for by itself.
    args: [...BROWSER_ARGUMENTS],
    env: { ...definedEnvironment(), ...browser.env },
  });
}

async function findSystemBrowser(): Promise<string | null> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    await access(named, constants.X_OK).catch(() => {
      throw new Error(`CHROMIUM_PATH names ${named}, which cannot be run`);
    });
    return named;
  }
  for (const path of SYSTEM_BROWSERS) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return null;
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** A page with everything that went wrong on it so far, in words; a test ends with `expect(problems).toEqual([])`. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions, rejected promises, failed requests and answers of 400 and above. */
  readonly problems: readonly string[];
}

/** Open a page in a context of its own and collect what goes wrong on it: shader and GL errors come by the console. */
export async function openWatchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || isGraphicsComplaint(message.text())) {
      problems.push(
        `console: ${message.text()} (${message.location().url}:${message.location().lineNumber})`,
      );
    }
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('requestfailed', (request) => {
    // A page that closes or leaves cancels what is under way; that is no fault.
    const reason = request.failure()?.errorText ?? 'unknown reason';
    if (reason !== 'net::ERR_ABORTED')
      problems.push(`request: ${request.method()} ${request.url()}: ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`answer ${response.status()}: ${response.url()}`);
  });
  return { page, problems };
}

/** WebGL tells its errors as warnings; "GPU stall due to ReadPixels" is only advice. */
function isGraphicsComplaint(text: string): boolean {
  return /WebGL: INVALID_|GL_INVALID_|THREE\.WebGLProgram|shader/i.test(text) && !/GPU stall/.test(text);
}
