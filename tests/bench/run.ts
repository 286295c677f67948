import { parseArgs } from 'node:util';
import { benchElements } from './elements.ts';
import { print, readSubject, type Subject } from './measure.ts';
import { benchPropagation } from './propagation.ts';
import { benchScreening } from './screening.ts';
import { benchFanOut } from './fan-out.ts';
import { benchStream } from './stream.ts';

/** `npm run bench -- [elements] [propagation] [screening] [stream] [--catalog FILE]`: all of them when none is named. */
const BENCHES: Readonly<Record<string, (subject: Subject) => void | Promise<void>>> = {
  elements: benchElements,
  propagation: benchPropagation,
  screening: benchScreening,
  stream: async (subject) => {
    benchStream(subject);
    await benchFanOut();
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { catalog: { type: 'string' } },
});
const unknown = positionals.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`bench: ${unknown}: one of ${Object.keys(BENCHES).join(', ')} is wanted\n`);
  process.exit(2);
}
const subject = readSubject(values.catalog);
print(`${subject.sets.length} element sets, ${subject.name}; Node ${process.version}`);
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  print(name);
  await BENCHES[name]?.(subject); // oxlint-disable-line no-await-in-loop
}
