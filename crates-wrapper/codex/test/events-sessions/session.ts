/** One or several runs of `codex exec --json`; `answer` plays the model. */
export interface Session {
  readonly name: string;
  /** A model that codex knows has tools that others lack. */
  readonly model?: string;
  readonly config?: readonly string[];
  /** All is allowed when absent. */
  readonly sandbox?: "read-only";
  readonly streamRetries?: number;
  /** The words after `exec` of each run; one plain run when absent. */
  readonly runs?: readonly (readonly string[])[];
  prepare?(folders: { readonly cwd: string; readonly codexHome: string }): void;
  /** @param n counts the requests of the session from 1 */
  answer(request: ModelRequest, n: number): ModelAnswer;
}

/** What codex sends to the model, as far as the scripts look at it. */
export interface ModelRequest {
  readonly input: readonly { readonly type: string; readonly role?: string; readonly output?: unknown }[];
  readonly tools?: readonly Tool[];
  readonly text?: unknown;
}

interface Tool {
  readonly name?: string;
  readonly tools?: readonly Tool[];
}

/** Output items of one response, an HTTP failure, a stream that is cut, or silence. */
export type ModelAnswer =
  | { readonly type: "items"; readonly items: readonly object[]; readonly announced?: boolean }
  | { readonly type: "failure"; readonly status: number }
  | { readonly type: "cut" }
  | { readonly type: "silence" };

let callCount = 0;
export const done = says("Done");

export function steps(...answers: readonly ModelAnswer[]): Session["answer"] {
  return (_request, n) => answers[n - 1] ?? done;
}

export function items(...list: readonly object[]): ModelAnswer {
  return { type: "items", items: list };
}

export function says(words: string): ModelAnswer {
  return items(message(words));
}

export function message(words: string): object {
  return { type: "message", role: "assistant", content: [text("output_text", words)] };
}

export function text(type: string, words: string): object {
  return { type, text: words };
}

/** Tools may stand in a namespace since 0.146. */
export function call(name: string, args: object, namespace?: string): object {
  callCount += 1;
  const place = namespace === undefined ? {} : { namespace };
  return { type: "function_call", call_id: `call_${callCount}`, name, arguments: JSON.stringify(args), ...place };
}

export function command(cmd: string, more: object = {}): object {
  return call("exec_command", { cmd, ...more });
}

export function patch(body: string): object {
  return command(`apply_patch <<'EOF'\n*** Begin Patch\n${body}\n*** End Patch\nEOF`);
}

export function plan(first: string, second: string): ModelAnswer {
  const list = [
    { step: "A", status: first },
    { step: "B", status: second },
  ];
  return items(call("update_plan", { explanation: "Why", plan: list }));
}

/** A tool of the MCP server "tiny": its name carries the server's in 0.125, and its namespace does since. */
export function mcpCall({ tools = [] }: ModelRequest, name: string, args: object): object {
  const space = tools.find((tool) => tool.name?.includes("tiny") && tool.tools?.some((each) => each.name === name));
  return space === undefined ? call(`mcp__tiny__${name}`, args) : call(name, args, space.name);
}

export function agentCall({ tools = [] }: ModelRequest, name: string, args: object): object {
  return call(name, args, tools.find((tool) => tool.tools?.some((each) => each.name === name))?.name);
}

export function outputs({ input }: ModelRequest): string[] {
  return input.filter(({ type }) => type === "function_call_output").map(({ output }) => JSON.stringify(output));
}

/** The last thread id among the outputs of tools. */
export function threadIn(request: ModelRequest): string {
  return (
    [
      ...outputs(request)
        .join(" ")
        .matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g),
    ].at(-1)?.[0] ?? "none"
  );
}

/** What the user or the parent agent asked last. */
export function promptOf({ input }: ModelRequest): string {
  return JSON.stringify(input.filter(({ role }) => role === "user").at(-1) ?? "");
}
