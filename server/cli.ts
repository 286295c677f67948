#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { InputError } from '../core/errors.ts';
import { check } from './commands/check.ts';
import { convert, type ConvertOptions } from './commands/convert.ts';
import { passes, type PassesOptions } from './commands/passes.ts';
import { pc, type PcOptions } from './commands/pc.ts';
import { screen, type ScreenCommandOptions } from './commands/screen.ts';
import { propagate, type PropagateOptions } from './commands/propagate.ts';
import { runScenario } from './commands/scenario.ts';
import { simulateShifts, type SimulateOptions } from './commands/simulate.ts';
import { sweepShifts, type SweepOptions } from './commands/sweep.ts';
import { planShiftsCommand, verifyShiftsCommand } from './commands/shift.ts';
import type { ServeOptions } from './config.ts';

const DEFAULT_STATE_DIR = '.watchfloor';

/** The command line. Each command is a file in commands/ and answers the exit code. */
function createProgram(finish: (code: number) => void): Command {
  const program = new Command('watchfloor');
  program
    .description('The open space operations floor.')
    .exitOverride()
    .showHelpAfterError(false)
    .showSuggestionAfterError(false);
  program.configureOutput({ outputError: (text, print) => print(text.replace(/^error: /, 'watchfloor: ')) });

  program
    .command('serve')
    .description('serve the live globe and the floor')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on, 0 for any', '8080')
    .option(
      '--catalog <file>',
      'element-set file to load (repeatable)',
      (file, files: string[]) => [...files, file],
      [],
    )
    .option('--offline', 'ask nobody on the network')
    .option('--live <source>', 'celestrak, space-track or none; celestrak where no file is named')
    .option('--celestrak-groups <names>', 'groups of CelesTrak, with commas', 'active')
    .option('--state-dir <dir>', 'where the store is kept', DEFAULT_STATE_DIR)
    .option(
      '--time <when>',
      'live, catalog (the median epoch of the loaded sets) or an ISO 8601 instant',
      'live',
    )
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .option('--upload-limit-mb <n>', 'largest file that may be loaded', '64')
    .option('--max-sets <n>', 'element sets the store may hold', '1000000')
    .option('--max-rooms <n>', 'rooms beside the live one', '16')
    .option('--history-days <n>', 'how long element sets of live sources are kept', '60')
    .option('--restrict <list>', 'objects that only some nations see: 43013=USA+GBR,90000-99999=USA')
    .option('--age-limits <list>', 'days from which sets are ageing, stale, lost: low=3/7/30,…')
    .option('--seed <seed>', 'seed of the notional catalogue and of new exercises', 'watchfloor')
    .option('--overlap-min <m>', 'overlap of two shifts, minutes', '30')
    .option(
      '--item-rules <list>',
      'what becomes work: per-survey=3,every-min=60,approach-h=24,screen-h=24,cases=3, or off',
    )
    .option(
      '--accuracy <model>',
      'deviations assumed of element sets: aida-kirschner, socrates, or R,T,N in metres',
    )
    .option('--watch-pairs <list>', 'closest approaches that become work: NUMBER/NUMBER/KM, with commas')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./commands/serve.ts');
      finish(await serve(options));
    });

  program
    .command('check <file...>')
    .description('account for every record of element-set files, as JSON')
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .option('--strict', 'exit 1 when anything was rejected')
    .action(
      async (files: string[], { lenient = false, strict = false }: { lenient?: boolean; strict?: boolean }) =>
        finish(await check(files, { lenient, strict })),
    );

  program
    .command('convert <file>')
    .description('write the element sets of a file in another format')
    .requiredOption('--to <format>', '2le, 3le, omm-json, omm-csv, omm-xml or omm-kvn')
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .option('--output <file>', 'file to write; standard output when left out')
    .action(async (file: string, options: ConvertOptions) => finish(await convert(file, options)));

  program
    .command('propagate')
    .description('propagate objects with SGP4')
    .requiredOption('--catalog <file>', 'element-set file')
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .option('--object <numbers>', 'catalog numbers, with commas; all when left out')
    .option('--start <iso>', 'first instant')
    .option('--step <seconds>', 'seconds between instants')
    .option('--count <n>', 'number of instants')
    .option('--minutes <from:to:step>', 'minutes since the epoch of each set, instead of instants')
    .option('--frame <frame>', 'teme, ecef or geodetic', 'teme')
    .option('--format <format>', 'csv or json', 'csv')
    .action(async (options: PropagateOptions) => finish(await propagate(options)));

  program
    .command('passes')
    .description('when objects pass over a site, as CSV')
    .requiredOption('--catalog <file>', 'element-set file')
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .requiredOption('--object <numbers>', 'catalog numbers, with commas')
    .requiredOption('--site <lat,lon,height>', 'degrees, degrees east, metres')
    .requiredOption('--start <iso>', 'first instant')
    .requiredOption('--hours <h>', 'length of the window')
    .option('--min-elevation <deg>', 'least elevation', '0')
    .action(async (options: PassesOptions) => finish(await passes(options)));

  program
    .command('screen')
    .description('every close approach of a catalogue in a window, as CSV, JSON or CDM')
    .requiredOption('--catalog <file>', 'element-set file')
    .option('--lenient', 'take a wrong checksum, or no position at epoch, as a warning')
    .requiredOption('--start <iso>', 'first instant')
    .requiredOption('--hours <h>', 'length of the window')
    .option('--threshold-km <d>', 'largest miss distance; with --volume: of orbits that no volume is for, 5')
    .option('--volume <v>', 'ellipsoid R,T,N in km, R,T,N,box, or the published ones: catalogue, owner')
    .option('--primary <numbers>', 'only pairs with one of these, with commas')
    .option('--workers <k>', 'threads; as many as there are cores, up to four, when left out')
    .option('--hbr-m <r>', 'combined hard-body radius, metres, for pc_max', '10')
    .option(
      '--accuracy <model>',
      'covariance that is assumed: aida-kirschner, socrates, or R,T,N in metres and three more a day',
      'aida-kirschner',
    )
    .option('--format <format>', 'csv, json, cdm or cdm-xml', 'csv')
    .action(async (options: ScreenCommandOptions) => finish(await screen(options)));

  program
    .command('pc')
    .description('collision probability of a conjunction data message, as JSON')
    .requiredOption('--cdm <file>', 'CCSDS 508.0 message, KVN or XML')
    .option('--hbr-m <r>', 'combined hard-body radius, metres; that of the message, or 20, when left out')
    .option('--method <name>', 'FOSTER-1992, CHAN-1997, ALFANO-2005 or ALFRIEND-1999', 'FOSTER-1992')
    .action(async (options: PcOptions) => finish(await pc(options)));

  const shift = program.command('shift').description('eight-hour shifts');
  shift
    .command('plan')
    .description('list shifts as CSV')
    .requiredOption('--from <iso>', 'first instant')
    .requiredOption('--to <iso>', 'end, not included')
    .option('--pattern <name>', 'rotation pattern', 'metropolitan')
    .action(async (options: { from: string; to: string; pattern: string }) =>
      finish(await planShiftsCommand(options)),
    );
  shift
    .command('verify')
    .description('walk the hash chain of the journal')
    .option('--state-dir <dir>', 'where the store is kept', DEFAULT_STATE_DIR)
    .action(async (options: { stateDir: string }) => finish(await verifyShiftsCommand(options)));
  const simulated = '2026-03-02T00:00:00Z';
  shift
    .command('simulate')
    .description('play days of the floor without people, and print metrics as JSON')
    .option('--days <n>', 'days to play', '30')
    .option('--seed <text>', 'seed of the simulated work', 'watchfloor')
    .option('--pattern <name>', 'rotation pattern', 'metropolitan')
    .option('--overlap-min <m>', 'overlap of two shifts, minutes', '30')
    .option('--handover <mode>', 'none, written, verbal, both or read-back', 'read-back')
    .option('--load <x>', 'multiplies the rate of all work', '1')
    .option('--start <iso>', 'first instant', simulated)
    .action(async (options: SimulateOptions) => finish(await simulateShifts(options)));
  shift
    .command('sweep')
    .description('seeds × overlap × handover × load as CSV with 95 % intervals')
    .option('--days <n>', 'days of each run', '30')
    .option('--seeds <n>', 'runs of each cell', '10')
    .option('--overlap-min <list>', 'minutes, with commas', '30,60')
    .option('--handover <list>', 'modes, with commas', 'none,written,both,read-back')
    .option('--load <list>', 'factors, with commas', '1,1.6')
    .option('--start <iso>', 'first instant', simulated)
    .option('--threads <n>', 'runs at a time; as many as there are cores when left out')
    .action(async (options: SweepOptions) => finish(await sweepShifts(options)));

  program
    .command('scenario')
    .description('scenarios that grade themselves')
    .command('run <file>')
    .description('play a scenario headless and print each expectation with its grade')
    .option('--seed <text>', 'another seed than its own')
    .action(async (file: string, options: { seed?: string }) => finish(await runScenario(file, options)));
  return program;
}

async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await createProgram((code) => {
      process.exitCode = code;
    }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof InputError) {
      process.stderr.write(`watchfloor: ${error.message}\n`);
      process.exitCode = 2;
    } else {
      throw error;
    }
  }
}

await main();
