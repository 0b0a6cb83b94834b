import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeControl, encodeMessage, WebsocketDecoder, type WebsocketEvent } from "./websocket-frames.ts";

function decode(chunks: readonly Buffer[], maxMessageBytes = 10_000_000): WebsocketEvent[] {
  const decoder = new WebsocketDecoder(maxMessageBytes);
  return chunks.flatMap((chunk) => decoder.push(chunk));
}

test("WebsocketDecoder gives back what encodeMessage() was given, wherever the bytes are split", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.integer({ min: 1, max: 50 }), (texts, size) => {
      const bytes = Buffer.concat(texts.map((text) => encodeMessage(text)));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      assert.deepEqual(
        decode(chunks),
        texts.map((text) => ({ type: "message", text: Buffer.from(text).toString() })),
      );
    }),
  );
});

test("WebsocketDecoder reads each form of the length, and messages in several frames", () => {
  for (const length of [0, 125, 126, 65_535, 65_536, 1024 * 1024, 1024 * 1024 + 1, 3_000_000]) {
    const text = "x".repeat(length);
    assert.deepEqual(decode([encodeMessage(text)]), [{ type: "message", text }]);
  }
});

test("WebsocketDecoder reads frames that are not masked, and control frames between fragments", () => {
  const bytes = Buffer.concat([
    Buffer.from([0x01, 2]),
    Buffer.from("ab"),
    encodeControl("ping", Buffer.from("p")),
    encodeControl("pong", Buffer.alloc(0)),
    Buffer.from([0x80, 1]),
    Buffer.from("c"),
    encodeControl("close", Buffer.from([0x03, 0xe9, 0x62, 0x79, 0x65])),
  ]);
  assert.deepEqual(decode([bytes]), [
    { type: "ping", payload: Buffer.from("p") },
    { type: "message", text: "abc" },
    { type: "close", code: 1001, reason: "bye" },
  ]);
  assert.deepEqual(decode([encodeControl("close", Buffer.alloc(0))]), [{ type: "close", code: undefined, reason: "" }]);
});

test("WebsocketDecoder gives up for good on a message that is too long, before it is there, and on unknown opcodes", () => {
  const tooLong = [{ type: "broken", reason: "A message of the server is longer than the limit" }];
  const endless = Buffer.from([0x81, 127, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]);
  const fragments = Buffer.concat([Buffer.from([0x01, 60]), Buffer.alloc(60), Buffer.from([0x00, 60]), Buffer.alloc(60)]);
  for (const bytes of [endless, fragments]) assert.deepEqual(decode([bytes, encodeMessage("more")], 100), tooLong);
  assert.deepEqual(decode([Buffer.from([0x8b, 0])]), [{ type: "broken", reason: "A WebSocket frame has the unknown opcode 11" }]);
});
