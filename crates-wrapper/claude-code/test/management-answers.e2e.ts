import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { runProcess } from "@lockstep/runtime";
import type { Guard } from "@lockstep/wrapper";
import * as auth from "../src/generated/auth-status.validators.js";
import * as autoMode from "../src/generated/auto-mode.validators.js";
import * as sessions from "../src/generated/background-session.validators.js";
import * as plugins from "../src/generated/plugin.validators.js";
import { claudeBinaries, versionOf } from "./claude-binaries.ts";
import { isolatedEnvironment } from "./isolated-environment.ts";

// Asks each real Claude Code, offline, what answers in JSON without a model, in a home with a marketplace of its own.
for (const binary of claudeBinaries()) {
  describe(binary, { concurrency: 2 }, () => {
    test("the schemas know what plugin commands answer", async (t) => {
      const { ask, marketplace } = setUp(t, binary);
      const hasJson = (await versionOf(binary)) !== "2.1.232";
      const change = async (...words: readonly string[]): Promise<void> => {
        if (hasJson) assert.equal((await ask(plugins.PluginChange, 0, ["plugin", ...words, "--json"])).outcome, "ok");
        else await ask(undefined, 0, ["plugin", ...words]);
      };
      await change("marketplace", "add", marketplace);
      const [known] = await ask(plugins.MarketplaceList, 0, ["plugin", "marketplace", "list", "--json"]);
      assert.deepEqual([known?.name, known?.source], ["market", "directory"]);
      const { available } = await ask(plugins.PluginCatalogue, 0, ["plugin", "list", "--available", "--json"]);
      assert.deepEqual(
        available.map(({ pluginId }) => pluginId),
        ["plug@market"],
      );
      await change("install", "plug@market");
      const installed = await ask(plugins.PluginList, 0, ["plugin", "list", "--json"]);
      const plug = installed.find(({ id }) => id === "plug@market");
      assert.deepEqual([plug?.version, plug?.scope, plug?.enabled], ["1.2.3", "user", true]);
      await change("disable", "plug@market");
      await change("uninstall", "plug@market");
      if (!hasJson) return;
      const failure = await ask(plugins.PluginChange, 1, ["plugin", "install", "none@market", "--json"]);
      assert.equal(failure.outcome, "failed");
      const { success, manifest } = await ask(plugins.PluginValidation, 0, ["plugin", "validate", join(marketplace, "plug"), "--json"]);
      assert.deepEqual([success, manifest.type], [true, "plugin"]);
    });

    test("the schemas know what commands about the login, the sessions and auto mode answer", async (t) => {
      const { ask } = setUp(t, binary);
      const { loggedIn, authMethod, apiKeySource } = await ask(auth.LoginStatus, 0, ["auth", "status"]);
      assert.deepEqual([loggedIn, authMethod, apiKeySource], [true, "api_key", "ANTHROPIC_API_KEY"]);
      assert.deepEqual(await ask(sessions.BackgroundSessionList, 0, ["agents", "--json", "--all"]), []);
      const { allow } = await ask(autoMode.AutoModeRules, 0, ["auto-mode", "config"]);
      assert.ok(allow.length > 0);
    });
  });
}

function setUp(t: TestContext, binary: string): Bench {
  const home = mkdtempSync(join(tmpdir(), "claude-code-management-"));
  t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  const [cwd, marketplace] = [join(home, "work"), join(home, "market")] as const;
  const plugin = join(marketplace, "plug", ".claude-plugin");
  for (const folder of [cwd, join(home, "tmp"), join(marketplace, ".claude-plugin"), plugin]) mkdirSync(folder, { recursive: true });
  const listed = [{ name: "plug", source: "./plug", description: "A plugin" }];
  writeFileSync(
    join(marketplace, ".claude-plugin", "marketplace.json"),
    JSON.stringify({ name: "market", owner: { name: "me" }, plugins: listed }),
  );
  writeFileSync(join(plugin, "plugin.json"), JSON.stringify({ name: "plug", version: "1.2.3", description: "A plugin" }));
  // Nothing answers there.
  const env = isolatedEnvironment({ home, baseUrl: "http://127.0.0.1:9" });
  const ask = async <Answer>(guard: Guard<Answer> | undefined, exitCode: number, args: readonly string[]): Promise<Answer> => {
    const outcome = await runProcess({ file: binary, args, cwd, env, totalMs: 60_000 });
    assert.equal(outcome.exitCode, exitCode, `${args.join(" ")}: ${outcome.stdout}${outcome.stderr}`);
    const answer: unknown = guard === undefined ? undefined : JSON.parse(outcome.stdout);
    assert.ok(guard === undefined || guard(answer), `${args.join(" ")}: ${JSON.stringify(guard?.errors)}`);
    return answer as Answer;
  };
  return { ask, marketplace };
}

interface Bench {
  /** Runs a command and gives its answer in JSON, which the guard has to know. */
  readonly ask: <Answer>(guard: Guard<Answer> | undefined, exitCode: number, args: readonly string[]) => Promise<Answer>;
  readonly marketplace: string;
}
