/** The version of everything in core/protocol; a client with another one is refused with both numbers. */
export const PROTOCOL_VERSION = 2;
