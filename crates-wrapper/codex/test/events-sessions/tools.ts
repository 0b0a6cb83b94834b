import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, command, done, items, mcpCall, message, outputs, patch, plan, says, type Session, steps } from "./session.ts";

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What the model does with tools: commands, patches, the plan, searches, MCP servers, images. */
export const toolSessions: readonly Session[] = [
  {
    name: "commands",
    answer: steps(
      items(command("echo one"), command("echo two >&2; exit 3")),
      items(command("echo early; sleep 300.77", { yield_time_ms: 300 })),
      done,
    ),
  },
  {
    name: "command-input",
    answer: (request, n) => {
      if (n === 1) return items(command("read x; echo got $x", { yield_time_ms: 300, tty: true }));
      const session = Number(/session ID (\d+)/.exec(outputs(request).join(" "))?.[1]);
      return n === 2 ? items(call("write_stdin", { session_id: session, chars: "hey\n", yield_time_ms: 1500 })) : done;
    },
  },
  {
    // From 0.146 on, a reviewer that is a model itself can decline.
    name: "declined",
    sandbox: "read-only",
    config: ['approval_policy="on-request"', 'approvals_reviewer="auto_review"', "features.guardian_approval=true"],
    answer: (request) => {
      if (JSON.stringify(request.text ?? {}).includes("outcome")) {
        return says(JSON.stringify({ risk_level: "critical", user_authorization: "low", outcome: "deny", rationale: "No." }));
      }
      const asked = command("touch x.txt", { sandbox_permissions: "require_escalated", justification: "Please" });
      return [items(asked), items(patch("*** Add File: z.txt\n+z"))][outputs(request).length] ?? done;
    },
  },
  {
    name: "patches",
    answer: steps(
      items(patch("*** Add File: a.txt\n+a\n*** Add File: b.txt\n+b")),
      items(patch("*** Update File: a.txt\n@@\n-a\n+aa\n*** Delete File: b.txt")),
      items(patch("*** Update File: a.txt\n*** Move to: c.txt\n@@\n-aa\n+cc")),
      items(patch("*** Add File: /proc/no/such.txt\n+a")),
      done,
    ),
  },
  {
    name: "plan",
    model: "gpt-5.5",
    config: ["tools.update_plan={enabled=true}"],
    answer: steps(plan("in_progress", "pending"), plan("completed", "in_progress"), done),
  },
  {
    name: "web-searches",
    answer: () => ({
      type: "items",
      announced: true,
      items: [
        { type: "search", query: "q1" },
        { type: "search", queries: ["q2", "q3"] },
        { type: "open_page", url: "https://example.com/" },
        { type: "find_in_page", url: "https://example.com/", pattern: "p" },
        { type: "brand_new" },
        undefined,
      ]
        .map((action): object => ({ type: "web_search_call", status: "completed", ...(action && { action }) }))
        .concat(message("Done")),
    }),
  },
  {
    name: "mcp-calls",
    config: [`mcp_servers.tiny={command=${JSON.stringify(process.execPath)},args=["tiny.mjs"]}`],
    prepare: ({ cwd }) => writeFileSync(join(cwd, "tiny.mjs"), tinyMcpServer),
    answer: (request, n) => {
      const tiny = (name: string, args: object): object => mcpCall(request, name, args);
      return [items(tiny("echo", { text: "hi" })), items(tiny("fail", {})), items(tiny("crash", {}))][n - 1] ?? done;
    },
  },
  {
    name: "images",
    prepare: ({ cwd }) => writeFileSync(join(cwd, "p.png"), Buffer.from(png, "base64")),
    answer: steps(
      items(call("view_image", { path: "p.png" })),
      items({ type: "image_generation_call", status: "completed", revised_prompt: "A cat", result: png }, message("Done")),
    ),
  },
];

/** An MCP server on stdio whose tools answer, say that they failed, and give a protocol error. */
const tinyMcpServer = `
import { createInterface } from "node:readline";
const say = (reply) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...reply }) + "\\n");
const tools = ["echo", "fail", "crash"].map((name) => ({ name, description: name, inputSchema: { type: "object" }, annotations: { readOnlyHint: true } }));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  if (method === "initialize") {
    say({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "tiny", version: "1" } } });
  } else if (method === "tools/list") say({ id, result: { tools } });
  else if (params?.name === "echo") {
    const content = [{ type: "text", text: params.arguments.text }, { type: "image", data: "aGk=", mimeType: "image/png" }];
    say({ id, result: { content, structuredContent: { said: params.arguments.text }, _meta: { "tiny/note": 1 } } });
  } else if (params?.name === "fail") say({ id, result: { content: [{ type: "text", text: "no" }], isError: true } });
  else say({ id, error: { code: -32000, message: "boom" } });
}
`;
