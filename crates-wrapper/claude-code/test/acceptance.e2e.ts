import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { type ProcessOutcome, runProcess } from "@lockstep/runtime";
import type { ArgvToken, Unit } from "@lockstep/wrapper";
import { mcpAddArgv, mcpAddJsonArgv, type McpServerConfig } from "../src/argv/mcp.ts";
import { pluginEvalArgv } from "../src/argv/plugin-eval.ts";
import { printArgv, type PrintRequest } from "../src/argv/print.ts";
import { ClaudeCodeError } from "../src/claude-code-error.ts";
import { scenarios } from "../src/coverage/scenarios.ts";
import { assertSupported, isSupported } from "../src/versions/support.ts";
import surface from "../src/versions/surface.json" with { type: "json" };
import { claudeBinaries, versionOf } from "./claude-binaries.ts";

// Compares what the wrapper believes of each version with what the real binary accepts. That every flag has the state of the surface,
// `claude-snapshot.e2e.ts` of the tools shows by probing anew.
for (const binary of claudeBinaries()) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("Claude Code accepts the flags of the scenarios that the wrapper believes it accepts, and refuses the others", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const asked = scenarios.filter(({ name }) => !answersFirst.test(name));
    assert.ok(asked.length > 80);
    const wrong = await inTurns(asked, async ({ name, argv }) => {
      const words = argv();
      const refused = unsupportedUnit(words, version);
      const refusal = refusalOf(await bench.run(harmless(words, refused === undefined)));
      if (refused === undefined) return refusal === undefined ? [] : [`${name}: ${refusal}`];
      return refusal === undefined && !isReadAsPrompt(refused) && !isArgument(refused) ? [`${name}: accepted`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  test("Claude Code refuses what the builders exclude", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const wrong = await inTurns(excluded, async ({ line, says, since }) => {
      if (since !== undefined && version < since) return [];
      const { stdout, stderr, exitCode } = await bench.run(line.split(" "), "Do it");
      return exitCode !== 0 && says.test(stderr) ? [] : [`${line}: ${String(exitCode)} ${stdout}${stderr}`];
    });
    assert.deepEqual(wrong, []);
  });

  test("Claude Code begins a run with the tools, agents, servers and ids that the request names", async (t) => {
    const bench = setUp(t, binary);
    const events = { outputFormat: "stream-json", verbose: true } as const;
    const sessionId = "0199a213-81c0-4800-8aa1-bbab2a035a53";
    const agents = JSON.stringify({ "by request": { description: "Reviews, with a comma", prompt: "Review" } });
    const few = await bench.begin({
      ...events,
      prompt: "p",
      tools: ["Bash", "Read"],
      agents,
      settingSources: [],
      sessionId,
      permissionMode: "plan",
    });
    assert.deepEqual([few.tools, few.session_id, few.permissionMode], [["Bash", "Read"], sessionId, "plan"]);
    assert.ok(few.agents.includes("by request"));
    const none = await bench.begin({ ...events, prompt: "p", tools: [] });
    assert.deepEqual(none.tools, []);
    const all = await bench.begin({ ...events, prompt: "p", tools: ["default"], disallowedTools: ["Bash", "Read"] });
    assert.ok(all.tools.length > 5 && !all.tools.includes("Bash") && !all.tools.includes("Read"));
    const mcpConfig = ['{"mcpServers":{"one":{"command":"false"}}}', "mcp.json", '{"mcpServers":{"two":{"command":"false"}}}'];
    const served = await bench.begin({ ...events, prompt: "p", tools: [], mcpConfig, strictMcpConfig: true });
    assert.deepEqual(served.mcp_servers.map(({ name }) => name).toSorted(), ["one", "two"]);
  });

  test("Claude Code takes what stands behind an output without a path for the plugin to evaluate", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const words = pluginEvalArgv({ target: "./no-such-plugin", json: true }).map(({ token }) => token);
    const { exitCode, stderr } = await bench.run(words);
    assert.equal(exitCode, 1);
    assert.match(stderr, version === "2.1.232" ? /`plugin eval` is currently in early access/ : /work\/no-such-plugin could not be found/);
  });

  test("Claude Code ignores in a run what it has for its interactive UI alone", async (t) => {
    const bench = setUp(t, binary);
    const begun = await bench.run(["--print", "--output-format=stream-json", "--verbose", "--from-pr=42", "--ide"], "p");
    assert.match(begun.stdout, /"subtype":"init"/);
    const { exitCode, stderr } = await bench.run(["--print", "--tmux"], "p");
    assert.equal(exitCode, 1);
    assert.match(stderr, /--tmux requires --worktree/);
  });

  test("Claude Code reads MCP servers as they were given", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const add = async (argv: readonly ArgvToken[], stdin = ""): Promise<string> => {
      const { exitCode, stderr } = await bench.run(
        argv.map(({ token }) => token),
        stdin,
      );
      return exitCode === 0 ? "" : stderr;
    };
    const command = ["/bin/with space", "-y", "--flag", 'quo"te', "ünï\ncode"];
    const env = { PLAIN: "1", EQUALS: "a=b", "dotted.name": "two words" };
    assert.equal(await add(mcpAddArgv({ name: "program", command, env, scope: "user" })), "");
    const header = { Authorization: "Bearer a: b", "X-Plain": "v" };
    const url = "https://mcp.example/?a=b";
    assert.equal(await add(mcpAddArgv({ name: "http", url, header, clientId: "client", callbackPort: 8080, scope: "user" })), "");
    assert.equal(await add(mcpAddArgv({ name: "sse", url, transport: "sse", scope: "user" })), "");
    assert.partialDeepStrictEqual(bench.userServers(), {
      program: { type: "stdio", command: command[0], args: command.slice(1), env },
      http: { type: "http", url, headers: header, oauth: { clientId: "client", callbackPort: 8080 } },
      sse: { type: "sse", url },
    });

    const server: McpServerConfig = { type: "http", url, headers: { Authorization: "Bearer secret" } };
    const added = mcpAddJsonArgv({ name: "json", server, scope: "user" });
    const refusal = await add(added, JSON.stringify(server));
    // Which is why the client does not ask it.
    if (version === "2.1.232") assert.match(refusal, /invalid/i);
    else assert.equal(refusal, "");
    assert.equal(isSupported(added, version, true), version !== "2.1.232");
    assert.deepEqual(bench.userServers()["json"], version === "2.1.232" ? undefined : server);
  });
}

