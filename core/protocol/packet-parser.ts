import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';

/**
 * socket.io's parser with one exception: the event `f` with one binary argument is one bare binary message, instead of
 * a text placeholder followed by the bytes. Give it to both ends as `parser`.
 *
 * Everything else is stock. A binary message that no placeholder announced is a frame; so the rest of the protocol
 * must not send binary arguments, and does not.
 */
class FrameEncoder extends Encoder {
  override encode(packet: Packet): (string | Uint8Array)[] {
    const data: unknown = packet.data;
    const isFrame =
      packet.type === PacketType.EVENT &&
      Array.isArray(data) &&
      data[0] === 'f' &&
      data[1] instanceof Uint8Array;
    return isFrame ? [data[1] as Uint8Array] : (super.encode(packet) as (string | Uint8Array)[]);
  }
}

class FrameDecoder extends Decoder {
  override add(chunk: unknown): void {
    if (typeof chunk === 'string') super.add(chunk);
    else this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', data: ['f', chunk] });
  }
}

export const packetParser = { Encoder: FrameEncoder, Decoder: FrameDecoder };
