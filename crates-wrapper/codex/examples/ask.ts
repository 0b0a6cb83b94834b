import { CodexError, openCodex } from "@lockstep/codex";

try {
  const codex = await openCodex({ binary: "codex", cwd: "/path/to/repository", timeouts: { totalMs: 600_000, silenceMs: 120_000 } });
  const run = codex.exec({ prompt: "Fix the failing test", sandbox: "workspace-write", ephemeral: false });
  for await (const event of run) {
    if (event.type === "item.completed") process.stderr.write(`${event.item.type}\n`);
  }
  const { threadId, finalMessage, usage } = await run.result();
  process.stdout.write(`${finalMessage}\n${usage?.output_tokens ?? 0} tokens\n`);

  if (threadId !== undefined) {
    const more = await codex.execResume({ session: { type: "id", id: threadId }, prompt: "Now update the changelog" }).result();
    process.stdout.write(`${more.finalMessage}\n`);
  }
} catch (error) {
  if (!(error instanceof CodexError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
