import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "completion-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "xtask"),
  `#!/bin/sh\nexec "${process.execPath}" --import tsx "${join(root, "tools/xtask/src/bin.ts")}" "$@"\n`,
  { mode: 0o755 },
);

/** What a shell prints for a script, in the repository, with `xtask` on its PATH and nothing of the user's configuration. */
function shell(file: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(file, args, {
    cwd: root,
    encoding: "utf8",
    timeout: 120_000,
    env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" },
  });
  assert.equal(status, 0, `${file}: ${stderr}${stdout}`);
  return stdout;
}

const skip = process.platform !== "linux";

test("fish completes commands, options with what they do, values and folders", { skip }, () => {
  const ask = (line: string): string => shell("fish", ["--no-config", "-c", `xtask completion fish | source; complete -C '${line}'`]);
  assert.equal(ask("xtask repo"), "report\n");
  assert.match(ask("xtask union --che"), /^--check\t\S.*\n$/);
  assert.equal(ask("xtask union --cli code"), "codex\n");
  assert.equal(ask("xtask union --cli=code"), "--cli=codex\n");
  assert.match(ask("xtask union --root mani"), /^manifests\/(\t.*)?\n$/);
});

/** Types lines into an interactive shell, each once the one before has shown what is awaited, and gives all that the terminal showed. */
async function type(program: string, lines: readonly (readonly [line: string, awaited: string])[]): Promise<string> {
  const terminal = spawn("script", ["-qfec", program, "/dev/null"], {
    cwd: root,
    env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8", PS1: "" },
  });
  let shown = "";
  terminal.stdout.on("data", (chunk: Buffer) => void (shown += chunk.toString("utf8")));
  try {
    for (const [line, awaited] of lines) {
      const from = shown.length;
      terminal.stdin.write(line);
      for (let tries = 0; !shown.slice(from).includes(awaited); tries += 1) {
        assert.ok(tries < 600, `${program} does not show "${awaited}" after ${JSON.stringify(line)}:\n${shown}`);
        await setTimeout(50);
      }
    }
    return shown;
  } finally {
    terminal.kill("SIGKILL");
  }
}

const version = shell("xtask", ["--version"]).trim();
for (const [program, load] of [
  ["bash --norc --noprofile -i", "source <(xtask completion bash)"],
  ["zsh -f -i", "autoload -U compinit; compinit -u; source <(xtask completion zsh)"],
] as const) {
  test(`${program} completes what is typed before a tab`, { skip }, async () => {
    // What is awaited is never typed, and without completion "--versi", "fi" and "cod" are wrong.
    await type(program, [
      [`${load}; echo rea""dy\n`, "ready"],
      ["xtask --versi\t\n", version],
      ["xtask completi\tfi\t\n", "__fish_complete_path"],
      ["xtask union --cli=cod\t --version 9.9.9\n", "manifests/codex"],
    ]);
  });
}
