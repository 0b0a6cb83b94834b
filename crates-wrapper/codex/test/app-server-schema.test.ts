import assert from "node:assert/strict";
import { test } from "node:test";
import { type Schema, type Schemas, shapeDifferences } from "./app-server-schema.ts";

const ours: Schemas = {
  Item: { oneOf: [{ $ref: "#/$defs/RunItem" }] },
  RunItem: {
    type: "object",
    required: ["type", "exit_code", "status", "notes"],
    properties: {
      type: { const: "my_run" },
      exit_code: { type: ["integer", "null"] },
      status: { $ref: "#/$defs/Status" },
      notes: { type: "array", items: { type: "object", required: ["text"], properties: { text: { type: "string" } } } },
    },
  },
  Status: { enum: ["in_progress", "failed"] },
};

const run: Schema = {
  type: "object",
  required: ["exitCode", "notes", "status", "type"],
  properties: {
    type: { type: "string", enum: ["run"] },
    exitCode: { type: ["integer", "null"] },
    status: { allOf: [{ $ref: "#/definitions/Status" }] },
    notes: { type: "array", items: { $ref: "#/definitions/Note" } },
  },
};
const theirs = {
  Item: { oneOf: [run] },
  Status: { oneOf: [{ type: "string", enum: ["inProgress"] }, { enum: ["failed"] }] },
  Note: { type: "object", required: ["text"], properties: { text: { type: "string" } } },
} as const satisfies Schemas;

test("shapeDifferences() finds none in schemas that say the same in other words", () => {
  assert.deepEqual(compare(theirs), []);
});

test("shapeDifferences() finds what upstream adds, removes and changes", () => {
  const sleep: Schema = { type: "object", properties: { type: { enum: ["sleep"] } } };
  const changed = (properties: Schema["properties"], more: Schema = {}): Schemas => ({
    ...theirs,
    Item: { oneOf: [{ ...run, ...more, properties: { ...run.properties, ...properties } }] },
  });
  const cases: readonly (readonly [Schemas, string])[] = [
    [{ ...theirs, Item: { oneOf: [run, sleep] } }, 'Item "sleep": only in the app-server'],
    [{ ...theirs, Item: { oneOf: [sleep] } }, 'Item "my_run": only in exec; Item "sleep": only in the app-server'],
    [{ ...theirs, Item: { ...theirs.Item, properties: { atMs: { type: "integer" } } } }, "Item.at_ms: only in the app-server"],
    [{ ...theirs, Status: { enum: ["inProgress", "failed", "timedOut"] } }, 'Item "my_run".status "timed_out": only in the app-server'],
    [{ ...theirs, Status: { enum: ["inProgress"] } }, 'Item "my_run".status "failed": only in exec'],
    [{ ...theirs, Status: { type: "string" } }, 'Item "my_run".status: enum in exec, string in the app-server'],
    [{ ...theirs, Note: { ...theirs.Note, required: [] } }, 'Item "my_run".notes[].text: required only in exec'],
    [changed({ workingDir: true }), 'Item "my_run".working_dir: only in the app-server'],
    [changed({}, { anyOf: [{ properties: { fileId: true } }] }), 'Item "my_run".file_id: only in the app-server'],
    [changed({ exitCode: { type: "integer" } }), 'Item "my_run".exit_code: null only in exec'],
    [
      changed({ exitCode: { anyOf: [{ type: "string" }, { type: "null" }] } }),
      'Item "my_run".exit_code: integer in exec, string in the app-server',
    ],
  ];
  for (const [upstream, wanted] of cases) assert.equal(compare(upstream).join("; "), wanted);
});

test("shapeDifferences() compares an enum with the names of variants", () => {
  const pairs = [["Status", "Kind"]] as const;
  const kind: Schema = {
    oneOf: [
      { type: "object", properties: { type: { enum: ["failed"] }, movePath: { type: "string" } } },
      { type: "object", properties: { type: { enum: ["gone"] } } },
    ],
  };
  assert.deepEqual(shapeDifferences(ours, { Kind: kind }, pairs, {}), [
    "Status: enum in exec, variants in the app-server",
    'Status "in_progress": only in exec',
    'Status "gone": only in the app-server',
    'Status "failed".move_path: only in the app-server',
  ]);
});

function compare(upstream: Schemas): string[] {
  return shapeDifferences(ours, upstream, [["Item", "Item"]], { run: "my_run" });
}