const sentinel = "--zz-sentinel";

/** Commands that print before anything else is read. */
const answersFirst = /^version$/;

/** Commands that read their words themselves, and take the sentinel for an argument: there `--help` ends the line. */
const readByHand: ReadonlySet<string> = new Set(["logs", "stop", "respawn", "rm", "plugin test"]);

/** Lines that no request can make, or that a builder refuses, with what Claude Code says, and the version that began to say it. */
const excluded: readonly { readonly line: string; readonly says: RegExp; readonly since?: string }[] = [
  { line: "--print --no-such-flag", says: /unknown option '--no-such-flag'/ },
  { line: "--print --output-format=stream-json", says: /requires --verbose/ },
  { line: "--print --input-format=stream-json", says: /requires output-format=stream-json/ },
  { line: "--print --replay-user-messages", says: /requires both --input-format=stream-json and --output-format=stream-json/ },
  { line: "--print --include-partial-messages", says: /requires --print and --output-format=stream-json/ },
  { line: "--print --forward-subagent-text", says: /requires --print and --output-format=stream-json/ },
  { line: "--print --prompt-suggestions", says: /requires --print and --output-format=stream-json/, since: "2.1.332" },
  { line: "--print --session-id=nightly", says: /Must be a valid UUID/ },
  {
    line: "--print --continue --session-id=0199a213-81c0-4800-8aa1-bbab2a035a53",
    says: /--session-id .*--fork-session/,
  },
  { line: "--print --resume-session-at=x", says: /requires --resume/ },
  { line: "--print --resume-drops-turn=x", says: /requires --resume-session-at/ },
  { line: "--print --rewind-files=x", says: /requires --resume/ },
  { line: "--print --json-schema=[]", says: /--json-schema must be a JSON object/, since: "2.1.332" },
  { line: "--print --max-budget-usd=0", says: /must be a (?:positive )?number greater than 0/ },
  { line: "--print --task-budget=0", says: /must be a positive integer/ },
  { line: "--print --thinking=never", says: /Allowed choices are enabled, adaptive, disabled/ },
  { line: "--print --await-initialize", says: /requires --input-format=stream-json/, since: "2.1.332" },
  { line: "--print --initialize-fields=settings", says: /requires --await-initialize/, since: "2.1.332" },
  { line: "--print --managed-settings-in-initialize", says: /requires --await-initialize/, since: "2.1.332" },
  { line: "--print --project-config-root=work", says: /must be an absolute local path/, since: "2.1.332" },
  {
    line: "--print --append-subagent-system-prompt=a --append-subagent-system-prompt-file=system.md",
    says: /Cannot use both/,
    since: "2.1.332",
  },
  { line: "auth login --console --claudeai", says: /--console and --claudeai can(?:no|')t be used together/ },
  { line: "mcp add name", says: /missing required argument 'commandOrUrl'/ },
  { line: "mcp add --transport=http --callback-port=0 web https://mcp.example/", says: /callback-port|callbackPort/i, since: "2.1.332" },
  { line: "plugin install --yes --accept-command=x review", says: /cannot be used with option/, since: "2.1.332" },
  { line: "plugin uninstall --json --prune --yes review", says: /--json cannot be used with --prune/, since: "2.1.332" },
  { line: "plugin disable", says: /specify a plugin name or use --all/ },
  { line: "plugin disable --all review", says: /--all/ },
  { line: "plugin disable --all --scope=user", says: /--scope with --all/ },
  { line: "plugin marketplace add --claudeai --scope=user team", says: /--claudeai takes only the marketplace name/, since: "2.1.332" },
  { line: "plugin marketplace update --json", says: /--json needs a marketplace name/, since: "2.1.332" },
  { line: "purge --all work", says: /either a path or --all, not both/, since: "2.1.332" },
];

interface Bench {
  run(args: readonly string[], stdin?: string): Promise<ProcessOutcome>;
  /** What a run says of itself before it asks the model, which it cannot reach. */
  begin(request: PrintRequest): Promise<InitEvent>;
  /** The MCP servers of the user's configuration. */
  userServers(): Readonly<Record<string, unknown>>;
}

/** The first event of a run. */
interface InitEvent {
  readonly type: "system";
  readonly subtype: "init";
  readonly session_id: string;
  readonly permissionMode: string;
  readonly tools: readonly string[];
  readonly agents: readonly string[];
  readonly mcp_servers: readonly { readonly name: string }[];
}

/** A home of its own, files that the scenarios name, no way to another machine, and a key that is none. */
function setUp(t: TestContext, binary: string): Bench {
  const home = mkdtempSync(join(tmpdir(), "claude-acceptance-"));
  t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  const [cwd, config] = [join(home, "work"), join(home, "config")];
  mkdirSync(cwd);
  writeFileSync(join(cwd, "settings.json"), "{}");
  writeFileSync(join(cwd, "mcp.json"), '{"mcpServers":{}}');
  for (const name of ["system.md", "more.md", "sub-agents.md"]) writeFileSync(join(cwd, name), "Be brief");
  const closed = "http://127.0.0.1:9";
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    TMPDIR: home,
    CLAUDE_CONFIG_DIR: config,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    ANTHROPIC_BASE_URL: closed,
    ANTHROPIC_API_KEY: "none",
    CLAUDE_CODE_MAX_RETRIES: "0",
    HTTP_PROXY: closed,
    HTTPS_PROXY: closed,
    ALL_PROXY: closed,
  };
  const run: Bench["run"] = (args, stdin = "") => runProcess({ file: binary, args, cwd, env, stdin, totalMs: 30_000 });
  return {
    run,
    async begin(request) {
      const words = printArgv(request).map(({ token }) => token);
      const { stdout, stderr } = await run(words, request.prompt);
      const line = stdout.split("\n").find((text) => text.includes('"subtype":"init"'));
      assert.ok(line !== undefined, stderr);
      return JSON.parse(line) as InitEvent;
    },
    userServers: () =>
      (JSON.parse(readFileSync(join(config, ".claude.json"), "utf8")) as { readonly mcpServers: Readonly<Record<string, unknown>> })
        .mcpServers,
  };
}

/**
 * A line that Claude Code refuses for its end, after it has read the flags: without positional arguments, and without `--bg`, which it
 * acts on before it reads any flag.
 */
function harmless(argv: readonly ArgvToken[], isBelieved: boolean): string[] {
  const words = argv.map(({ token }) => token).filter((word) => word !== "--bg");
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const path = words.slice(0, end).filter((word, i) => isCommand(words.slice(0, i + 1)) && !word.startsWith("--"));
  // A sub-command that a version lacks is read by commander, as an argument of the command above.
  const isReadByHand = readByHand.has(path.join(" ")) && (isBelieved || path.length === 1);
  // `respawn --all` acts before it reads more.
  const flags = words.slice(0, end).filter((word) => word.startsWith("--") && !(isReadByHand && word === "--all"));
  return [...path, ...flags, isReadByHand ? "--help" : sentinel];
}

function isCommand(words: readonly string[]): boolean {
  return surface.commands.some(({ path }) => path.join(" ") === words.join(" "));
}

/** Why Claude Code refuses a line, in its own words; undefined when it takes all but the sentinel. */
function refusalOf({ type, exitCode, stderr }: ProcessOutcome): string | undefined {
  if (type !== "exited") return `${type}: ${stderr}`;
  if (exitCode === 0 || stderr.includes(`unknown option '${sentinel}'`)) return undefined;
  return stderr;
}

function unsupportedUnit(argv: readonly ArgvToken[], version: string): Unit | undefined {
  try {
    assertSupported(argv, version, true);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ClaudeCodeError && error.unsupported !== undefined);
    return error.unsupported;
  }
}

/** A version that lacks a command reads its name as the prompt; then there is nothing to refuse. */
function isReadAsPrompt({ path, key }: Unit): boolean {
  return key === undefined && path.length === 1;
}

/** A harmless line has no arguments. */
function isArgument({ key }: Unit): boolean {
  return key?.startsWith("--") === false;
}

/** Two at a time, in order. */
async function inTurns<Item, Found>(items: readonly Item[], act: (item: Item) => Promise<readonly Found[]>): Promise<Found[]> {
  const found: (readonly Found[])[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) found[index] = await act(item);
  };
  await Promise.all([work(), work()]);
  return found.flat();
}
