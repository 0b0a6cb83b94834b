import assert from "node:assert/strict";
import { test } from "node:test";
import { redact } from "@lockstep/runtime";
import * as fc from "fast-check";
import { parse } from "smol-toml";
import { CodexError } from "../codex-error.ts";
import { configOverrides, type ConfigTable, type ConfigValue, type McpServer, mcpServerOverrides } from "./config-overrides.ts";

// The reader below merges into plain objects, which have names such as "valueOf" from the start.
const isFree = (key: string): boolean => !(key in {});
const bareKey = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/).filter(isFree);
const anyKey = fc.string({ unit: "grapheme", maxLength: 8 }).filter(isFree);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 2 ** 53, -(2 ** 63), 1e300),
);

/** Nested tables with arbitrary keys below the top. */
const tables = fc.letrec<{ value: ConfigValue; table: ConfigTable }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary-ascii" }),
    number,
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("table"),
  ),
  table: fc.oneof(fc.dictionary(bareKey, tie("value"), { maxKeys: 3 }), fc.dictionary(anyKey, tie("value"), { maxKeys: 3 })),
})).value;

test("configOverrides() writes words that TOML reads as the same values", () => {
  fc.assert(
    fc.property(fc.dictionary(bareKey, tables, { maxKeys: 3 }), (table) => {
      assert.deepEqual(read(configOverrides(table)), plain(table));
    }),
    { numRuns: 500 },
  );
});

test("configOverrides() writes one word per leaf, and tables whose keys are no bare names as one", () => {
  assert.deepEqual(
    configOverrides({
      model: 'a"b',
      nested: { on: true, deep: { n: 1.5, gone: undefined } },
      odd: { "a.b": { c: [1, { d: "e" }] }, f: "g" },
      empty: {},
      list: [],
      large: 2 ** 70,
      del: "\u007f\n",
    }),
    [
      'model="a\\"b"',
      "nested.on=true",
      "nested.deep.n=1.5",
      'odd={"a.b" = {"c" = [1, {"d" = "e"}]}, "f" = "g"}',
      "empty={}",
      "list=[]",
      "large=1.1805916207174113e+21",
      'del="\\u007f\\n"',
    ],
  );
});

test("configOverrides() keeps words as they are", () => {
  assert.deepEqual(configOverrides(["a.b=[1", "c=", "d=e=f"]), ["a.b=[1", "c=", "d=e=f"]);
});

test("configOverrides() refuses what is no override", () => {
  const cases: readonly (readonly [ConfigTable | readonly string[], RegExp])[] = [
    [["novalue"], /^Config override "novalue" has no key, wanted a word such as "name=value"$/],
    [["=value"], /has no key/],
    [{ "a.b": 1 }, /^Config key "a\.b" cannot stand in a dotted key/],
    [{ "": 1 }, /^Config key "" cannot/],
    [{ a: { b: Number.POSITIVE_INFINITY } }, /^Config value Infinity of "a\.b" is no number$/],
    [{ a: { b: ["c", "\ud800"] } }, /^Config value of "a\.b\.1" is no Unicode text/],
  ];
  for (const [config, message] of cases) assertRefused(() => configOverrides(config), message);
});

test("mcpServerOverrides() writes the entry that codex reads, without the fields that are absent", () => {
  const servers: Readonly<Record<string, McpServer>> = {
    docs: {
      type: "stdio",
      command: "npx",
      args: ["-y"],
      cwd: "/work",
      env: { MODE: "fast" },
      envVars: ["HOME"],
      startupTimeoutSec: 5,
      enabledTools: ["a"],
      required: true,
    },
    "web-1": {
      type: "http",
      url: "https://mcp.example/",
      bearerTokenEnvVar: "TOKEN",
      httpHeaders: { "X-A": "b" },
      envHttpHeaders: { "X-C": "D" },
      toolTimeoutSec: 0.5,
      disabledTools: ["b"],
    },
  };
  assert.deepEqual(read(mcpServerOverrides(servers)), {
    mcp_servers: {
      docs: {
        command: "npx",
        args: ["-y"],
        cwd: "/work",
        env: { MODE: "fast" },
        env_vars: ["HOME"],
        startup_timeout_sec: 5,
        enabled_tools: ["a"],
        required: true,
      },
      "web-1": {
        url: "https://mcp.example/",
        bearer_token_env_var: "TOKEN",
        http_headers: { "X-A": "b" },
        env_http_headers: { "X-C": "D" },
        tool_timeout_sec: 0.5,
        disabled_tools: ["b"],
      },
    },
  });
  assert.deepEqual(mcpServerOverrides({}), []);
});

test("mcpServerOverrides() refuses names that cannot stand in a dotted key", () => {
  for (const name of ["a.b", "", "a b", 'a"', "ä", "a=b"])
    assertRefused(
      () => mcpServerOverrides({ [name]: { type: "stdio", command: "c" } }),
      /^MCP server name ".*" cannot stand in a dotted key/,
    );
});

test("redact() of the runtime hides the secrets of servers in the words that mcpServerOverrides() writes, and wherever else they stand", () => {
  const servers: Readonly<Record<string, McpServer>> = {
    plain: { type: "stdio", command: "c", env: { API_KEY: "hush-one", SHOWN: "visible" } },
    inline: { type: "stdio", command: "c", env: { "A.B_TOKEN": 'hush"two', "C.D": "visible" } },
    web: {
      type: "http",
      url: "https://me:hush-three@mcp.example/",
      httpHeaders: { Authorization: "Bearer hush-four", "X-Api-Key": "hush-five" },
    },
    odd: { type: "http", url: "https://mcp.example/", httpHeaders: { "X.Y": "visible", Authorization: "Basic hush-six" } },
  };
  const words = mcpServerOverrides(servers).map((word) => `--config=${word}`);
  const clean = redact(`${words.join(" ")}\nlater: hush-one hush"two hush-three Bearer hush-four hush-five Basic hush-six`, {}, words);
  assert.doesNotMatch(clean, /hush/);
  assert.equal(clean.match(/visible/g)?.length, 3);
});

/** The document that codex puts together from the words. */
function read(words: readonly string[]): unknown {
  const document: Record<string, unknown> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    const path = word.slice(0, equals).split(".");
    const value: unknown = parse(`value = ${word.slice(equals + 1)}`)["value"];
    let table = document;
    for (const key of path.slice(0, -1)) table = (table[key] ??= {}) as Record<string, unknown>;
    table[path.at(-1) ?? ""] = value;
  }
  return plain(document);
}

/** Without prototypes and negative zeros, which are no part of the comparison. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function assertRefused(act: () => unknown, message: RegExp): void {
  assert.throws(act, (error) => error instanceof CodexError && error.code === "CODEX_REQUEST" && message.test(error.message));
}
