import type { RunAgent } from "../agent/agent-event.ts";
import type { AgentField } from "../agent/agent-refusal.ts";

/** What the model of a scenario does with one request; the agent's test makes an answer of its API of it. */
export type ModelStep =
  | { readonly type: "says"; readonly text: string }
  /** Calls the agent's tool for shell commands. */
  | { readonly type: "runs"; readonly command: string }
  /** Writes a file with the agent's own means; `path` is absolute. */
  | { readonly type: "writes"; readonly path: string; readonly text: string }
  /** Calls a tool of an MCP server. */
  | { readonly type: "calls"; readonly server: string; readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }
  /** Gives the answer to a schema. */
  | { readonly type: "answers"; readonly value: Readonly<Record<string, unknown>> }
  /** The API refuses. */
  | { readonly type: "refuses" }
  /** No answer at all. */
  | { readonly type: "hangs" };

/** A real agent and a model on loopback that follows a script. */
export interface AgentBench {
  readonly runAgent: RunAgent;
  /** The agent's directory, empty at first. */
  readonly cwd: string;
  /** What the model does with the next requests; the last step again for any further one. */
  follow(...steps: readonly [ModelStep, ...ModelStep[]]): void;
  /** The texts of user and model that the last request to the model had, in order. */
  said(): readonly string[];
  /** The instructions and messages of the last request as one text. */
  request(): string;
  /** How many requests the model had. */
  requests(): number;
  /** Asserts that no process of the agent, nor of what it started, is left. */
  assertNothingLeft(): Promise<void>;
  /** The requests that the agent refuses, by the field that stands in the way. */
  readonly refuses: readonly AgentField[];
}
