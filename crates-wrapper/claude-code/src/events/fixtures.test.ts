import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import asked from "../../schemas/client-request.schema.json" with { type: "json" };
import schema from "../../schemas/stream-message.schema.json" with { type: "json" };
import { countEvents, noEvents } from "./counts.ts";
import { type ClaudeEvent, parseEvent, type ResultEvent } from "./event.ts";

// Lines that real runs printed: test/events.e2e.ts records them with UPDATE_GOLDEN=1.
const folder = join(import.meta.dirname, "fixtures");
const versions = readdirSync(folder).toSorted();
const lines = versions.flatMap((version) => filesOf(version).flatMap((file) => linesOf(version, file)));

/** What the schemas have and no recorded run printed: it needs a login, a plugin, an interface, or the network. The SDK's types have it. */
const unseen = [
  "active_goal",
  "auth_status",
  "control_cancel_request",
  "document",
  "elicitation",
  "keep_alive",
  "ping",
  "prompt_suggestion",
  "rate_limit_event",
  "request_user_dialog",
  "system elicitation_complete",
  "system files_persisted",
  "system hook_progress",
  "system local_command_output",
  "system memory_recall",
  "system mirror_error",
  "system model_refusal_fallback",
  "system notification",
  "system plugin_install",
  "system session_writes_lost",
  "system worker_shutting_down",
  "tool_progress",
  "tool_use_summary",
];

for (const version of versions) {
  test(`parseEvent() knows every line that runs of Claude Code ${version} printed`, () => {
    for (const file of filesOf(version)) {
      const events = linesOf(version, file).map((text) => parseEvent({ text }));
      const { unknownEvents, unknownParts, malformedLines } = events.reduce(countEvents, noEvents);
      assert.deepEqual([unknownEvents, unknownParts, malformedLines], [0, 0, 0], file);
    }
  });

  test(`the result of Claude Code ${version} tells the usage of its turn, and the cost of the process so far`, () => {
    const [first, second] = resultsOf(version, "several-turns");
    assert.ok(first && second);
    assert.deepEqual([first.usage.input_tokens, second.usage.input_tokens], [100, 100]);
    assert.ok(first.total_cost_usd > 0);
    assert.equal(second.total_cost_usd, 2 * first.total_cost_usd);
  });

  test(`the cost that Claude Code ${version} tells ${costsAddUp(version) ? "has" : "lacks"} that of the runs that were resumed`, () => {
    const [first, second, third] = ["resumed.1", "resumed.2", "resumed.3"].map((name) => resultsOf(version, name)[0]?.total_cost_usd ?? 0);
    assert.ok(first !== undefined && second !== undefined && third !== undefined && first > 0);
    const times = costsAddUp(version) ? [2, 3] : [1, 1];
    assert.deepEqual([second / first, third / first].map(Math.round), times);
  });

  test(`an error of the API is a "success" of Claude Code ${version} with is_error`, () => {
    const [result] = resultsOf(version, "api-error");
    assert.ok(result?.subtype === "success");
    assert.deepEqual([result.is_error, result.api_error_status, result.num_turns], [true, 400, 1]);
  });
}

test("the recorded runs show every type and subtype of the schemas but the few that are listed", () => {
  const seen = new Set(lines.flatMap((line) => namesIn(parseEvent({ text: line }))));
  const wanted = [schema, asked].flatMap(({ $defs }) => Object.values($defs).flatMap(nameOf));
  assert.ok(wanted.length > 70);
  assert.deepEqual(wanted.filter((name) => !seen.has(name)).toSorted(), unseen.toSorted());
});

test("parseEvent() never throws and never loses what was printed, whatever becomes of a line", () => {
  const path = fc.array(fc.nat(20), { maxLength: 5 });
  fc.assert(
    fc.property(fc.constantFrom(...lines), path, fc.option(fc.jsonValue(), { nil: undefined }), (line, at, value) => {
      const text = JSON.stringify(mutated(JSON.parse(line), at, value)) ?? "";
      const event = parseEvent({ text });
      if (event.type === "malformed") assert.equal(event.line.text, text);
      else assert.deepEqual(rawOf(event), JSON.parse(text));
    }),
    { numRuns: 3000 },
  );
});

test("parseEvent() never throws for a torn or garbled line, and keeps its text", () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.nat(), fc.string(), (line, cut, junk) => {
      const at = cut % (line.length + 1);
      for (const torn of [`${line.slice(0, at)}${junk}${line.slice(at + junk.length)}`, line.slice(0, at)]) {
        const event = parseEvent({ text: torn });
        if (event.type === "malformed") assert.equal(event.line.text, torn);
        else assert.deepEqual(rawOf(event), JSON.parse(torn));
      }
    }),
    { numRuns: 2000 },
  );
});

/** The names of the types and subtypes in an event. */
function namesIn(event: ClaudeEvent): readonly string[] {
  if (event.type === "unknown" || event.type === "malformed") return [];
  if (event.type === "system" || event.type === "result") return [`${event.type} ${event.subtype}`];
  if (event.type === "control_response") return [event.type, event.response.subtype];
  if (event.type === "control_request") return [event.type, event.request.subtype, ...typesIn(event.request)];
  if (event.type === "stream_event") return [event.type, ...typesIn(event.event)];
  if (event.type !== "assistant" && event.type !== "user") return [event.type];
  return [event.type, ...typesIn(event.message.content)];
}

/** Every `type` within a value. */
function typesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { type } = value as { readonly type?: unknown };
  return [...(typeof type === "string" ? [type] : []), ...Object.values(value).flatMap(typesIn)];
}

/** The name of a definition that is told by a type or subtype; changes of permissions are told by the client as well, so that some are never printed. */
function nameOf(definition: object): readonly string[] {
  const { type, subtype } = (definition as { properties?: { type?: Named; subtype?: Named } }).properties ?? {};
  const subtypes = subtype?.const === undefined ? (subtype?.enum ?? []) : [subtype.const];
  if (type?.const === undefined) return subtypes;
  if (updatesOfClient.has(type.const)) return [];
  return subtypes.length === 0 ? [type.const] : subtypes.map((each) => `${type.const} ${each}`);
}

const updatesOfClient = new Set(["replaceRules", "removeRules", "removeDirectories", "citations_delta"]);

interface Named {
  readonly const?: string;
  readonly enum?: readonly string[];
}

/** The object that Claude Code printed, put together again. */
function rawOf(event: Exclude<ClaudeEvent, { type: "malformed" }>): unknown {
  if (event.type === "unknown") return event.raw;
  if (event.type === "stream_event" && event.event.type === "unknown") return { ...event, event: event.event.raw };
  if (event.type === "control_request" && event.request.subtype === "unknown") return { ...event, request: event.request.raw };
  if ((event.type !== "assistant" && event.type !== "user") || typeof event.message.content === "string") return event;
  const content = event.message.content.map((block) => (block.type === "unknown" ? block.raw : block));
  return { ...event, message: { ...event.message, content } };
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

function costsAddUp(version: string): boolean {
  return version !== "2.1.232";
}

function resultsOf(version: string, name: string): readonly ResultEvent[] {
  const events = linesOf(version, `${name}.jsonl`).map((text) => parseEvent({ text }));
  return events.flatMap((event) => (event.type === "result" ? [event] : []));
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
