import assert from "node:assert/strict";
import { test } from "node:test";
import type { Codex } from "../client.ts";
import { assertFails, type Printed, printing, scripted } from "../scripted-codex.ts";

const transport = { type: "stdio", command: "npx", args: [], env: null, env_vars: ["A", { name: "B" }], cwd: null };
const server = { name: "a", enabled: true, disabled_reason: null, transport, startup_timeout_sec: 1.5, tool_timeout_sec: null };
const plugin = { pluginId: "p@m", name: "p", marketplaceName: "m" };
const listed = {
  ...plugin,
  version: null,
  installed: false,
  enabled: false,
  source: { source: "new" },
  installPolicy: "A",
  authPolicy: "B",
};
const check = { id: "a", category: "b", status: "new", summary: "", details: { x: "1", y: ["2"] }, remediation: null, durationMs: 0 };
const issue = { severity: "fail", cause: "c", measured: null, expected: null, remedy: null, fields: [] };
const report = {
  schemaVersion: 1,
  generatedAt: "",
  overallStatus: "ok",
  codexVersion: "1",
  checks: { a: check, b: { ...check, issues: [issue] } },
};
const match = { matchedPrefix: ["git"], decision: "allow" };
const rollout = { thread_id: "t", rollout_path: "/r", status: "new", bytes_processed: 0, message: null };

interface Case {
  readonly call: (codex: Codex) => Promise<unknown>;
  readonly document: unknown;
  readonly odd: unknown;
  readonly mistake: string;
}

const cases: Readonly<Record<string, Case>> = {
  "mcp.list": {
    call: async ({ mcp }) => mcp.list(),
    document: [{ ...server, auth_status: "new" }],
    odd: [{ ...server, auth_status: "x", transport: { type: "carrier pigeon" } }],
    mistake: "/0/transport: wanted another shape, is object",
  },
  "mcp.get": {
    call: async ({ mcp }) => mcp.get({ name: "a" }),
    document: { ...server, enabled_tools: null, disabled_tools: ["x"] },
    odd: { ...server, enabled_tools: 1, disabled_tools: null },
    mistake: "/enabled_tools: wanted array or null, is number",
  },
  "plugin.list": {
    call: async (codex) => codex.plugin.list(),
    document: { installed: [listed], available: [{ ...listed, marketplaceSource: { sourceType: "git", source: "u" } }] },
    odd: { installed: [{ ...listed, source: "here" }], available: [] },
    mistake: '/installed/0/source: wanted object, is "here"',
  },
  "plugin.add": {
    call: async (codex) => codex.plugin.add({ plugin: "p@m" }),
    document: { ...plugin, version: "1", installedPath: "/p", authPolicy: "x" },
    odd: plugin,
    mistake: "/version: wanted a value, is absent",
  },
  "plugin.remove": {
    call: async (codex) => codex.plugin.remove({ plugin: "p@m" }),
    document: plugin,
    odd: { ...plugin, name: null },
    mistake: "/name: wanted string, is null",
  },
  "plugin.marketplace.add": {
    call: async (codex) => codex.plugin.marketplace.add({ source: "/m" }),
    document: { marketplaceName: "m", installedRoot: "/m", alreadyAdded: false },
    odd: { marketplaceName: "m", installedRoot: "/m", alreadyAdded: "no" },
    mistake: '/alreadyAdded: wanted boolean, is "no"',
  },
  "plugin.marketplace.list": {
    call: async (codex) => codex.plugin.marketplace.list(),
    document: { marketplaces: [{ name: "m", root: "/m" }] },
    odd: { marketplaces: [{ name: "m", root: "/m", marketplaceSource: {} }] },
    mistake: "/marketplaces/0/marketplaceSource/sourceType: wanted a value, is absent",
  },
  "plugin.marketplace.remove": {
    call: async (codex) => codex.plugin.marketplace.remove({ name: "m" }),
    document: { marketplaceName: "m", installedRoot: null },
    odd: { marketplaceName: "m" },
    mistake: "/installedRoot: wanted a value, is absent",
  },
  "plugin.marketplace.upgrade": {
    call: async (codex) => codex.plugin.marketplace.upgrade(),
    document: { selectedMarketplaces: ["m"], upgradedRoots: ["/m"], errors: [{ anything: 1 }] },
    odd: { selectedMarketplaces: "m", upgradedRoots: [], errors: [] },
    mistake: '/selectedMarketplaces: wanted array, is "m"',
  },
  "diagnosis.doctor": {
    call: async ({ diagnosis }) => diagnosis.doctor(),
    document: report,
    odd: { ...report, checks: { a: { ...check, details: { x: 1 } } } },
    mistake: "/checks/a/details/x: wanted another shape, is number",
  },
  "diagnosis.models": {
    call: async ({ diagnosis }) => diagnosis.models(),
    document: { models: [{ slug: "s", display_name: "S", anything: [1] }] },
    odd: { models: [{ slug: "s" }] },
    mistake: "/models/0/display_name: wanted a value, is absent",
  },
  "diagnosis.promptInput": {
    call: async ({ diagnosis }) => diagnosis.promptInput({ prompt: "p" }),
    document: [{ type: "new", anything: {} }],
    odd: [{ role: "user" }],
    mistake: "/0/type: wanted a value, is absent",
  },
  "diagnosis.migrateRollouts": {
    call: async ({ diagnosis }) => diagnosis.migrateRollouts(),
    document: { outcomes: [rollout, { ...rollout, failure_reason: "x", message: "y" }] },
    odd: { outcomes: [{ ...rollout, bytes_processed: 1.5 }] },
    mistake: "/outcomes/0/bytes_processed: wanted integer, is number",
  },
  "sandbox.checkPolicy": {
    call: async ({ sandbox }) => sandbox.checkPolicy({ rules: ["r"], command: ["git"] }),
    document: { matchedRules: [{ prefixRuleMatch: match }, { newRuleMatch: {} }], decision: "allow" },
    odd: { matchedRules: [{ prefixRuleMatch: { ...match, matchedPrefix: "git" } }] },
    mistake: '/matchedRules/0/prefixRuleMatch/matchedPrefix: wanted array, is "git"',
  },
};

