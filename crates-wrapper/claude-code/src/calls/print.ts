import { messageOf } from "@lockstep/runtime";
import {
  type GoodEnd,
  type Invocation,
  isObject,
  type KindsOf,
  type ProgramCall,
  RunFolder,
  type RunTerms,
  shown,
} from "@lockstep/wrapper";
import type { McpServerConfig } from "../argv/mcp.ts";
import { printArgv, type PrintRequest } from "../argv/print.ts";
import { ClaudeCodeError, type RunFailure } from "../claude-code-error.ts";
import { assertFields, assertLimits, commandOf, startRun, termsOf } from "../claude-tools.ts";
import { isProgress, parseEvent } from "../events/event.ts";
import type { ClaudeCodeRun, PrintOptions, Run, RunResult } from "./claude-code-run.ts";
import { Conversation } from "./conversation.ts";
import { PermissionDesk } from "./permission-desk.ts";
import { factsOf, type Kept, keepEvent, nothingKept, reasonOf, toldBy } from "./run-facts.ts";
import { SpokenRun } from "./spoken-run.ts";

/**
 * Starts a run; the options that it needs to be spoken to are added here.
 * Throws a `ClaudeCodeError` for a request that Claude Code refuses, for a limit that is none, for what the installed version does not
 * have, and when there is no place for temporary files or the recording.
 */
export function startPrint(invocation: Invocation, request: Run, options: PrintOptions = {}): ClaudeCodeRun {
  const { onPermission, onDecision, permissionMs, exitMs, isKeptOpen, ...common } = options;
  assertFields({ permissionMs, exitMs, isKeptOpen }, ownKinds, "The options of the run");
  for (const [name, callback] of Object.entries({ onPermission, onDecision })) {
    if (callback !== undefined && typeof callback !== "function")
      throw ClaudeCodeError.forRequest(`Option "${name}" is ${shown(callback)}, wanted a function`);
  }
  assertLimits({ permissionMs, exitMs });
  const terms = termsOf(invocation, common);
  // JavaScript may forget the request: what it lacks is then said below.
  const { mcpServers, jsonSchema, ...plain } = request ?? {};
  const spoken = spokenRequest(plain, { jsonSchema, isAsked: onPermission !== undefined, isKeptOpen });
  const serversText = mcpServers === undefined ? "" : jsonOf({ mcpServers }, "mcpServers");
  // Refused before anything is created.
  const secrets = secretsOfServers(mcpServers);
  const asked = { ...commandOf(invocation, printArgv(withServers(spoken, mcpServers, "mcp-servers.json"))), secrets };
  const folder = mcpServers === undefined ? undefined : RunFolder.make(ClaudeCodeError, asked);
  const argv = printArgv(withServers(spoken, mcpServers, folder?.write("mcp-servers.json", serversText)));
  const call = { ...commandOf(invocation, argv), secrets };
  const conversation = conversationOf(terms, options);
  const stdin = plain.prompt === undefined ? "" : conversation.turn(plain.prompt);
  const run = startRun({ call, asked, stdin, speak: (channel) => conversation.begin(channel) }, terms, {
    parse: parseEvent,
    isProgress,
    heard: (event) => conversation.heard(event),
    nothing: nothingKept,
    keep: keepEvent,
    told: toldBy,
    failed: failureOf,
    facts: (kept): RunFailure => ({ facts: factsOf(kept), reason: reasonOf(kept) }),
    settle() {
      conversation.settle();
      folder?.remove();
      return { left: undefined };
    },
    conclude: (end, kept) => resultOf(end, kept, { call, hasSchema: jsonSchema !== undefined }),
  });
  return new SpokenRun(run, conversation, call);
}

const ownKinds: KindsOf<Pick<PrintOptions, "permissionMs" | "exitMs" | "isKeptOpen">> = {
  permissionMs: "NUMBER",
  exitMs: "NUMBER",
  isKeptOpen: "",
};

/** Limits of the client's own are shorter than those that would end the run with it. */
function conversationOf({ limits }: RunTerms, options: PrintOptions): Conversation {
  const { onPermission, onDecision, permissionMs, exitMs, isKeptOpen = false } = options;
  const shortest = Math.min(limits.process.silenceMs ?? Infinity, limits.run.progressMs ?? Infinity);
  return new Conversation({
    desk: onPermission && new PermissionDesk(onPermission, Math.min(permissionMs ?? Math.min(60_000, shortest * 0.8), longestTimerMs)),
    onDecision,
    exitMs: Math.min(exitMs ?? Math.min(10_000, shortest / 2), longestTimerMs),
    isKeptOpen,
  });
}

