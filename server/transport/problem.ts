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
export function problemHandler(logger: Logger, uploadLimitBytes: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { type, status } = describeError(error);
    if (type === 'entity.too.large') {
      const limit = Math.round(uploadLimitBytes / 1024 / 1024);
      return sendProblem(
        response,
        413,
        'File too large',
        `a file may have at most ${limit} MB (setting --upload-limit-mb)`,
      );
    }
    if (status >= 400 && status < 500)
      return sendProblem(response, status, 'Bad request', 'the request could not be read');
    logger.error({ err: error }, 'request failed');
    return sendProblem(response, 500, 'Internal error', 'something broke in the server; its log says more');
  };
}

function describeError(error: unknown): { type: string; status: number } {
  const { type, status } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  return { type: typeof type === 'string' ? type : '', status: typeof status === 'number' ? status : 500 };
}