for (const [name, { call, document, odd, mistake }] of Object.entries(cases)) {
  test(`${name}() gives the document as codex printed it, and names what is odd about another`, async (t) => {
    const known = Array.isArray(document) ? document : { ...(document as object), future: { x: 1 } };
    assert.deepEqual(await call(await scripted(t, printing({ stdout: JSON.stringify(known) }), { allowHidden: true })), known);
    const error = await assertFails(
      call(await scripted(t, printing({ stdout: JSON.stringify(odd) }), { allowHidden: true })),
      "CODEX_OUTPUT",
    );
    assert.equal(error.message.split("\n")[0], `The JSON document on stdout has another shape: ${mistake}`);
  });
}

test("diagnosis.doctor() and migrateRollouts() give their reports when codex exits with 1 for what they report", async (t) => {
  const doctor = await scripted(t, printing({ stdout: JSON.stringify(report), exitCode: 1 }));
  assert.deepEqual(await doctor.diagnosis.doctor(), report);
  const outcomes = { outcomes: [{ ...rollout, status: "failed" }] };
  const migrating = await scripted(t, printing({ stdout: JSON.stringify(outcomes), stderr: "Error: one or more", exitCode: 1 }));
  assert.deepEqual(await migrating.diagnosis.migrateRollouts({ apply: true }), outcomes);
});

test("removals tell whether there was something to remove, and refuse what they do not understand", async (t) => {
  const says = async (stdout: string, stderr = "") => scripted(t, printing({ stdout, stderr }));
  const remove = async ({ mcp }: Codex) => mcp.remove({ name: "a" });
  assert.deepEqual(await remove(await says("Removed global MCP server 'a'.\n")), { removed: true });
  assert.deepEqual(await remove(await says("No MCP server named 'a' found.\n")), { removed: false });
  const error = await assertFails(remove(await says("Done.\n")), "CODEX_OUTPUT");
  assert.match(error.message, /^Codex says neither "Removed global MCP server …" nor "No MCP server named …", it says "Done.\\n"/);
  assert.deepEqual(await (await says("Removed OAuth credentials for 'a'.\n")).mcp.logout({ name: "a" }), { removed: true });
  assert.deepEqual(await (await says("No OAuth credentials stored for 'a'.\n")).mcp.logout({ name: "a" }), { removed: false });
  assert.deepEqual(await (await says("", "Successfully logged out\n")).login.logout(), { removed: true });
  assert.deepEqual(await (await says("", "WARNING: odd\nNot logged in\n")).login.logout(), { removed: false });
});

test("mcp.add() stops codex where it would wait for a browser", async (t) => {
  const waiting = `console.log("Added global MCP server 'a'.\\nDetected OAuth support. Starting OAuth flow…"); setInterval(() => {}, 1000);`;
  const request = { name: "a", url: "https://mcp.example/" };
  assert.deepEqual(await (await scripted(t, waiting)).mcp.add(request), { needsLogin: true });
  assert.deepEqual(await (await scripted(t, printing({ stdout: "Added global MCP server 'a'.\n" }))).mcp.add(request), {
    needsLogin: false,
  });
  await assertFails((await scripted(t, printing({ stderr: "Error: no", exitCode: 1 }))).mcp.add(request), "CODEX_EXIT");
});

