import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as daemonGuards from "../src/generated/daemon.validators.js";
import * as startupGuards from "../src/generated/startup-config.validators.js";
import type { Codex } from "../src/index.ts";
import { assertFails } from "../src/scripted-codex.ts";
import { has, managedBinaries, modelThatSays, setUpManagement } from "./management-bench.ts";

// Drives the calls for diagnosis, reviews, the sandbox and the app server's short commands on each of the real binaries, offline.
for (const binary of managedBinaries()) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("diagnosis: the report, the models, what the model sees, and completions", async (t) => {
    const { codex, codexHome } = await setUpManagement(t, binary);
    const { models } = await codex.diagnosis.models({ bundled: true });
    assert.ok(models.length > 3 && models.every(({ slug }) => slug !== ""));
    assert.ok((await codex.diagnosis.models()).models.length > 0);
    const items = await codex.diagnosis.promptInput({ prompt: "--Find me" });
    assert.match(JSON.stringify(items.filter(({ role }) => role === "user")), /--Find me/);
    assert.match(await codex.diagnosis.completion({ shell: "bash" }), /^_codex\(\)/);
    assert.match(await codex.diagnosis.completion({ shell: "zsh" }), /^#compdef codex/);

    if (!has(codex, "doctor")) return void (await assertFails(codex.diagnosis.doctor(), "CODEX_UNSUPPORTED"));
    const report = await codex.diagnosis.doctor();
    assert.deepEqual([report.codexVersion, report.overallStatus], [codex.version, "fail"]);
    assert.equal(report.checks["auth.credentials"]?.status, "fail");
    assert.match(await codex.diagnosis.doctorText({ summary: true, ascii: true, noColor: true }), /Codex Doctor/);
    writeFileSync(join(codexHome, "config.toml"), "broken");
    const broken = await codex.diagnosis.doctor();
    assert.equal(broken.checks["config.load"]?.status, "fail");
    assert.match((await assertFails(codex.mcp.list(), "CODEX_EXIT")).stderr, /failed to load/);
  });

  test("review() gives the text of the review alone", async (t) => {
    const { codex, cwd } = await setUpManagement(t, binary);
    const config = await modelThatSays(t, "No findings, ünïcode");
    execFileSync("git", ["init", "-q", cwd]);
    writeFileSync(join(cwd, "new.txt"), "new\n");
    for (const target of [{ type: "uncommitted" }, { type: "instructions", prompt: "Look for races" }] as const) {
      assert.equal(await codex.review({ target, config }), "No findings, ünïcode\n");
    }
  });

  test("sandbox.run() gives the program's exit code, and rejects when there is no sandbox or no program", async (t) => {
    const { codex, open } = await setUpManagement(t, binary);
    const isOld = !has(codex, "sandbox", "--permission-profile");
    const run = async (client: Codex, ...command: string[]) =>
      isOld ? client.sandbox.linux({ command }) : client.sandbox.run({ command });
    if (!isOld) {
      // Old ones carry their own bubblewrap.
      const error = await assertFails(run(await open({ env: { PATH: "/nonexistent" } }), "/bin/true"), "CODEX_EXIT");
      assert.match(error.stderr, /bubblewrap is unavailable/);
    }
    if (process.platform !== "linux" || spawnSync("sh", ["-c", "bwrap --dev-bind / / --unshare-all true"]).status !== 0)
      return t.diagnostic("The rest needs Linux and a bubblewrap that may make namespaces");
    const outcome = await run(codex, "sh", "-c", "echo out; echo err >&2; exit 7");
    assert.deepEqual([outcome.exitCode, outcome.stdout, outcome.stderr], [7, "out\n", "err\n"]);
    assert.equal((await run(codex, "sh", "-c", "exit 101")).exitCode, 101);
    assert.equal((await run(codex, "sh", "-c", "kill -9 $$")).exitCode, 137);
    assert.notEqual((await run(codex, "sh", "-c", "echo x > /etc/lockstep-sandbox")).exitCode, 0);
    assert.match((await assertFails(run(codex, "/no/such/program"), "CODEX_EXIT")).stderr, /Failed to execvp \/no\/such\/program/);
  });

  test("sandbox.checkPolicy() tells what the rules say, to a client that may use hidden commands", async (t) => {
    const { codex, open, cwd } = await setUpManagement(t, binary);
    const rules = [join(cwd, "team.rules")];
    writeFileSync(
      join(cwd, "team.rules"),
      `prefix_rule(pattern=["git", "push"], decision="forbidden", justification="Ask first")\nhost_executable(name="git", paths=["/usr/bin/git"])\n`,
    );
    await assertFails(codex.sandbox.checkPolicy({ rules, command: ["git"] }), "CODEX_UNSUPPORTED");
    const { sandbox } = await open({ allowHidden: true });
    const prefixRuleMatch = { matchedPrefix: ["git", "push"], decision: "forbidden", justification: "Ask first" };
    assert.deepEqual(await sandbox.checkPolicy({ rules, command: ["git", "push", "--force"], pretty: true }), {
      matchedRules: [{ prefixRuleMatch }],
      decision: "forbidden",
    });
    assert.deepEqual(await sandbox.checkPolicy({ rules, command: ["/usr/bin/git", "push"], resolveHostExecutables: true }), {
      matchedRules: [{ prefixRuleMatch: { ...prefixRuleMatch, resolvedProgram: "/usr/bin/git" } }],
      decision: "forbidden",
    });
    assert.deepEqual(await sandbox.checkPolicy({ rules, command: ["ls"] }), { matchedRules: [] });
    const error = await assertFails(sandbox.checkPolicy({ rules: ["no.rules"], command: ["ls"] }), "CODEX_EXIT");
    assert.match(error.stderr, /failed to read policy at no\.rules/);
  });

  test("appServer: bindings are written; daemon and remote control answer in the known shapes while nothing runs", async (t) => {
    const { codex, cwd } = await setUpManagement(t, binary);
    await codex.appServer.generateTs({ out: "ts" });
    assert.match(readFileSync(join(cwd, "ts/index.ts"), "utf8"), /export/);
    await codex.appServer.generateJsonSchema({ out: "schema", experimental: true });
    assert.ok(readdirSync(join(cwd, "schema")).some((name) => name.endsWith(".json")));
    await assertFails(codex.appServer.generateTs({ out: "ts/index.ts" }), "CODEX_EXIT");

    const { daemon } = codex.appServer;
    if (!has(codex, "app-server daemon")) return void (await assertFails(daemon.stop(), "CODEX_UNSUPPORTED"));
    const stopped: unknown = await daemon.stop();
    assert.ok(daemonGuards.DaemonState(stopped), JSON.stringify(stopped));
    assert.deepEqual([stopped.status, stopped.cliVersion, stopped.managedCodexVersion], ["notRunning", codex.version, null]);
    const uncontrolled: unknown = await codex.remoteControl.stop();
    assert.ok(daemonGuards.DaemonState(uncontrolled), JSON.stringify(uncontrolled));
    for (const [call, status, isEnabled] of [
      [async () => daemon.disableRemoteControl(), "alreadyDisabled", false],
      [async () => daemon.enableRemoteControl(), "enabled", true],
      [async () => daemon.enableRemoteControl(), "alreadyEnabled", true],
      [async () => daemon.disableRemoteControl(), "disabled", false],
    ] as const) {
      const answer: unknown = await call();
      assert.ok(daemonGuards.DaemonRemoteControl(answer), JSON.stringify(answer));
      assert.deepEqual([answer.status, answer.remoteControlEnabled], [status, isEnabled]);
    }
    assert.match((await assertFails(daemon.version(), "CODEX_EXIT")).stderr, /failed to connect/);

    if (!has(codex, "app-server", "--print-startup-config"))
      return void (await assertFails(codex.appServer.startupConfig(), "CODEX_UNSUPPORTED"));
    const startup: unknown = await codex.appServer.startupConfig();
    assert.ok(startupGuards.StartupConfig(startup), JSON.stringify(startup));
    assert.equal(startup.appServerVersion, codex.version);
  });

  test("CodexError shows codex's reason also when RUST_BACKTRACE is set", async (t) => {
    const { codex } = await setUpManagement(t, binary, { RUST_BACKTRACE: "1" });
    const error = await assertFails(codex.mcp.get({ name: "nobody" }), "CODEX_EXIT");
    assert.equal(error.stderr, "Error: No MCP server named 'nobody' found.");
  });
}
