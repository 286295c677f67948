import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/** Host names under which this server may be addressed; anything else is a foreign page's trick (DNS rebinding). */
export function allowedHosts(host: string): ReadonlySet<string> {
  return new Set(['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host]);
}

/** Whether a request comes from our own page or from no page at all. */
export function isOwnOrigin(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.has(hostName(host))) return false;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

export function refuseForeignOrigins(hosts: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    if (isOwnOrigin(request, hosts)) next();
    else
      sendProblem(
        response,
        403,
        'Foreign origin',
        'this server answers only its own page, on its own address',
      );
  };
}
