import { execFileSync } from "node:child_process";
import { ClaudeCodeError, printArgv, type PrintRequest } from "@lockstep/claude-code";

const request = {
  prompt: "Fix the failing test",
  model: "opus",
  permissionMode: "dontAsk",
  allowedTools: ["Bash(npm test)", "Edit"],
  maxBudgetUsd: 2,
  outputFormat: "json",
} as const satisfies PrintRequest;

try {
  const argv = printArgv(request).map(({ token }) => token);
  // The prompt goes to stdin; it is no part of the command line.
  const output = execFileSync("claude", argv, { input: request.prompt, cwd: "/path/to/repository", encoding: "utf8" });
  const { result, total_cost_usd: cost } = JSON.parse(output) as { readonly result: string; readonly total_cost_usd: number };
  process.stdout.write(`${result}\n${cost} US dollars\n`);
} catch (error) {
  if (!(error instanceof ClaudeCodeError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
