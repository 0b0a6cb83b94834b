import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openClaudeCode } from "./client.ts";
import { all, assertFails, printing, scripted } from "./scripted-claude.ts";

test("openClaudeCode() asks the binary for its version, once", async (t) => {
  const { cwd } = await scripted(
    t,
    `fs.appendFileSync("asked", process.argv[2] + ";"); if (process.argv[2] === "--version") { console.log("2.1.300 (Claude Code)"); process.exit(0); }
    hear(() => { init(); result(); });`,
  );
  const claude = await openClaudeCode({ binary: join(cwd, "claude"), cwd });
  assert.equal(claude.version, "2.1.300");
  await claude.print({ prompt: "p" }).result();
  assert.equal(readFileSync(join(cwd, "asked"), "utf8"), "--version;--print;");
});

test("openClaudeCode() rejects what does not answer like Claude Code, what is no version, and options that nobody knows", async (t) => {
  for (const [script, code, message] of [
    [
      `console.log("claude 1"); process.exit(0)`,
      "CLAUDE_CODE_OUTPUT",
      /^Version text "claude 1" is not understood, wanted "<version> \(Claude Code\)"/,
    ],
    [
      `console.error("no library"); process.exit(127)`,
      "CLAUDE_CODE_EXIT",
      /^Claude Code exited with code 127, wanted 0\n[^]*stderr: no library$/,
    ],
    [`setInterval(() => {}, 1000)`, "CLAUDE_CODE_TIMED_OUT", /^Ran longer than 1500 ms/],
  ] as const) {
    const { cwd } = await scripted(t, script);
    const opening = openClaudeCode({ binary: join(cwd, "claude"), cwd, timeouts: { totalMs: 1500 } });
    assert.match((await assertFails(opening, code)).message, message);
  }
  await assertFails(openClaudeCode({ binary: "claude", version: "latest" }), "CLAUDE_CODE_REQUEST");
  await assertFails(openClaudeCode({ binary: "claude", claudeHome: "/" } as never), "CLAUDE_CODE_REQUEST");
  await assertFails(openClaudeCode({ binary: "/no/such/claude" }), "CLAUDE_CODE_NOT_STARTED");
});

/** Prints a JSON answer that its caller knows, and keeps its arguments and stdin. */
const echo = `const words = process.argv.slice(2).join(" ");
fs.writeFileSync("said", words + "|" + stdin());
const rules = { allow: [], soft_deny: [], hard_deny: [], environment: [] };
console.log(JSON.stringify(words.startsWith("auto-mode") ? rules : words.includes("--available") ? { installed: [], available: [] } : []));
process.exit(0);`;

test("every call asks with its own words, and for JSON where it reads it", async (t) => {
  const claude = await scripted(t, echo);
  const asked: readonly (readonly [ask: () => Promise<unknown>, string])[] = [
    [() => claude.mcp.list(), "mcp list|"],
    [() => claude.mcp.addJson({ name: "n", server: { command: "c" } }), 'mcp add-json n -|{"command":"c"}'],
    [() => claude.mcp.get({ name: "n" }), "mcp get n|"],
    [() => claude.plugin.list(), "plugin list --json|"],
    [() => claude.plugin.catalogue(), "plugin list --available --json|"],
    [() => claude.plugin.configure({ plugin: "p" }, { key: "value" }), 'plugin configure --values-stdin p|{"key":"value"}'],
    [() => claude.plugin.marketplace.list(), "plugin marketplace list --json|"],
    [() => claude.plugin.author.validate({ path: "x" }), "plugin validate x|"],
    [() => claude.background.list({ all: true }), "agents --all --json|"],
    [() => claude.background.start({ prompt: "do it", model: "opus" }), "--bg --model=opus -- do it|"],
    [() => claude.background.logs({ id: "abc" }), "logs abc|"],
    [() => claude.installation.doctor(), "doctor|"],
    [() => claude.installation.update(), "update|"],
    [() => claude.installation.purge({ all: true, dryRun: true }), "purge --all --dry-run|"],
    [() => claude.autoMode.config(), "auto-mode config|"],
    [() => claude.ultrareview({ target: "main" }), "ultrareview --json main|"],
    [() => claude.cloud({ prompt: "in the cloud", cloud: true }), "--print --cloud|in the cloud"],
    [() => claude.auth.logout(), "auth logout|"],
  ];
  for (const [ask, words] of asked) {
    await ask();
    assert.equal(readFileSync(join(claude.cwd, "said"), "utf8"), words);
  }
});

test("a secret for stdin is in no error", async (t) => {
  const claude = await scripted(t, `process.stderr.write(stdin()); process.exit(1);`);
  const server = { type: "http", url: "http://127.0.0.1", headers: { "X-Plain": "hush-hush" } } as const;
  const added = await assertFails(claude.mcp.addJson({ name: "n", server }), "CLAUDE_CODE_EXIT");
  const configured = await assertFails(claude.plugin.configure({ plugin: "p" }, { plain: "hush-hush" }), "CLAUDE_CODE_EXIT");
  for (const { message } of [added, configured]) assert.doesNotMatch(message, /hush/);
});

test("auth.status() tells who is not logged in by exit code 1, and an odd answer is an error", async (t) => {
  const out = await scripted(
    t,
    `${printing({ stdout: '{"loggedIn": false, "authMethod": "none", "apiProvider": "firstParty"}', exitCode: 1 })} process.exit();`,
  );
  assert.deepEqual(await out.auth.status(), { loggedIn: false, authMethod: "none", apiProvider: "firstParty" });
  const odd = await scripted(t, `${printing({ stdout: "{}" })} process.exit();`);
  await assertFails(odd.auth.status(), "CLAUDE_CODE_OUTPUT");
  const broken = await scripted(t, `${printing({ stderr: "broken", exitCode: 1 })} process.exit();`);
  await assertFails(broken.auth.status(), "CLAUDE_CODE_EXIT");
});

test("mcp.remove() tells whether there was a server", async (t) => {
  for (const [printed, removed] of [
    [{ stdout: 'Removed MCP server "x" from user config' }, true],
    [{ stderr: 'No MCP server named "x". Run `claude mcp add` to add one.', exitCode: 1 }, false],
  ] as const) {
    const claude = await scripted(t, `${printing(printed)} process.exit();`);
    assert.deepEqual(await claude.mcp.remove({ name: "x" }), { removed });
  }
});

test("processes that run until they are stopped are read and written by line", async (t) => {
  const claude = await scripted(
    t,
    `lines.on("line", (line) => { console.log(line.toUpperCase()); }); lines.on("close", () => process.exit(0));`,
  );
  const login = claude.mcp.login({ name: "n", noBrowser: true });
  await login.write("code\n");
  login.end();
  assert.deepEqual(
    (await all(login)).map(({ text }) => text),
    ["CODE"],
  );
  const serving = claude.mcp.serve();
  await serving.stop();
  assert.equal((await serving.result()).type, "aborted");
});

test("a call of a command that the version does not have starts nothing", async (t) => {
  const claude = await scripted(t, `fs.writeFileSync("mark", "");`, { version: "2.1.232" });
  await assertFails(claude.installation.purge({ all: true, yes: true }), "CLAUDE_CODE_UNSUPPORTED");
  assert.equal(existsSync(join(claude.cwd, "mark")), false);
});
