import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { assertFails } from "../src/scripted-codex.ts";
import {
  cloudAnswer,
  cloudDiff,
  has,
  managedBinaries,
  modelThatSays,
  oauthAnswer,
  setUpManagement,
  startJsonServer,
  visit,
  writeFakeLogin,
  writeMarketplace,
} from "./management-bench.ts";

// Drives the calls for configuration, accounts, plugins, saved sessions and the cloud on each of the real binaries, offline.
for (const binary of managedBinaries()) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("mcp: a server is added, listed, shown and removed", async (t) => {
    const { codex } = await setUpManagement(t, binary);
    assert.deepEqual(await codex.mcp.list(), []);
    assert.deepEqual(await codex.mcp.add({ name: "docs", command: ["npx", "-y", "--x"], env: { A: "1" } }), { needsLogin: false });
    const url = "http://127.0.0.1:9/mcp";
    assert.deepEqual(await codex.mcp.add({ name: "web", url, bearerTokenEnvVar: "TOKEN" }), { needsLogin: false });
    const [docs, web] = await codex.mcp.list();
    assert.deepEqual([docs?.name, docs?.enabled, docs?.auth_status], ["docs", true, "unsupported"]);
    assert.ok(docs?.transport.type === "stdio" && web?.transport.type === "streamable_http");
    assert.deepEqual([docs.transport.args, docs.transport.env], [["-y", "--x"], { A: "1" }]);
    assert.deepEqual([web.transport.bearer_token_env_var, web.auth_status], ["TOKEN", "bearer_token"]);

    const config = ['mcp_servers.docs.env_vars=["B",{name="C",source="local"}]', "mcp_servers.docs.tool_timeout_sec=2.5"];
    const shown = await codex.mcp.get({ name: "docs", config: [...config, 'mcp_servers.docs.enabled_tools=["t"]'] });
    assert.ok(shown.transport.type === "stdio");
    assert.deepEqual(shown.transport.env_vars, ["B", { name: "C", source: "local" }]);
    assert.deepEqual([shown.tool_timeout_sec, shown.enabled_tools, shown.disabled_tools], [2.5, ["t"], null]);

    assert.deepEqual(await codex.mcp.remove({ name: "docs" }), { removed: true });
    assert.deepEqual(await codex.mcp.remove({ name: "docs" }), { removed: false });
    const error = await assertFails(codex.mcp.get({ name: "docs" }), "CODEX_EXIT");
    assert.equal(error.stderr, "Error: No MCP server named 'docs' found.");
  });

  test("mcp: a server that wants OAuth is added without a browser, logged in to and logged out from", async (t) => {
    const { codex } = await setUpManagement(t, binary);
    const server = { name: "web", config: ['mcp_oauth_credentials_store="file"'] };
    const address = await startJsonServer(t, oauthAnswer);
    assert.deepEqual(await codex.mcp.add({ ...server, url: `${address}/mcp` }), { needsLogin: true });
    const status = async (): Promise<string | undefined> => (await codex.mcp.list({ config: server.config }))[0]?.auth_status;
    assert.equal(await status(), "not_logged_in");
    assert.deepEqual(await codex.mcp.logout(server), { removed: false });
    const noBrowser = has(codex, "mcp login", "--no-browser");
    for (const request of noBrowser ? [server, { ...server, noBrowser }] : [server]) {
      const login = codex.mcp.login(request);
      for await (const { text } of login) {
        const asked = URL.parse(text)?.searchParams;
        if (asked === undefined) continue;
        // Where the browser ends when the user has agreed.
        const back = new URL(asked.get("redirect_uri") ?? "");
        back.search = new URLSearchParams({ code: "code", state: asked.get("state") ?? "", iss: address }).toString();
        if ("noBrowser" in request) await login.write(`${back.href}\n`);
        else assert.equal(await visit(back), 200);
      }
      await login.result();
      assert.equal(await status(), "o_auth");
      assert.deepEqual(await codex.mcp.logout(server), { removed: true });
      assert.equal(await status(), "not_logged_in");
    }
    await assertFails(codex.mcp.logout({ ...server, name: "nobody" }), "CODEX_EXIT");
  });

  test("plugin: a local marketplace is added, its plugin installed and both removed", async (t) => {
    const { codex, home, codexHome } = await setUpManagement(t, binary);
    if (!has(codex, "plugin list")) return void (await assertFails(codex.plugin.list(), "CODEX_UNSUPPORTED"));
    const source = writeMarketplace(join(home, "market"), "team");
    const { plugin } = codex;
    assert.deepEqual(await plugin.marketplace.list(), { marketplaces: [] });
    const added = { marketplaceName: "team", installedRoot: source, alreadyAdded: false };
    assert.deepEqual(await plugin.marketplace.add({ source }), added);
    assert.deepEqual(await plugin.marketplace.add({ source }), { ...added, alreadyAdded: true });
    const marketplaceSource = { sourceType: "local", source };
    assert.deepEqual(await plugin.marketplace.list(), { marketplaces: [{ name: "team", root: source, marketplaceSource }] });

    assert.deepEqual(await plugin.list(), { installed: [], available: [] });
    const { available } = await plugin.list({ available: true, marketplace: "team" });
    assert.deepEqual(
      available.map(({ pluginId, version, installed, authPolicy }) => [pluginId, version, installed, authPolicy]),
      [
        ["hello@team", "1.0.0", false, "ON_USE"],
        ["far@team", null, false, "ON_INSTALL"],
      ],
    );
    assert.deepEqual(available[1]?.source, { source: "git", url: "https://git.example/far.git", ref: "main" });
    const hello = { pluginId: "hello@team", name: "hello", marketplaceName: "team" };
    const installedPath = join(codexHome, "plugins/cache/team/hello/1.0.0");
    for (const request of [{ plugin: "hello@team" }, { plugin: "hello", marketplace: "team" }]) {
      assert.deepEqual(await plugin.add(request), { ...hello, version: "1.0.0", installedPath, authPolicy: "ON_USE" });
    }
    assert.ok(existsSync(installedPath));
    assert.deepEqual(
      (await plugin.list()).installed.map(({ name, enabled }) => [name, enabled]),
      [["hello", true]],
    );
    await assertFails(plugin.add({ plugin: "nobody@team" }), "CODEX_EXIT");
    for (let i = 0; i < 2; i++) assert.deepEqual(await plugin.remove({ plugin: "hello@team" }), hello);
    assert.deepEqual((await plugin.list()).installed, []);

    assert.deepEqual(await plugin.marketplace.upgrade(), { selectedMarketplaces: [], upgradedRoots: [], errors: [] });
    await assertFails(plugin.marketplace.upgrade({ name: "team" }), "CODEX_EXIT");
    assert.deepEqual(await plugin.marketplace.remove({ name: "team" }), { marketplaceName: "team", installedRoot: null });
    await assertFails(plugin.marketplace.remove({ name: "team" }), "CODEX_EXIT");
  });

  test("plugin: a marketplace from Git is added, upgraded and removed; one in the user's home is found", async (t) => {
    const { codex, home, codexHome } = await setUpManagement(t, binary);
    if (!has(codex, "plugin list")) return void (await assertFails(codex.plugin.marketplace.upgrade(), "CODEX_UNSUPPORTED"));
    const source = writeMarketplace(join(home, "git"), "far-away");
    const git = (...args: string[]): void =>
      void execFileSync("git", ["-C", source, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "gc.auto=0", ...args]);
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "First");
    const address = "https://github.com/acme/market.git";
    writeFileSync(join(home, ".gitconfig"), `[url "file://${source}"]\n  insteadOf = ${address}\n`);
    const { marketplace } = codex.plugin;
    const installedRoot = join(codexHome, ".tmp/marketplaces/far-away");
    assert.deepEqual(await marketplace.add({ source: "acme/market", ref: "main" }), {
      marketplaceName: "far-away",
      installedRoot,
      alreadyAdded: false,
    });
    git("commit", "-qm", "Second", "--allow-empty");
    assert.deepEqual(await marketplace.upgrade({ name: "far-away" }), {
      selectedMarketplaces: ["far-away"],
      upgradedRoots: [installedRoot],
      errors: [],
    });
    writeMarketplace(home, "own");
    const { marketplaces } = await marketplace.list();
    assert.deepEqual(
      new Map(marketplaces.map(({ name, marketplaceSource }) => [name, marketplaceSource])),
      new Map([
        ["own", undefined],
        ["far-away", { sourceType: "git", source: address }],
      ]),
    );
    writeFileSync(join(home, ".gitconfig"), `[url "file://${source}-gone"]\n  insteadOf = ${address}\n`);
    assert.match((await assertFails(marketplace.upgrade(), "CODEX_EXIT")).stderr, /Error: 1 upgrade failure/);
    assert.deepEqual(await marketplace.remove({ name: "far-away" }), { marketplaceName: "far-away", installedRoot });
  });

  test("features: a flag is enabled for good, and for one call", async (t) => {
    const { codex } = await setUpManagement(t, binary);
    const features = await codex.features.list();
    assert.ok(features.length > 20);
    const feature = "memories";
    const effective = async (request = {}): Promise<boolean | undefined> =>
      (await codex.features.list(request)).find(({ name }) => name === feature)?.effective;
    await codex.features.disable({ feature });
    assert.equal(await effective({ enable: [feature] }), true);
    assert.equal(await effective(), false);
    await codex.features.enable({ feature });
    assert.equal(await effective(), true);
    assert.match((await assertFails(codex.features.enable({ feature: "nobody" }), "CODEX_EXIT")).stderr, /Unknown feature flag: nobody/);
  });

  test("login: an API key is stored, masked and removed", async (t) => {
    const { codex, codexHome, home, open } = await setUpManagement(t, binary);
    // Codex warns about a home in the temporary folder.
    const warned = await open({ env: { TMPDIR: home } });
    assert.deepEqual(await warned.login.status(), { loggedIn: false, detail: "Not logged in" });
    assert.deepEqual(await warned.login.logout(), { removed: false });
    const key = ["sk", "test", "0123456789abcdefghij"].join("-");
    await codex.login.withApiKey(key);
    assert.match(readFileSync(join(codexHome, "auth.json"), "utf8"), new RegExp(key));
    const { loggedIn, detail } = await codex.login.status();
    assert.ok(loggedIn && !detail.includes(key), detail);
    assert.match(detail, /API key/);
    assert.deepEqual(await codex.login.logout(), { removed: true });
    assert.equal((await codex.login.status()).loggedIn, false);
    const broken = await open({ codexHome: join(home, "nowhere") });
    assert.match((await assertFails(broken.login.status(), "CODEX_EXIT")).stderr, /that path does not exist/);

    if (!has(codex, "login", "--with-access-token")) return void (await assertFails(codex.login.withAccessToken("t"), "CODEX_UNSUPPORTED"));
    const error = await assertFails(codex.login.withAccessToken("an-access-token"), "CODEX_EXIT");
    assert.match(error.stderr, /Error logging in/);
    assert.doesNotMatch(error.message, /an-access-token/);
  });

  test("savedSessions: a session of exec() is archived, brought back, given a message and deleted", async (t) => {
    const { codex, codexHome } = await setUpManagement(t, binary);
    const config = await modelThatSays(t, "Answer");
    const { threadId: session = "" } = await codex.exec({ prompt: "p", skipGitRepoCheck: true, config }).result();
    assert.match(session, /^[\da-f-]{36}$/);
    const { savedSessions, diagnosis } = codex;
    if (!has(codex, "delete")) return void (await assertFails(savedSessions.delete({ session, force: true }), "CODEX_UNSUPPORTED"));
    const files = (folder: string): number =>
      existsSync(join(codexHome, folder))
        ? readdirSync(join(codexHome, folder), { recursive: true }).filter((file) => String(file).includes(session)).length
        : 0;
    assert.equal(files("sessions"), 1);
    await savedSessions.archive({ session });
    assert.deepEqual([files("sessions"), files("archived_sessions")], [0, 1]);
    await assertFails(savedSessions.archive({ session }), "CODEX_EXIT");
    await savedSessions.unarchive({ session });
    assert.deepEqual([files("sessions"), files("archived_sessions")], [1, 0]);

    if (has(codex, "queue")) {
      const queued = await savedSessions.queue({ thread: session, message: "--And more" });
      assert.match(queued.messageId, /^[\da-f-]{36}$/);
      assert.equal(queued.warning, undefined);
      const resumed = await savedSessions.queue({ thread: session, message: "m", resume: true });
      assert.match(resumed.warning ?? "", /could not resume thread/);
      await assertFails(savedSessions.queue({ thread: "nobody", message: "m" }), "CODEX_EXIT");
      const { outcomes } = await diagnosis.migrateRollouts();
      assert.deepEqual(
        outcomes.map(({ thread_id, status }) => [thread_id, status]),
        [[session, "already_paginated"]],
      );
      writeFileSync(join(codexHome, outcomes[0]?.rollout_path.replace(/^.*(?=sessions)/, "").replace(session, spare) ?? ""), "garbage\n");
      const failed = (await diagnosis.migrateRollouts({ apply: true })).outcomes.find(({ thread_id }) => thread_id === spare);
      assert.deepEqual([failed?.status, failed?.failure_reason], ["failed", "invalid_session_metadata"]);
    } else {
      await assertFails(savedSessions.queue({ thread: session, message: "m" }), "CODEX_UNSUPPORTED");
      await assertFails(diagnosis.migrateRollouts(), "CODEX_UNSUPPORTED");
    }

    assert.match(
      (await assertFails(savedSessions.delete({ session }), "CODEX_EXIT")).stderr,
      /without an interactive terminal; rerun with --force/,
    );
    assert.equal(files("sessions"), 1);
    await savedSessions.delete({ session, force: true });
    assert.equal(files("sessions"), 0);
    await assertFails(savedSessions.delete({ session, force: true }), "CODEX_EXIT");
  });

  test("cloud: without a login every call rejects with codex's reason", async (t) => {
    const { cloud } = (await setUpManagement(t, binary)).codex;
    const task = "task_e_1";
    const calls = [
      async () => cloud.exec({ prompt: "p", env: "env-1" }),
      async () => cloud.list(),
      async () => cloud.status({ task }),
      async () => cloud.diff({ task }),
      async () => cloud.apply({ task }),
      async () => cloud.applyLatest({ task }),
    ];
    for (const call of calls) assert.match((await assertFails(call(), "CODEX_EXIT")).stderr, /Not signed in|ChatGPT auth not available/);
  });

  test("cloud: tasks of a fake service, as far as codex lets a login go there", async (t) => {
    const address = await startJsonServer(t, cloudAnswer);
    const { codex, codexHome, cwd } = await setUpManagement(t, binary, { CODEX_CLOUD_TASKS_BASE_URL: `${address}/backend-api` });
    writeFakeLogin(codexHome);
    const { cloud } = codex;
    if (!["0.125.0", "0.146.0"].includes(codex.version)) {
      const { stderr } = await assertFails(cloud.list(), "CODEX_EXIT");
      assert.match(stderr, /custom backends cannot use saved ChatGPT credentials/);
      return;
    }
    const list = (await cloud.list({ limit: 1 })) as {
      readonly tasks: readonly Readonly<Record<string, unknown>>[];
      readonly cursor: string;
    };
    assert.deepEqual([list.tasks[0]?.["id"], list.cursor], ["task_e_1", "next"]);
    const task = "task_e_1";
    assert.match(await cloud.status({ task }), /^\[READY\] Fix it\n/);
    assert.equal(await cloud.diff({ task }), cloudDiff);
    execFileSync("git", ["init", "-q", cwd]);
    writeFileSync(join(cwd, "a.txt"), "a\n");
    execFileSync("git", ["-C", cwd, "add", "."]);
    await cloud.apply({ task });
    assert.equal(readFileSync(join(cwd, "a.txt"), "utf8"), "b\n");
    writeFileSync(join(cwd, "a.txt"), "a\n");
    execFileSync("git", ["-C", cwd, "add", "."]);
    await cloud.applyLatest({ task, config: [`chatgpt_base_url=${JSON.stringify(`${address}/backend-api`)}`] });
    assert.equal(readFileSync(join(cwd, "a.txt"), "utf8"), "b\n");
    assert.match(await cloud.exec({ prompt: "p", env: "env-1", branch: "main" }), /\/codex\/tasks\/task_e_2\n$/);
    assert.match((await assertFails(cloud.status({ task: "task_e_9" }), "CODEX_EXIT")).stderr, /404 Not Found/);
  });
}

/** Of a session that does not exist. */
const spare = "01a1fc55-e889-74c1-b731-d56c8acaee12";
