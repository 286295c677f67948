import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from '../logger.ts';

/** Answer with RFC 9457 problem details. */
export function sendProblem(response: Response, status: number, title: string, detail: string): void {
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail }));
}

/** The last handler: turns what the middle of the stack threw into problem details, never into a stack trace. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 400 && status < 500)
      return sendProblem(response, status, 'Bad request', 'the request could not be read');
    logger.error({ err: error }, 'request failed');
    return sendProblem(response, 500, 'Internal error', 'something broke in the server; its log says more');
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' ? status : 500;
}
