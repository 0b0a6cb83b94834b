import { randomBytes } from "node:crypto";

/** What a client of a WebSocket gets: whole messages and control frames (RFC 6455, without extensions). */
export type WebsocketEvent =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "ping"; readonly payload: Buffer }
  | { readonly type: "close"; readonly code: number | undefined; readonly reason: string }
  /** Nothing behind it can be read. */
  | { readonly type: "broken"; readonly reason: string };

/** Takes the bytes of the server apart, wherever its chunks are split; holds at most `maxMessageBytes` and one chunk. */
export class WebsocketDecoder {
  readonly #maxMessageBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** No frame can be read with fewer. */
  #wanted = 2;
  #fragments: Buffer[] = [];
  #fragmentBytes = 0;
  #isBroken = false;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  push(chunk: Uint8Array): WebsocketEvent[] {
    const events: WebsocketEvent[] = [];
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    while (!this.#isBroken && this.#bytes >= this.#wanted) {
      const buffer = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
      this.#chunks = [buffer];
      const frame = frameOf(buffer);
      if ("wanted" in frame) {
        this.#wanted = frame.wanted;
        // Told before the payload is there, which may be too large to hold.
        if (this.#fragmentBytes + this.#wanted > this.#maxMessageBytes + maxHeaderBytes) events.push(this.#break(tooLong));
        continue;
      }
      this.#chunks = [buffer.subarray(frame.end)];
      this.#bytes -= frame.end;
      this.#wanted = 2;
      const event = this.#take(frame);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #take({ opcode, isLast, payload }: Frame): WebsocketEvent | undefined {
    switch (opcode) {
      case opcodes.continuation:
      case opcodes.text:
      case opcodes.binary: {
        this.#fragments.push(payload);
        this.#fragmentBytes += payload.length;
        if (this.#fragmentBytes > this.#maxMessageBytes) return this.#break(tooLong);
        if (!isLast) return undefined;
        const text = Buffer.concat(this.#fragments).toString("utf8");
        this.#fragments = [];
        this.#fragmentBytes = 0;
        return { type: "message", text };
      }
      case opcodes.close: {
        const code = payload.length >= 2 ? payload.readUInt16BE(0) : undefined;
        return { type: "close", code, reason: payload.toString("utf8", 2) };
      }
      case opcodes.ping:
        return { type: "ping", payload };
      case opcodes.pong:
        return undefined;
      default:
        return this.#break(`A WebSocket frame has the unknown opcode ${opcode}`);
    }
  }

  #break(reason: string): WebsocketEvent {
    this.#isBroken = true;
    return { type: "broken", reason };
  }
}

/** The bytes of a client's message, in frames that every server takes. */
export function encodeMessage(text: string): Buffer {
  const payload = Buffer.from(text);
  const frames: Buffer[] = [];
  for (let from = 0; from === 0 || from < payload.length; from += maxFrameBytes) {
    const isLast = from + maxFrameBytes >= payload.length;
    frames.push(encodeFrame(from === 0 ? opcodes.text : opcodes.continuation, payload.subarray(from, from + maxFrameBytes), isLast));
  }
  return Buffer.concat(frames);
}

export function encodeControl(type: "close" | "ping" | "pong", payload: Buffer): Buffer {
  return encodeFrame(opcodes[type], payload, true);
}

interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

function frameOf(buffer: Buffer): Frame | { readonly wanted: number } {
  const [first = 0, second = 0] = buffer;
  const shortLength = second & 0x7f;
  const headerBytes = (shortLength === 126 ? 4 : shortLength === 127 ? 10 : 2) + ((second & 0x80) === 0 ? 0 : 4);
  if (buffer.length < headerBytes) return { wanted: headerBytes };
  const length = shortLength === 126 ? buffer.readUInt16BE(2) : shortLength === 127 ? Number(buffer.readBigUInt64BE(2)) : shortLength;
  const end = headerBytes + length;
  if (buffer.length < end) return { wanted: end };
  const payload = buffer.subarray(headerBytes, end);
  const isMasked = (second & 0x80) !== 0;
  return {
    opcode: first & 0x0f,
    isLast: (first & 0x80) !== 0,
    payload: isMasked ? mask(payload, buffer.subarray(headerBytes - 4, headerBytes)) : payload,
    end,
  };
}

/** A client has to mask what it sends. */
function encodeFrame(opcode: number, payload: Buffer, isLast: boolean): Buffer {
  const length = payload.length;
  const header = Buffer.alloc(length < 126 ? 2 : length < 2 ** 16 ? 4 : 10);
  header[0] = (isLast ? 0x80 : 0) | opcode;
  header[1] = 0x80 | (length < 126 ? length : length < 2 ** 16 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  const key = randomBytes(4);
  return Buffer.concat([header, key, mask(payload, key)]);
}

function mask(payload: Buffer, key: Buffer): Buffer {
  const masked = Buffer.alloc(payload.length);
  for (let i = 0; i < payload.length; i += 1) masked[i] = (payload[i] ?? 0) ^ (key[i % 4] ?? 0);
  return masked;
}

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const tooLong = "A message of the server is longer than the limit";
const maxHeaderBytes = 14;
const maxFrameBytes = 1024 * 1024;
