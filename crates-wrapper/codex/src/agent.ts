import {
  agentEvents,
  type AgentField,
  type AgentMcpServer,
  AgentRefusal,
  type AgentRequest,
  assertAgentRequest,
  refusingUnsupported,
  type RunAgent,
  runOptionsOf,
  type UnsupportedUnit,
} from "@lockstep/wrapper";
import { translation } from "./agent-events.ts";
import type { CommonOptions } from "./argv/common-options.ts";
import type { ExecOptions } from "./argv/exec-options.ts";
import type { CodexRun } from "./calls/codex-run.ts";
import { type Codex, type CodexOptions, openCodex, openKnown } from "./client.ts";
import { CodexError } from "./codex-error.ts";
import type { ConfigTable, McpServer } from "./config/config-overrides.ts";

/**
 * Codex as an agent like any other: see `AgentRequest` for what it can be asked, and the page "runAgent" for what codex makes of it. It
 * asks the binary for its version, once. Rejects as `openCodex` does.
 * @example
 * ```ts
 * import { codexAgent } from "@lockstep/codex";
 *
 * const runAgent = await codexAgent({ binary: "codex", cwd: "/path/to/repository" });
 * for await (const event of runAgent({ prompt: "Fix the failing test", access: "edit-workspace" })) {
 *   if (event.type === "text") process.stdout.write(`${event.text}\n`);
 *   if (event.type === "finished") process.stdout.write(`${event.result.outcome}: ${event.result.sessionId}\n`);
 * }
 * ```
 */
export async function codexAgent(options: CodexOptions): Promise<RunAgent> {
  const { version } = await openCodex(options);
  const { signal: _, ...fixed } = options;
  return (request) => {
    assertAgentRequest(agent, request);
    assertPossible(request);
    const { cwd, env, session, mcpServers = {} } = request;
    const variables = headerVariables(mcpServers);
    const codex = openKnown({
      ...fixed,
      version,
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...options.env, ...env, ...Object.fromEntries(variables.map(({ variable, value }) => [variable, value])) },
    });
    const run = refusingUnsupported(agent, () => start(codex, request), fieldOf);
    return agentEvents(run, translation((session?.type ?? "new") === "new" ? "run" : "session"), (error) => error instanceof CodexError);
  };
}

const agent = CodexError.program.title;

/** Throws for what no version of `codex exec` can do. */
function assertPossible({ onPermission, maxTurns, budgetUsd, tools, effort }: AgentRequest): void {
  const impossible: readonly (readonly [AgentField, unknown, string])[] = [
    ["onPermission", onPermission, "a run without a terminal asks nobody, and refuses what its sandbox does not allow"],
    ["maxTurns", maxTurns, "it has no such limit"],
    ["budgetUsd", budgetUsd, "it does not know what a run costs"],
    ["tools", tools, "it has no choice of tools"],
    ["effort", effort === "max" ? effort : undefined, '"max" is no level that it has'],
  ];
  for (const [field, value, why] of impossible) if (value !== undefined) throw new AgentRefusal(agent, field, why);
}

function start(codex: Codex, request: AgentRequest): CodexRun {
  const { prompt, session = { type: "new" }, model, instructions, outputSchema, access = "read-only" } = request;
  const common = {
    prompt,
    sandbox: sandboxes[access],
    // The caller names the directory and what may be done there.
    skipGitRepoCheck: true,
    config: configOf(request),
    mcpServers: serversOf(request.mcpServers ?? {}),
    ...(model === undefined ? {} : { model }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(instructions?.type === "replace" ? { modelInstructions: instructions.text } : {}),
  };
  const options = runOptionsOf(request);
  switch (session.type) {
    case "new":
      return codex.exec(common, options);
    case "resume":
      return codex.execResume({ ...common, session: { type: "id", id: session.id } }, options);
    case "continue":
      return codex.execResume({ ...common, session: { type: "last" } }, options);
    case "fork":
      return codex.execFork({ ...common, session: session.id }, options);
  }
}

const sandboxes: Readonly<Record<NonNullable<AgentRequest["access"]>, NonNullable<ExecOptions["sandbox"]>>> = {
  "read-only": "read-only",
  "edit-workspace": "workspace-write",
  full: "danger-full-access",
};

function configOf({ effort, instructions, mcpServers = {} }: AgentRequest): NonNullable<CommonOptions["config"]> {
  return {
    model_reasoning_effort: effort,
    developer_instructions: instructions?.type === "append" ? instructions.text : undefined,
    ...hiddenFromCommands(headerVariables(mcpServers)),
  };
}

/**
 * Commands of the agent get codex's environment, but for what the user's policy says. An entry of `set` adds to that; a list of exclusions
 * would replace the user's, and does not reach what the snapshot of the shell has, a file in which 0.125 and 0.146 write all of it.
 */
function hiddenFromCommands(variables: readonly HeaderVariable[]): ConfigTable {
  if (variables.length === 0) return {};
  return {
    shell_environment_policy: { set: Object.fromEntries(variables.map(({ variable }) => [variable, ""])) },
    features: { shell_snapshot: false },
  };
}

type Servers = Readonly<Record<string, AgentMcpServer>>;

interface HeaderVariable {
  readonly server: string;
  readonly header: string;
  readonly variable: string;
  readonly value: string;
}

/** Headers are given to codex in variables, so that they do not stand in argv. */
function headerVariables(servers: Servers): readonly HeaderVariable[] {
  const headers = Object.entries(servers).flatMap(([server, config]) =>
    config.type === "http" ? Object.entries(config.headers ?? {}).map(([header, value]) => ({ server, header, value })) : [],
  );
  return headers.map((each, i) => ({ ...each, variable: `LOCKSTEP_MCP_SECRET_HEADER_${String(i)}` }));
}

function serversOf(servers: Servers): Readonly<Record<string, McpServer>> {
  const variables = headerVariables(servers);
  const headersOf = (name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(variables.filter(({ server }) => server === name).map(({ header, variable }) => [header, variable]));
  return Object.fromEntries(
    Object.entries(servers).map(([name, server]): readonly [string, McpServer] => [
      name,
      server.type === "stdio" ? server : { type: "http", url: server.url, envHttpHeaders: headersOf(name) },
    ]),
  );
}

/** The field that a command or flag is made of. */
function fieldOf({ path, key }: UnsupportedUnit): AgentField | undefined {
  if (path.includes("fork") || path.includes("resume")) return "session";
  return fields[key ?? ""];
}

const fields: Readonly<Record<string, AgentField>> = {
  "--output-schema": "outputSchema",
  "--sandbox": "access",
  "--model": "model",
};
