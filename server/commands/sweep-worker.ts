import { parentPort } from 'node:worker_threads';
import { type RunSettings, simulateRun } from './simulate.ts';
import { SWEPT, type SweptRun } from './sweep.ts';

parentPort?.on('message', (settings: RunSettings) => {
  const metrics = simulateRun(settings);
  parentPort?.postMessage(SWEPT.map((name) => metrics[name]) satisfies SweptRun);
});
