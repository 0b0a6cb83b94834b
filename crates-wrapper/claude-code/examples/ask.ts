import { ClaudeCodeError, openClaudeCode } from "@lockstep/claude-code";

try {
  const claude = await openClaudeCode({ binary: "claude", cwd: "/path/to/repository", timeouts: { totalMs: 600_000, silenceMs: 120_000 } });
  const run = claude.print(
    { prompt: "Fix the failing test", permissionMode: "acceptEdits", allowedTools: ["Bash(npm test)"], maxBudgetUsd: 2 },
    { onPermission: ({ tool_name: tool }) => ({ behavior: "deny", message: `Do it without ${tool}` }) },
  );
  for await (const event of run) {
    if (event.type !== "assistant") continue;
    for (const block of event.message.content) if (block.type === "tool_use") process.stderr.write(`${block.name}\n`);
  }
  const { sessionId, finalMessage, costUsd } = await run.result();
  process.stdout.write(`${finalMessage}\n${costUsd} US dollars\n`);

  if (sessionId !== undefined) {
    const more = await claude.print({ resume: sessionId, prompt: "Now update the changelog" }).result();
    process.stdout.write(`${more.finalMessage}\n`);
  }
} catch (error) {
  if (!(error instanceof ClaudeCodeError)) throw error;
  process.stderr.write(`${error.code} ${error.reason ?? ""}: ${error.message}\n`);
  process.exitCode = 1;
}
