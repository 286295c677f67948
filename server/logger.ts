import { type Logger, pino } from 'pino';

export type { Logger };

/** One logger for the server; everything goes to standard error, results alone to standard output. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
