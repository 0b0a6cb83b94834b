import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const takeBack = "\r\u001B[2K";
const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "terminal-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "npm"), "#!/bin/sh\nexec sleep 60\n", { mode: 0o755 });

/** Runs the doctor, which waits for an npm that does not answer, on a terminal of so many columns, and presses Ctrl-C at a bar. */
async function interrupted(columns: number): Promise<{ readonly text: string; readonly bar: string; readonly code: unknown }> {
  const line = `stty cols ${String(columns)}; exec "${process.execPath}" --import tsx tools/xtask/src/bin.ts doctor`;
  const terminal = spawn("script", ["-qfec", `sh -c '${line}'`, "/dev/null"], {
    cwd: root,
    env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, TERM: "xterm" },
  });
  let text = "";
  terminal.stdout.on("data", (chunk: Buffer) => void (text += chunk.toString("utf8")));
  for (let tries = 0; !/\d:\d\d processes/.test(text); tries += 1) {
    assert.ok(tries < 600, text);
    await setTimeout(50);
  }
  const bar = text.split(takeBack).at(-1) ?? "";
  terminal.stdin.write("\u0003");
  const [code] = (await Promise.race([once(terminal, "close"), setTimeout(30_000, ["no end"], { ref: false })])) as readonly unknown[];
  terminal.kill("SIGKILL");
  return { text, bar, code };
}

const skip = process.platform !== "linux";

test("Ctrl-C takes the bar away before anything else is printed, and ends with 130", { skip }, async () => {
  const { text, bar, code } = await interrupted(100);
  assert.match(bar, /^0:\d\d processes(?: \d+)?$/);
  const end = text.slice(text.indexOf("^C"));
  assert.ok(end.startsWith(`^C${takeBack}error[INTERRUPTED]`), JSON.stringify(end));
  assert.equal(code, 130, text);
  assert.doesNotMatch(
    end
      .split("\n")
      .map((shown) => shown.split(takeBack).at(-1))
      .join("\n"),
    /processes/,
  );
});

test("the bar is narrower than the terminal", { skip }, async () => {
  const { bar } = await interrupted(16);
  assert.ok(bar.length > 0 && bar.length < 16, JSON.stringify(bar));
});
