import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { at, cacheable, common, fake, good, help, install, read, snapshot } from "./snapshot-world.ts";

/** What holds of a probe by the system: it has no network, and leaves no process. */
const isolates = spawnSync("unshare", ["--map-current-user", "--net", "true"]).status === 0;

test("snapshot gives probes no network", { skip: isolates ? false : "no namespaces here" }, async () => {
  const show = (usage: string): string =>
    `echo "About ${usage}: $(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' \\n') as $(id -u)"; echo; echo 'Usage: ${usage}'`;
  const rows = "; echo; echo Commands:; echo '  a  A'; echo '  b  B'; echo '  c  C'; echo '  d  D'";
  const names = ["a", "b", "c", "d"];
  const script = fake({
    "--help": show("tool") + rows,
    ...Object.fromEntries(names.map((name) => [`${name} --help`, show(`tool ${name}`)])),
  });
  for (const [text, via] of [
    [script, []],
    [cacheable(script), ["--via", "sh"]],
  ] as const) {
    await install({ script: text });
    assert.equal((await snapshot([...common, ...via, "--jobs", "1", "--no-cache"])).code, 0);
    const abouts = (await read()).commands.map((command) => (command as { readonly about?: string }).about);
    const expected = ["tool", "tool a", "tool b", "tool c", "tool d"].map((usage) => `About ${usage}: lo as ${String(process.getuid?.())}`);
    assert.deepEqual(abouts, expected);
  }
});

test(
  "nothing that a probe starts outlives the snapshot, in a session of its own neither",
  { skip: process.platform === "linux" ? false : "only Linux tells the environment of a process" },
  async () => {
    const mark = `lockstep-${String(process.pid)}`;
    const daemon = `setsid sh -c 'sleep 60; : ${mark}' </dev/null >/dev/null 2>&1 &`;
    await install({ script: fake({ "--help": `${daemon} ${help("tool")}` }) });
    assert.equal((await snapshot(common)).code, 0);
    const running = (): string => spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
    assert.match(running(), /ps -eo args/);
    // A busy machine may take a moment to bury what was killed; by itself the process would run for a minute.
    for (let tries = 0; running().includes(mark); tries += 1) {
      assert.ok(tries < 50, "the process still runs");
      await setTimeout(100);
    }
  },
);

test("snapshot probes without a namespace where none can be made", async () => {
  await install({ script: good });
  await mkdir(at("bin"));
  await writeFile(at("bin/unshare"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const { code, spawned } = await snapshot(common, { env: { PATH: `${at("bin")}:${process.env["PATH"] ?? ""}` } });
  assert.equal(code, 0);
  assert.equal(spawned.filter((line) => line.startsWith("unshare")).length, 1);
});
