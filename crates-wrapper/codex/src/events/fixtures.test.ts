import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import schema from "../../schemas/exec-event.schema.json" with { type: "json" };
import { countEvents, noEvents } from "./counts.ts";
import { type CodexEvent, parseEvent, type Usage } from "./event.ts";
import { usageSince } from "./usage.ts";

// Lines that real runs printed: test/events.e2e.ts records them with UPDATE_GOLDEN=1.
const folder = join(import.meta.dirname, "fixtures");
const versions = readdirSync(folder).toSorted();
const definitions: Readonly<Record<string, Schema>> = schema.$defs as object as Readonly<Record<string, Schema>>;
const lines = versions.flatMap((version) => filesOf(version).flatMap((file) => linesOf(version, file)));

/** What the schema has and no recorded run printed. The app-server of each version knows both; the first is also among the names of exec's own code. */
const unseen = ['CollabAgentStatus "interrupted"', 'CollabAgentStatus "shutdown"'];

for (const version of versions) {
  test(`parseEvent() knows every line that runs of codex ${version} printed`, () => {
    for (const file of filesOf(version)) {
      const events = linesOf(version, file).map((text) => parseEvent({ text }));
      const { unknownEvents, unknownItems, malformedLines } = events.reduce(countEvents, noEvents);
      assert.deepEqual([unknownEvents, unknownItems, malformedLines], [0, 0, 0], file);
    }
  });
}

test("the recorded runs show every type and enum value of the schema but the few that are listed", () => {
  const seen = new Set(lines.flatMap((line) => namedValues("ExecEvent", schema as Schema, JSON.parse(line))));
  const wanted = Object.entries(definitions).flatMap(([name, { enum: values = [], properties }]) => {
    const type = properties?.type?.const;
    return [...values, ...(type === undefined ? [] : [type])].map((value) => `${name} "${value}"`);
  });
  assert.ok(wanted.length > 40);
  assert.deepEqual(
    wanted.filter((value) => !seen.has(value)),
    unseen,
  );
});

for (const version of versions) {
  test(`turn.completed of codex ${version} tells the usage of the whole thread, also after exec resume`, () => {
    // Each request to the model used 100 input tokens, and each run made two.
    const usages = ["resumed.1", "resumed.2", "resumed.3"].map((name) => usageOf(version, name));
    assert.deepEqual(
      usages.map((usage) => usage.input_tokens),
      [200, 400, 600],
    );
    const [first, second] = usages;
    assert.ok(first && second);
    assert.deepEqual(usageSince(first, second), first);
    // The failed run made one request that succeeded, the next run another.
    assert.equal(usageOf(version, "resumed-after-failure.2").input_tokens, 200);
    // The second run compacted first.
    assert.equal(usageOf(version, "compacted.2").input_tokens, 300);
    assert.equal(usageOf(version, "review").input_tokens, 0);
  });
}

test("parseEvent() never throws and never loses what was printed, whatever becomes of a line", () => {
  const path = fc.array(fc.nat(20), { maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...lines), path, fc.option(fc.jsonValue(), { nil: undefined }), (line, at, value) => {
      const object = mutated(JSON.parse(line), at, value);
      const text = JSON.stringify(object) ?? "";
      const event = parseEvent({ text });
      if (event.type === "malformed") assert.equal(event.line.text, text);
      else assert.deepEqual(rawOf(event), JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});

test("parseEvent() never throws for a torn or garbled line, and keeps its text", () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.nat(), fc.string(), (line, cut, junk) => {
      const at = cut % (line.length + 1);
      const text = `${line.slice(0, at)}${junk}${line.slice(at + junk.length)}`;
      for (const torn of [text, line.slice(0, at)]) {
        const event = parseEvent({ text: torn });
        if (event.type === "malformed") assert.equal(event.line.text, torn);
        else assert.deepEqual(rawOf(event), JSON.parse(torn));
      }
    }),
    { numRuns: 2000 },
  );
});

/** The object that codex printed, put together again. */
function rawOf(event: Exclude<CodexEvent, { type: "malformed" }>): unknown {
  if (event.type === "unknown") return event.raw;
  return "item" in event && event.item.type === "unknown" ? { ...event, item: event.item.raw } : event;
}

/** Replaces what stands at a path by a value, or removes it. */
function mutated(target: unknown, [step, ...path]: readonly number[], value: unknown): unknown {
  if (step === undefined || typeof target !== "object" || target === null) return value;
  const keys = Object.keys(target);
  const key = keys[step % (keys.length + 1)] ?? "added";
  const inner = mutated((target as Record<string, unknown>)[key], path, value);
  if (Array.isArray(target)) return target.map((each: unknown, index) => (String(index) === key ? inner : each));
  return { ...target, [key]: inner };
}

/** The types and enum values in a value, each with the name of the definition that has it. */
function namedValues(name: string, rule: Schema, value: unknown): string[] {
  const reference = rule.$ref?.split("/").at(-1);
  if (reference !== undefined) return namedValues(reference, definitions[reference] ?? {}, value);
  if (typeof value === "string") return rule.enum === undefined && rule.const === undefined ? [] : [`${name} "${value}"`];
  if (typeof value !== "object" || value === null) return [];
  const alternatives = [...(rule.oneOf ?? []), ...(rule.anyOf ?? [])].flatMap((each) => namedValues(name, each, value));
  // Of alternatives, the one that has another type says nothing.
  const type = rule.properties?.type?.const;
  if (type !== undefined && type !== (value as { type?: unknown }).type) return [];
  const fields = Object.entries(value).flatMap(([key, field]) => {
    const inner = Array.isArray(value) ? rule.items : (rule.properties?.[key] ?? rule.additionalProperties);
    return typeof inner === "object" ? namedValues(name, inner, field) : [];
  });
  return [...alternatives, ...fields];
}

/** The keywords that the schema uses. */
interface Schema {
  readonly $ref?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema | true>> & { readonly type?: Schema };
  readonly items?: Schema | true;
  readonly additionalProperties?: Schema;
}

function usageOf(version: string, name: string): Usage {
  const last = parseEvent({ text: linesOf(version, `${name}.jsonl`).at(-1) ?? "" });
  assert.ok(last.type === "turn.completed");
  return last.usage;
}

function filesOf(version: string): string[] {
  const files = readdirSync(join(folder, version));
  assert.ok(files.length > 0);
  return files;
}

function linesOf(version: string, file: string): string[] {
  return readFileSync(join(folder, version, file), "utf8")
    .trimEnd()
    .split("\n");
}
