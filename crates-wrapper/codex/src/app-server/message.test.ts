import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseMessage } from "./message.ts";

test("parseMessage() tells the kinds of messages apart, with and without the field jsonrpc", () => {
  for (const [text, wanted] of [
    [`{"id":1,"result":null}`, { type: "result", id: 1, result: null }],
    [`{"jsonrpc":"2.0","id":"a","result":{"x":1}}`, { type: "result", id: "a", result: { x: 1 } }],
    [
      `{"error":{"code":-32600,"message":"No","data":[1]},"id":0}`,
      { type: "error", id: 0, error: { code: -32600, message: "No", data: [1] } },
    ],
    [`{"error":{"odd":1},"id":0}`, { type: "error", id: 0, error: { code: 0, message: `{"odd":1}`, data: undefined } }],
    [`{"method":"a/b","id":0,"params":{}}`, { type: "request", id: 0, method: "a/b", params: {} }],
    [
      `{"method":"n","params":[],"emittedAtMs":7}`,
      { type: "notification", method: "n", params: [], raw: { method: "n", params: [], emittedAtMs: 7 } },
    ],
  ] as const)
    assert.deepEqual(parseMessage({ text }), wanted);
});

test("parseMessage() says why it is no message", () => {
  for (const [text, reason] of [
    ["Listening", /^It is no JSON: /],
    ["[]", /^It is no JSON object$/],
    ["null", /^It is no JSON object$/],
    ["{}", /^It has neither a method nor an id$/],
    [`{"id":1}`, /^It has neither a method nor a result nor an error$/],
    [`{"method":"m","id":null}`, /^Its id is neither/],
  ] as const) {
    const message = parseMessage({ text });
    assert.equal(message.type, "malformed");
    assert.match(message.reason, reason);
    assert.equal(message.text, text);
  }
});

test("parseMessage() finds what a cut message belongs to", () => {
  for (const [text, wanted] of [
    [`{"id":12,"result":{"dat`, { id: 12 }],
    [`{"jsonrpc":"2.0","id":"x","result":{"dat`, { id: "x" }],
    [`{"method":"a/b","id":3,"params":{`, { method: "a/b", id: 3 }],
    [`{"method":"a/b","params":{"id":3,`, { method: "a/b" }],
    [`{"error":{"message":"`, {}],
  ] as const) {
    const reason = "It is longer than the limit";
    assert.deepEqual(parseMessage({ text, defect: "over-limit" }), { type: "malformed", text, reason, isCut: true, ...wanted });
  }
});

test("parseMessage() never throws, and gives back what stands in a notification", () => {
  fc.assert(fc.property(fc.string(), (text) => void parseMessage({ text })));
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (method, params) => {
      const message = parseMessage({ text: JSON.stringify({ method, params }) });
      assert.deepEqual(
        [message.type, message.type === "notification" && message.params],
        ["notification", JSON.parse(JSON.stringify(params))],
      );
    }),
  );
});
