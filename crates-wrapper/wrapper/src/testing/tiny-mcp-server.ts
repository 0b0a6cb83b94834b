/** A program of Node: an MCP server on stdio with the one tool `echo`, which says its variable `GREETING` and its argument `text`. */
export const tinyMcpServer = `
import { createInterface } from "node:readline";
const say = (reply) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...reply }) + "\\n");
const echo = { name: "echo", description: "Echo", inputSchema: { type: "object" }, annotations: { readOnlyHint: true } };
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const serverInfo = { name: "tiny", version: "1" };
  if (method === "initialize") say({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo } });
  else if (method === "tools/list") say({ id, result: { tools: [echo] } });
  else say({ id, result: { content: [{ type: "text", text: process.env.GREETING + " " + params.arguments.text }] } });
}
`;
