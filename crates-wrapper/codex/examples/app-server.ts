// One connection to the app server: turns of a thread, each of its commands with your leave.
import { CodexError, openCodex } from "@lockstep/codex";

try {
  const codex = await openCodex({ binary: "codex", cwd: "/path/to/repository" });
  await using connection = await codex.appServer.connect(
    {},
    {
      clientInfo: { name: "my-program", title: "My program", version: "1.0.0" },
      requestTimeoutMs: 60_000,
      onRequest(method, params) {
        if (method !== "item/commandExecution/requestApproval") throw new Error(`Nobody here can answer "${method}"`);
        const { command } = params as { readonly command?: string };
        return { decision: command !== undefined && /\bgit (?:status|diff)\b/.test(command) ? "accept" : "decline" };
      },
    },
  );
  process.stdout.write(`Connected to ${String(connection.server["userAgent"])}\n`);

  const started = await connection.request("thread/start", { cwd: "/path/to/repository", approvalPolicy: "untrusted" });
  const { thread } = started as { readonly thread: { readonly id: string } };
  const input = [{ type: "text", text: "What has changed here since the last commit?", text_elements: [] }];
  await connection.request("turn/start", { threadId: thread.id, input });

  for await (const { method, params } of connection.notifications) {
    if (method === "item/agentMessage/delta") process.stdout.write((params as { readonly delta: string }).delta);
    if (method === "turn/completed") break;
  }
} catch (error) {
  if (!(error instanceof CodexError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  if (error.rpc !== undefined) process.stderr.write(`${error.rpc.method} gave ${error.rpc.code}: ${JSON.stringify(error.rpc.data)}\n`);
  process.exitCode = 1;
}
