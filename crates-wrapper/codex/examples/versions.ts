// What the installed Codex has, before anything is started.
import { CodexError, knownVersions, openCodex, stateOf, versionsWith } from "@lockstep/codex";

const codex = await openCodex({ binary: "codex" });
const worktree = { path: ["exec"], key: "--worktree" };
process.stdout.write(`Codex ${codex.version}: ${stateOf(worktree, codex.version)}\n`);
process.stdout.write(`Of ${knownVersions.join(", ")} it is in: ${versionsWith(worktree, "visible").join(", ")}\n`);

try {
  const run = codex.exec({ prompt: "Fix the failing test", worktree: true });
  process.stdout.write(`${(await run.result()).finalMessage}\n`);
} catch (error) {
  if (!(error instanceof CodexError) || error.code !== "CODEX_UNSUPPORTED") throw error;
  process.stderr.write(`${error.message}\n`);
}