test("login.status() tells logged in, logged out and failure apart, without codex's warnings", async (t) => {
  const status = async (stderr: string, exitCode: number) => (await scripted(t, printing({ stderr, exitCode }))).login.status();
  const warning = "WARNING: proceeding, even though we could not create PATH aliases: odd\n";
  assert.deepEqual(await status(`${warning}Logged in using ChatGPT\n`, 0), { loggedIn: true, detail: "Logged in using ChatGPT" });
  assert.deepEqual(await status(`${warning}Not logged in\n`, 1), { loggedIn: false, detail: "Not logged in" });
  await assertFails(status(`${warning}Error loading configuration`, 1), "CODEX_EXIT");
});

test("login.withApiKey() and withAccessToken() send the secret through stdin, and no error shows it", async (t) => {
  const secret = "plain words, no known shape";
  const keeping = await scripted(
    t,
    `fs.writeFileSync("seen.json", JSON.stringify([process.argv.slice(2), stdin()]));
    process.exitCode = fs.readFileSync("seen.json", "utf8") === JSON.stringify([["login", "--with-api-key"], ${JSON.stringify(secret)}]) ? 0 : 9;`,
  );
  await keeping.login.withApiKey(secret);
  const telling = await scripted(t, `console.error("Refused " + stdin().trim()); process.exitCode = 1;`);
  const { login } = telling;
  for (const log of [async () => login.withApiKey(`${secret}\n`), async () => login.withAccessToken(secret)]) {
    const error = await assertFails(log(), "CODEX_EXIT");
    assert.equal(error.stderr, "Refused [redacted]");
    assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.command]), /plain words/);
  }
  await assertFails(telling.login.withApiKey(" \n"), "CODEX_REQUEST");
});

test("savedSessions.queue() gives the message's id and why it was not resumed", async (t) => {
  const request = { thread: "t", message: "m", resume: true };
  const queued = await scripted(t, printing({ stdout: "Queued message 01-a for thread t.\n", stderr: "Warning: could not resume\n" }));
  assert.deepEqual(await queued.savedSessions.queue(request), { messageId: "01-a", warning: "could not resume" });
  const odd = await scripted(t, printing({ stdout: "Noted.\n" }));
  assert.match((await assertFails(odd.savedSessions.queue(request), "CODEX_OUTPUT")).message, /^Codex says "Noted/);
});

test("sandbox.run() gives the program's exit code, and rejects when codex says that it started no program", async (t) => {
  const run = async (printed: Printed) => (await scripted(t, printing(printed))).sandbox.run({ command: ["x"] });
  const panic = "\nthread 'main' (25) panicked at linux-sandbox/src/launcher.rs:60:13:\nbubblewrap is unavailable\nnote: run with …\n";
  for (const printed of [
    { stdout: "hi\n", exitCode: 7 },
    { exitCode: 101, stderr: "\nthread 'main' (2) panicked at src/main.rs:1:2:\nmine\n" },
    { exitCode: 101, stdout: "began\n", stderr: panic },
    { exitCode: 1, stderr: "Error: mine\n" },
    { exitCode: 1 },
  ]) {
    assert.equal((await run(printed)).exitCode, printed.exitCode);
  }
  const failures = [
    { exitCode: 101, stderr: `WARNING: odd\n${panic}` },
    { exitCode: 1, stderr: "bwrap: No permissions to create new namespace\n" },
  ];
  for (const printed of failures) await assertFails(run(printed), "CODEX_EXIT");
  const refused =
    "error: the argument '--a' cannot be used with '--b'\n\nUsage: codex sandbox --a <COMMAND>...\n\nFor more information, try '--help'.\n";
  const error = await assertFails(run({ stderr: refused, exitCode: 2 }), "CODEX_EXIT");
  assert.equal(error.exitCode, 2);
  for (const printed of [
    { stderr: refused, exitCode: 1 },
    { stderr: refused, exitCode: 2, stdout: "x" },
    { stderr: refused.replace("codex sandbox", "ls"), exitCode: 2 },
    { stderr: `ls: ${refused}`, exitCode: 2 },
  ])
    assert.equal((await run(printed)).exitCode, printed.exitCode);
  await assertFails((await scripted(t, `process.kill(process.pid, "SIGKILL")`)).sandbox.run({ command: ["x"] }), "CODEX_EXIT");
});

test("features.list() parses rows with stages of several words and refuses other rows", async (t) => {
  const listing = await scripted(t, printing({ stdout: "apps    stage one  true\nbeta_x  stable     false\n" }));
  assert.deepEqual(await listing.features.list(), [
    { name: "apps", stage: "stage one", effective: true },
    { name: "beta_x", stage: "stable", effective: false },
  ]);
  await assertFails((await scripted(t, printing({ stdout: "apps maybe" }))).features.list(), "CODEX_OUTPUT");
});
