import { readElementFile } from '../../server/commands/files.ts';

/** Started by the bench: how far reading one file raises this process over where it stood. */
const MB = 1024 * 1024;
const [, , file = ''] = process.argv;
const before = process.memoryUsage.rss();
const { table } = await readElementFile(file, { isLenient: true });
// maxRSS is in kilobytes, and never falls.
const peak = process.resourceUsage().maxRSS * 1024;
const kept = table.pack();
const bytes = kept.numbers.byteLength + kept.textEnds.byteLength + kept.text.byteLength;
process.stdout.write(
  `peak ${((peak - before) / MB).toFixed(0)} MB above ${(before / MB).toFixed(0)} MB; ${table.length} sets kept in ${(bytes / MB).toFixed(1)} MB\n`,
);
