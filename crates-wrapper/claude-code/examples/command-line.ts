import { ClaudeCodeError, knownVersions, printArgv, stateOf } from "@lockstep/claude-code";

try {
  // The prompt goes to stdin of the process; it is no part of its command line.
  const argv = printArgv({
    prompt: "Fix the failing test",
    model: "opus",
    permissionMode: "dontAsk",
    allowedTools: ["Bash(npm test)", "Edit"],
    maxBudgetUsd: 2,
    outputFormat: "json",
  });
  process.stdout.write(`claude ${argv.map(({ token }) => token).join(" ")}\n`);
  for (const version of knownVersions) {
    const state = stateOf({ path: [], key: "--max-budget-usd" }, version);
    process.stdout.write(`${version}: "maxBudgetUsd" is ${state}\n`);
  }
} catch (error) {
  if (!(error instanceof ClaudeCodeError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