/** A longer delay makes Node fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** What of the servers nobody is to read in an error: the values of variables and headers, but for words that stand anywhere. */
function secretsOfServers(servers: Readonly<Record<string, McpServerConfig>> = {}): readonly string[] {
  const tables = Object.values(servers).flatMap((server: unknown) => (isObject(server) ? [server["env"], server["headers"]] : []));
  return tables
    .flatMap((table) => (isObject(table) ? Object.values(table) : []))
    .filter((value): value is string => typeof value === "string" && !/^(?:[\d._]{0,5}|true|false|)$/.test(value));
}

/** The request with what the client sets. */
function spokenRequest(
  plain: Omit<Run, "jsonSchema" | "mcpServers">,
  how: { readonly jsonSchema: Run["jsonSchema"]; readonly isAsked: boolean; readonly isKeptOpen: boolean | undefined },
): PrintRequest {
  const { jsonSchema, isAsked, isKeptOpen = false } = how;
  if (plain.prompt === undefined && !isKeptOpen)
    throw ClaudeCodeError.forRequest(`The request lacks the field "prompt", wanted a text, or the option "isKeptOpen" of the run`);
  const own = ownFields.find((field) => (plain as PrintRequest)[field] !== undefined);
  if (own !== undefined) throw ClaudeCodeError.forRequest(`Field "${own}" of the request is set by the client, leave it out`);
  if (isAsked && plain.permissionPromptTool !== undefined)
    throw ClaudeCodeError.forRequest(`Option "permissionPromptTool" and the callback "onPermission" exclude each other, drop one`);
  return {
    ...plain,
    ...(jsonSchema === undefined ? {} : { jsonSchema: typeof jsonSchema === "object" ? jsonOf(jsonSchema, "jsonSchema") : jsonSchema }),
    ...(isAsked ? { permissionPromptTool: "stdio" } : {}),
    inputFormat: "stream-json",
    outputFormat: "stream-json",
    verbose: true,
  };
}

const ownFields = [
  "inputFormat",
  "outputFormat",
  "verbose",
  "awaitInitialize",
  "initializeFields",
  "managedSettingsInInitialize",
] as const satisfies readonly (keyof PrintRequest)[];

function withServers(request: PrintRequest, servers: Readonly<Record<string, McpServerConfig>> | undefined, file = ""): PrintRequest {
  if (servers === undefined) return request;
  if (!isObject(servers) || !Object.values(servers).every(isObject))
    throw ClaudeCodeError.forRequest(`Field "mcpServers" of the request is ${shown(servers)}, wanted an object of servers`);
  return { ...request, mcpConfig: [...(request.mcpConfig ?? []), file] };
}

function jsonOf(value: object, field: "jsonSchema" | "mcpServers"): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw ClaudeCodeError.forRequest(`The object of "${field}" cannot be written as JSON: ${messageOf(error)}`, error);
  }
}

/** A process that exited with 0, or was ended after its result, can have failed all the same. */
function failureOf(kept: Kept): { readonly reason: string; readonly told: string | undefined } | undefined {
  const reason = reasonOf(kept);
  if (reason === undefined) return undefined;
  return reason === "no-result"
    ? { reason: "Claude Code ended without a result", told: undefined }
    : { reason: "Claude Code ended with a result that is an error", told: toldBy(kept) };
}

function resultOf(
  { exit, stderr }: GoodEnd<undefined>,
  kept: Kept,
  { call, hasSchema }: { readonly call: ProgramCall; readonly hasSchema: boolean },
): RunResult {
  const facts = factsOf(kept);
  const structured = kept.lastResult?.subtype === "success" ? kept.lastResult.structured_output : undefined;
  if (hasSchema && structured === undefined) {
    const said = facts.finalMessage === "" ? "says nothing" : `begins with ${JSON.stringify(facts.finalMessage.slice(0, 80))}`;
    const summary = `The model gave no answer to "jsonSchema"; its last message ${said}`;
    throw ClaudeCodeError.forRun(summary, call, exit, stderr, { facts, reason: "structured-output" });
  }
  return { ...facts, structured: hasSchema ? structured : undefined, exit };
}
