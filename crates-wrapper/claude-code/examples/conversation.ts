import { openClaudeCode } from "@lockstep/claude-code";

const questions = ["What does this repository do?", "Where would you begin to read?"];
const claude = await openClaudeCode({ binary: "claude", cwd: "/path/to/repository" });
const run = claude.print({ model: "sonnet" }, { isKeptOpen: true });
await run.send(questions.shift() ?? "");
for await (const event of run) {
  if (event.type !== "result") continue;
  process.stdout.write(`${event.subtype === "success" ? event.result : event.errors.join("; ")}\n`);
  const next = questions.shift();
  if (next === undefined) run.end();
  else await run.send(next);
}
const { costUsd, turns } = await run.result();
process.stdout.write(`${costUsd} US dollars, ${turns} turns\n`);
