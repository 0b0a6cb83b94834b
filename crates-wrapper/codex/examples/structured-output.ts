// An answer of a given shape, with an MCP server for this run alone, in a CODEX_HOME of its own.
import { CodexError, makeCodexHome, openCodex } from "@lockstep/codex";

using home = makeCodexHome({ config: 'model = "gpt-5"\n' });
try {
  const codex = await openCodex({
    binary: "codex",
    cwd: "/path/to/repository",
    codexHome: home.path,
    env: { CODEX_API_KEY: process.env["MY_SERVICE_KEY"] ?? "" },
    timeouts: { totalMs: 600_000, progressMs: 120_000 },
  });
  const { structured, usage } = await codex
    .exec(
      {
        prompt: "Which packages of this repository lack tests?",
        sandbox: "read-only",
        outputSchema: {
          type: "object",
          properties: { packages: { type: "array", items: { type: "string" } } },
          required: ["packages"],
          additionalProperties: false,
        },
        mcpServers: { docs: { type: "stdio", command: "docs-server", envVars: ["DOCS_TOKEN"] } },
      },
      { record: "/path/to/recordings/run-1.jsonl" },
    )
    .result();
  process.stdout.write(`${JSON.stringify(structured)} ${usage?.output_tokens ?? 0} tokens\n`);
} catch (error) {
  if (!(error instanceof CodexError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
