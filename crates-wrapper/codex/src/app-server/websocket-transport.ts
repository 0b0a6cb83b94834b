import type { Line } from "@lockstep/runtime";
import { createHash } from "node:crypto";
import type { CodexCommand } from "../codex-error.ts";
import { openProcess, type Transport, type TransportOptions } from "./transport.ts";
import { encodeControl, encodeMessage, WebsocketDecoder } from "./websocket-frames.ts";

/**
 * `codex app-server proxy`: a tunnel of bytes to the socket of a running server, on which that speaks WebSocket and wants an HTTP upgrade
 * before (`upgradeKey` is its key; older ones want none). The server cannot be held back. It is pinged, because the proxy does not tell
 * that the server is gone until something is written.
 */
export function openWebsocketTransport(
  command: CodexCommand,
  options: TransportOptions & { readonly upgradeKey: string | undefined },
): Transport {
  const { upgradeKey } = options;
  const decoder = new WebsocketDecoder(options.maxMessageBytes);
  const upgraded = Promise.withResolvers<void>();
  let head: Buffer | undefined = upgradeKey === undefined ? undefined : Buffer.alloc(0);
  let arrived: Line[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  // Bytes are taken before they are cut into lines, of which nothing is kept.
  const { channel, outcome, stop, breakOff } = openProcess(command, options, { onStdout: take }, { maxLineBytes: 1 });
  const pinging = setInterval(() => void write(encodeControl("ping", Buffer.alloc(0))).catch(() => undefined), pingMs).unref();
  const ended = outcome.then((end) => {
    clearInterval(pinging);
    isOver = true;
    upgraded.resolve();
    wake();
    return end;
  });
  void drain();
  if (upgradeKey === undefined) upgraded.resolve();
  else void write(Buffer.from(upgradeRequest(upgradeKey))).catch(() => undefined);

  function take(chunk: Uint8Array): void {
    const bytes = head === undefined ? chunk : takeHead(chunk);
    for (const event of decoder.push(bytes)) {
      if (event.type === "message") arrived.push({ text: event.text });
      else if (event.type === "ping") void write(encodeControl("pong", event.payload)).catch(() => undefined);
      else if (event.type === "close")
        breakOff(`The server has closed the connection (${[event.code, event.reason].filter(Boolean).join(": ")})`);
      else breakOff(event.reason);
    }
    wake();
  }

  /** What stands behind the answer to the upgrade. */
  function takeHead(chunk: Uint8Array): Uint8Array {
    head = Buffer.concat([head ?? Buffer.alloc(0), chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) {
      if (head.length > maxHeadBytes) breakOff("The server does not answer the upgrade to WebSocket");
      return Buffer.alloc(0);
    }
    const text = head.toString("latin1", 0, end);
    const rest = head.subarray(end + 4);
    head = undefined;
    const accept = /^sec-websocket-accept:\s*(\S+)\s*$/im.exec(text)?.[1];
    if (/^HTTP\/1\.1 101 /.test(text) && accept === acceptOf(upgradeKey ?? "")) upgraded.resolve();
    else breakOff(`The server refuses the upgrade to WebSocket: ${JSON.stringify(text.split("\r\n", 1)[0])}`);
    return rest;
  }

  /** The channel hands what it is given to a Node stream, which takes bytes as well as text. */
  function write(bytes: Buffer): Promise<void> {
    return channel.write(bytes as unknown as string);
  }

  async function drain(): Promise<void> {
    for await (const _ of channel);
  }

  async function* messages(): AsyncGenerator<Line, void, undefined> {
    while (true) {
      const batch = arrived;
      arrived = [];
      yield* batch;
      if (arrived.length > 0) continue;
      if (isOver) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    command,
    outcome: ended,
    stop,
    breakOff,
    messages: messages(),
    async send(message) {
      await upgraded.promise;
      await write(encodeMessage(message));
    },
    end() {
      void write(encodeControl("close", Buffer.from([0x03, 0xe8]))).catch(() => undefined);
      channel.end();
    },
  };
}

function upgradeRequest(key: string): string {
  const lines = ["GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  return [...lines, `Sec-WebSocket-Key: ${key}`, "", ""].join("\r\n");
}

function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

/** Milliseconds. */
const pingMs = 5000;
const maxHeadBytes = 64 * 1024;
