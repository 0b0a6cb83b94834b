import { fieldTools, type KindsOf } from "../fields/assert-fields.ts";
import { isObject } from "../raw-object.ts";
import { type UnsupportedUnit, WrapperError } from "../wrapper-error.ts";
import type { AgentRequest } from "./agent-request.ts";

/** A field of a request. */
export type AgentField = keyof AgentRequest;

/**
 * An agent cannot do what a request asks; nothing was started. Each wrapper carries a class of its own under this name: know it by `code`.
 */
export class AgentRefusal extends Error {
  override readonly name = "AgentRefusal";
  readonly code = "AGENT_REFUSAL";
  /** The field that stands in the way; for a field that there is not, its name. */
  readonly field: string;
  /** Whose refusal it is, such as the name of its program. */
  readonly agent: string;
  /** Why, as a clause without the field and the agent. */
  readonly why: string;

  constructor(agent: string, field: string, why: string, cause?: unknown) {
    super(`${agent} refuses "${field}" of the request: ${why}`, cause === undefined ? {} : { cause });
    this.agent = agent;
    this.field = field;
    this.why = why;
  }
}

/** Throws an `AgentRefusal` for a request of callers without TypeScript that is none, for a blank prompt and for limits that are none. */
export function assertAgentRequest(agent: string, request: AgentRequest): void {
  fieldTools({ forRequest: (summary) => new AgentRefusal(agent, fieldIn(summary) ?? "request", summary) }).assertFields(request, kinds);
  const {
    prompt,
    session,
    instructions,
    access,
    effort,
    tools,
    mcpServers,
    onPermission,
    maxTurns,
    budgetUsd,
    outputSchema,
    signal,
    timeouts,
  } = request;
  if (prompt.trim() === "") throw new AgentRefusal(agent, "prompt", "it is blank, wanted instructions for the agent");
  if (session !== undefined)
    named("session").assertVariant(session, { new: {}, resume: { id: "TEXT!" }, continue: {}, fork: { id: "TEXT!" } }, "The session");
  if (instructions !== undefined)
    named("instructions").assertVariant(instructions, { append: { text: "TEXT!" }, replace: { text: "TEXT!" } }, "The text");
  if (access !== undefined) assertOneOf("access", access, ["read-only", "edit-workspace", "full"]);
  if (effort !== undefined) assertOneOf("effort", effort, ["minimal", "low", "medium", "high", "xhigh", "max"]);
  if (tools !== undefined) named("tools").assertFields(tools, { allow: "TEXT...", deny: "TEXT..." }, "The choice of tools");
  if (mcpServers !== undefined && !isObject(mcpServers)) throw new AgentRefusal(agent, "mcpServers", "it is no object of servers");
  for (const [name, server] of Object.entries(mcpServers ?? {})) {
    if (!/^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/.test(name))
      throw new AgentRefusal(agent, "mcpServers", `the name "${name}" is not made of letters, digits, "-" and single "_" between them`);
    const variants = {
      stdio: { command: "TEXT!", args: "TEXT...", env: "KEY=TEXT" },
      http: { url: "TEXT!", headers: "KEY=TEXT" },
    } as const;
    named("mcpServers").assertVariant(server, variants, `Server "${name}"`);
  }
  if (onPermission !== undefined && typeof onPermission !== "function") throw new AgentRefusal(agent, "onPermission", "it is no function");
  if (outputSchema !== undefined && !isObject(outputSchema)) throw new AgentRefusal(agent, "outputSchema", "it is no object");
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new AgentRefusal(agent, "signal", "it is no AbortSignal");
  if (timeouts !== undefined && !isObject(timeouts)) throw new AgentRefusal(agent, "timeouts", "it is no object of limits");
  if (maxTurns !== undefined && !(Number.isSafeInteger(maxTurns) && maxTurns > 0))
    throw new AgentRefusal(agent, "maxTurns", `it is ${String(maxTurns)}, wanted a whole number above 0`);
  if (budgetUsd !== undefined && !(Number.isFinite(budgetUsd) && budgetUsd > 0))
    throw new AgentRefusal(agent, "budgetUsd", `it is ${String(budgetUsd)}, wanted a number above 0`);

  function named(field: AgentField): ReturnType<typeof fieldTools> {
    return fieldTools({ forRequest: (summary) => new AgentRefusal(agent, field, summary) });
  }

  function assertOneOf(field: AgentField, value: string, values: readonly string[]): void {
    if (!values.includes(value))
      throw new AgentRefusal(agent, field, `it is ${JSON.stringify(value)}, wanted ${values.map((each) => `"${each}"`).join(" or ")}`);
  }
}

/**
 * Begins a run. What the installed version of the agent does not have is an `AgentRefusal` too.
 * @param fieldOf the field that a command or flag is made of
 */
export function refusingUnsupported<Begun>(
  agent: string,
  begin: () => Begun,
  fieldOf: (unit: UnsupportedUnit) => AgentField | undefined,
): Begun {
  try {
    return begin();
  } catch (error) {
    if (!(error instanceof WrapperError) || error.unsupported === undefined) throw error;
    throw new AgentRefusal(agent, fieldOf(error.unsupported) ?? "request", error.message, error);
  }
}

/** The field that `assertFields` speaks of. */
function fieldIn(summary: string): string | undefined {
  return /field "(\w+)"/i.exec(summary)?.[1];
}

const kinds: KindsOf<Omit<AgentRequest, "outputSchema" | "mcpServers">> & Readonly<Record<"outputSchema" | "mcpServers", "ANY">> = {
  prompt: "TEXT!",
  cwd: "TEXT",
  env: "KEY=TEXT",
  session: "ANY",
  model: "TEXT",
  effort: "TEXT",
  instructions: "ANY",
  access: "TEXT",
  tools: "ANY",
  onPermission: "ANY",
  mcpServers: "ANY",
  maxTurns: "NUMBER",
  budgetUsd: "NUMBER",
  outputSchema: "ANY",
  timeouts: "ANY",
  signal: "ANY",
  record: "TEXT",
};
