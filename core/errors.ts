/** Input that cannot be used at all: the message says what and where. Caught once, at the edge it came in by. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
