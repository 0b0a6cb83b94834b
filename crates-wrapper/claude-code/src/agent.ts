import {
  agentEvents,
  type AgentField,
  type AgentMcpServer,
  type AgentPermissionCallback,
  AgentRefusal,
  type AgentRequest,
  assertAgentRequest,
  refusingUnsupported,
  type RunAgent,
  runOptionsOf,
} from "@lockstep/wrapper";
import { type ClaudeTranslation, translation } from "./agent-events.ts";
import { toolName } from "./agent-tools.ts";
import type { McpServerConfig } from "./argv/mcp.ts";
import type { PrintOptions, Run } from "./calls/claude-code-run.ts";
import type { PermissionCallback } from "./calls/permission-desk.ts";
import { ClaudeCodeError } from "./claude-code-error.ts";
import { type ClaudeCodeOptions, openClaudeCode, openKnown } from "./client.ts";

/**
 * Claude Code as an agent like any other: see `AgentRequest` for what it can be asked, and the page "runAgent" for what Claude Code makes
 * of it. It asks the binary for its version, once. Rejects as `openClaudeCode` does.
 * @example
 * ```ts
 * import { claudeCodeAgent } from "@lockstep/claude-code";
 *
 * const runAgent = await claudeCodeAgent({ binary: "claude", cwd: "/path/to/repository" });
 * for await (const event of runAgent({ prompt: "Fix the failing test", access: "edit-workspace" })) {
 *   if (event.type === "text") process.stdout.write(`${event.text}\n`);
 *   if (event.type === "finished") process.stdout.write(`${event.result.outcome}: ${event.result.sessionId}\n`);
 * }
 * ```
 */
export async function claudeCodeAgent(options: ClaudeCodeOptions): Promise<RunAgent> {
  const { version } = await openClaudeCode(options);
  const { signal: _, ...fixed } = options;
  return (request) => {
    assertAgentRequest(agent, request);
    if (request.effort === "minimal") throw new AgentRefusal(agent, "effort", '"minimal" is no level that it has');
    if (request.access === "full" && request.onPermission !== undefined)
      throw new AgentRefusal(agent, "onPermission", 'with the access "full" it asks nobody');
    const { cwd, env } = request;
    const claude = openKnown({ ...fixed, version, ...(cwd === undefined ? {} : { cwd }), env: { ...options.env, ...env } });
    const translated = translation();
    const run = refusingUnsupported(
      agent,
      () => claude.print(runOf(request), optionsOf(request, translated)),
      ({ key = "" }) => fields[key],
    );
    return agentEvents(run, translated, (error) => error instanceof ClaudeCodeError);
  };
}

const agent = ClaudeCodeError.program.title;

function runOf(request: AgentRequest): Run {
  const { prompt, model, instructions, tools = {}, mcpServers, maxTurns, budgetUsd, outputSchema } = request;
  const { effort } = request as AgentRequest & { readonly effort?: Run["effort"] };
  return {
    prompt,
    ...sessionOf(request),
    ...accessOf(request),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(instructions === undefined ? {} : { [instructions.type === "append" ? "appendSystemPrompt" : "systemPrompt"]: instructions.text }),
    ...(tools.allow === undefined ? {} : { allowedTools: tools.allow }),
    ...(mcpServers === undefined ? {} : { mcpServers: serversOf(mcpServers) }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
    ...(budgetUsd === undefined ? {} : { maxBudgetUsd: budgetUsd }),
    ...(outputSchema === undefined ? {} : { jsonSchema: outputSchema }),
  };
}

function sessionOf({ session = { type: "new" } }: AgentRequest): Pick<Run, "resume" | "continue" | "forkSession"> {
  switch (session.type) {
    case "new":
      return {};
    case "resume":
      return { resume: session.id };
    case "continue":
      return { continue: true };
    case "fork":
      return { resume: session.id, forkSession: true };
  }
}

function accessOf({ access = "read-only", tools = {}, onPermission }: AgentRequest): Pick<Run, "permissionMode" | "disallowedTools"> {
  const denied = tools.deny ?? [];
  switch (access) {
    case "read-only":
      // The user's own settings may allow what nobody is asked about.
      if (onPermission === undefined) return { permissionMode: "dontAsk", ...disallowing([...writingToolsBut(tools.allow), ...denied]) };
      return { permissionMode: "default", ...disallowing(denied) };
    case "edit-workspace":
      return { permissionMode: "acceptEdits", ...disallowing(denied) };
    case "full":
      return { permissionMode: "bypassPermissions", ...disallowing(denied) };
  }
}

/** A tool that the request allows by name or pattern is not taken away again. */
function writingToolsBut(allowed: readonly string[] = []): readonly string[] {
  const names = new Set(allowed.map((pattern) => pattern.split("(", 1)[0]));
  return ["Edit", "Write", "NotebookEdit"].filter((tool) => !names.has(tool));
}

function disallowing(denied: readonly string[]): Pick<Run, "disallowedTools"> {
  return denied.length === 0 ? {} : { disallowedTools: denied };
}

function serversOf(servers: Readonly<Record<string, AgentMcpServer>>): Readonly<Record<string, McpServerConfig>> {
  return servers;
}

function optionsOf(request: AgentRequest, translated: ClaudeTranslation): PrintOptions {
  const { onPermission } = request;
  return {
    ...runOptionsOf(request),
    ...(onPermission === undefined
      ? {}
      : {
          onPermission: permissionCallback(onPermission),
          onDecision: (question, decision) => translated.decided(question, decision),
        }),
  };
}

function permissionCallback(ask: AgentPermissionCallback): PermissionCallback {
  return async ({ tool_use_id: id, tool_name: tool, input }, options) => {
    const decision = await ask({ id, tool: toolName(tool), input }, options);
    if (decision?.type === "allow") return { behavior: "allow", ...(decision.input === undefined ? {} : { updatedInput: decision.input }) };
    if (decision?.type !== "deny") throw new Error(`it answered with no decision: ${JSON.stringify(decision)}`);
    return { behavior: "deny", message: decision.message, ...(decision.ends === undefined ? {} : { interrupt: decision.ends }) };
  };
}

/** The field that a flag is made of. */
const fields: Readonly<Record<string, AgentField>> = {
  "--resume": "session",
  "--continue": "session",
  "--fork-session": "session",
  "--model": "model",
  "--effort": "effort",
  "--append-system-prompt": "instructions",
  "--system-prompt": "instructions",
  "--permission-mode": "access",
  "--allowedTools": "tools",
  "--disallowedTools": "tools",
  "--permission-prompt-tool": "onPermission",
  "--mcp-config": "mcpServers",
  "--max-turns": "maxTurns",
  "--max-budget-usd": "budgetUsd",
  "--json-schema": "outputSchema",
};
