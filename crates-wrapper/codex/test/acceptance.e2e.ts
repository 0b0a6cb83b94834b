import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { type ProcessOutcome, runProcess } from "@lockstep/runtime";
import type { Unit, UnitState } from "@lockstep/wrapper";
import { mcpListArgv } from "../src/argv/mcp.ts";
import { CodexError } from "../src/codex-error.ts";
import { scenarios } from "../src/coverage/scenarios.ts";
import { assertSupported, stateOf } from "../src/versions/support.ts";
import surface from "../src/versions/surface.json" with { type: "json" };
import { codexBinaries, versionOf } from "./events-binaries.ts";

// Compares what the wrapper believes of each version with what the real binary accepts. Nothing that codex does can get far: a flag
// that no version has ends almost every line, the home does not exist, and every proxy is a closed port.
for (const binary of codexBinaries()) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("codex accepts the scenarios that the wrapper believes it accepts, and refuses the others", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const wrong = await inTurns(scenarios, async ({ name, argv }) => {
      const words = argv();
      const refused = unsupportedUnit(() => assertSupported(words, version, true));
      const refusal = refusalOf(await bench.run(withSentinel(words.map(({ token }) => token))));
      if (refused === undefined) return refusal === undefined ? [] : [`${name}: ${refusal}`];
      return refusal === undefined && !isReadAsWord(refused, version) ? [`${name}: accepted`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  test("codex finds no fault with whole scenarios, which name all that belongs together", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const harmless = scenarios.filter(({ name, argv }) => !startsWithoutHome.test(name) && isSupported(argv(), version));
    assert.ok(harmless.length > 20);
    const wrong = await inTurns(harmless, async ({ name, argv }) => {
      const refusal = refusalOf(await bench.run(argv().map(({ token }) => token)));
      return refusal === undefined ? [] : [`${name}: ${refusal}`];
    });
    assert.deepEqual(wrong, []);
  });

  test("codex refuses what the builders and request types exclude", async (t) => {
    const bench = setUp(t, binary);
    const wrong = await inTurns(excluded, async (line) => {
      const { stdout, stderr } = await bench.run(line.split(" "));
      return /^error: /im.test(stderr) && !/^error.*: .*codex.home/im.test(stderr) ? [] : [`${line}: ${stdout}${stderr}`];
    });
    assert.deepEqual(wrong, []);
  });

  test("codex knows exactly the commands and flags that the surface says it knows", async (t) => {
    const [version, bench] = [await versionOf(binary), setUp(t, binary)];
    const known = surface.commands.filter(({ path }) => isTaken(stateOf({ path }, version)));
    const units = known.flatMap(({ path, flags }) => Object.keys(flags).map((key) => ({ path, key })));
    const states = new Map(units.map((unit) => [unit, stateOf(unit, version)]));
    assert.ok(units.length > 200);
    const wrong = await inTurns(units, async (unit) => {
      // `--help` and `--version` answer before anything else is read.
      const outcome = await bench.run([...unit.path, unit.key, sentinel]);
      const isRefused = outcome.stderr.includes(`unexpected argument '${unit.key}'`);
      return isRefused !== isTaken(states.get(unit))
        ? []
        : [`${unit.path.join(" ")} ${unit.key} is ${states.get(unit)}: ${outcome.stderr}`];
    });
    assert.deepEqual(wrong, []);
    t.diagnostic(
      `${version}: ${[...states.values()].filter((state) => !isTaken(state)).length} of ${units.length} flags are unknown or rejected`,
    );
  });

  test("codex reads MCP servers as they were given", async (t) => {
    const bench = setUp(t, binary);
    mkdirSync(bench.codexHome);
    const argv = mcpListArgv({
      json: true,
      mcpServers: {
        "by-stdio": {
          type: "stdio",
          command: "/bin/with space",
          args: ["-y", 'quo"te', "back\\slash", "ünïcode ${HOME}\n"],
          env: { PLAIN: "1", "dotted.name": "a=b", EMPTY: "" },
          envVars: ["FROM_HOST"],
          startupTimeoutSec: 2.5,
          enabledTools: ["a", "b"],
        },
        by_url: {
          type: "http",
          url: "https://mcp.example/?a=b",
          bearerTokenEnvVar: "MCP_TOKEN",
          httpHeaders: { "X-Plain": "v" },
          toolTimeoutSec: 30,
        },
      },
    });
    const { stdout, stderr } = await bench.run(argv.map(({ token }) => token));
    assert.ok(stdout.startsWith("["), stderr);
    const [byStdio, byUrl] = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
    assert.partialDeepStrictEqual(byStdio, {
      name: "by-stdio",
      startup_timeout_sec: 2.5,
      transport: {
        type: "stdio",
        command: "/bin/with space",
        args: ["-y", 'quo"te', "back\\slash", "ünïcode ${HOME}\n"],
        env: { PLAIN: "1", "dotted.name": "a=b", EMPTY: "" },
        env_vars: ["FROM_HOST"],
      },
    });
    assert.partialDeepStrictEqual(byUrl, {
      name: "by_url",
      auth_status: "bearer_token",
      tool_timeout_sec: 30,
      transport: {
        type: "streamable_http",
        url: "https://mcp.example/?a=b",
        bearer_token_env_var: "MCP_TOKEN",
        http_headers: { "X-Plain": "v" },
      },
    });
  });
}

const sentinel = "--zz-sentinel";
const noHome = "no-such-codex-home";

/** Scenarios that codex would act on without a home: they read stdin, listen, connect, write files, or look at the machine. */
const startsWithoutHome =
  /^(?:login with|cloud|app-server (?:proxy|generate)|remote-control|exec-server|responses-api-proxy|sandbox|doctor|mcp-server)/;

/** Lines that no request can make, or that a builder refuses. */
const excluded = [
  "exec --no-such-flag -",
  "exec resume --worktree --last -",
  "exec --approve-for-me --sandbox=read-only -",
  "exec --approve-for-me --dangerously-bypass-approvals-and-sandbox -",
  "exec --full-auto --dangerously-bypass-approvals-and-sandbox -",
  "exec --worktree --ephemeral -",
  "exec review --uncommitted --base=main",
  "exec review --commit=HEAD --base=main",
  "exec review --uncommitted -",
  "exec review --title=T",
  "exec review --worktree --uncommitted",
  "exec review --cyber-access-program=standard --uncommitted",
  "mcp add name",
  "mcp add name --url=https://mcp.example/ -- program",
  "mcp add name --oauth-client-id=id -- program",
  "app-server --stdio --listen=ws://127.0.0.1:0",
  "app-server --print-startup-config --listen=ws://127.0.0.1:0",
  "app-server --startup-sign-out",
  "app-server --startup-client-info={}",
  "exec-server --remote=https://registry.example --environment-id=e --listen=ws://127.0.0.1:0",
  "exec-server --remote=https://registry.example --environment-id=e --aws-profile=ci",
  "exec-server --remote=https://registry.example --environment-id=e --remote-transport=direct",
  "archive --remote-auth-token-env=TOKEN name",
  "archive --remote=unix:///run/codex.sock --remote-auth-token-env=TOKEN name",
  "queue --thread=name --message=m --cd=work --remote=unix:///run/codex.sock",
  "execpolicy check ls",
];

interface Bench {
  readonly codexHome: string;
  run(args: readonly string[]): Promise<ProcessOutcome>;
}

function setUp(t: TestContext, binary: string): Bench {
  // Codex warns about a home in the temporary folder.
  mkdirSync(join(homedir(), ".cache"), { recursive: true });
  const home = mkdtempSync(join(homedir(), ".cache", "codex-acceptance-"));
  t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  // The scenarios' `--cd=work` is looked at first.
  mkdirSync(join(home, "work"));
  const codexHome = join(home, noHome);
  const closed = "http://127.0.0.1:9";
  const env = { HOME: home, CODEX_HOME: codexHome, TMPDIR: home, HTTP_PROXY: closed, HTTPS_PROXY: closed, ALL_PROXY: closed };
  return {
    codexHome,
    async run(args) {
      const outcome = await runProcess({ file: binary, args, cwd: home, env, stdin: "", totalMs: 10_000 });
      // The warning about the missing home comes before the arguments are even read.
      return { ...outcome, stderr: outcome.stderr.replaceAll(/^WARNING.*\n?/gm, "") };
    },
  };
}

/** In front of the words for another program, which may be anything. */
function withSentinel(words: readonly string[]): string[] {
  const end = words.indexOf("--");
  return words.toSpliced(end === -1 ? words.length : end, 0, sentinel);
}

/** Why codex refuses a line, in its own words; undefined when it takes all but the sentinel. */
function refusalOf({ type, stderr }: ProcessOutcome): string | undefined {
  if (type !== "exited") return `${type}: ${stderr}`;
  const line = stderr.split("\n").find((text) => text.startsWith("error: "));
  return line === undefined || line.includes(`'${sentinel}'`) ? undefined : line;
}

function unsupportedUnit(check: () => void): Unit | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof CodexError && error.unsupported !== undefined);
    return error.unsupported;
  }
}

/** Whether codex takes a unit of the state. */
function isTaken(state: UnitState | undefined): boolean {
  return state === "visible" || state === "hidden";
}

function isSupported(argv: Parameters<typeof assertSupported>[0], version: string): boolean {
  return unsupportedUnit(() => assertSupported(argv, version, true)) === undefined;
}

/** A version that lacks a command reads its name as an argument where the command above takes any words. */
function isReadAsWord({ path, key }: Unit, version: string): boolean {
  const above = surface.commands.find((command) => command.path.join(" ") === path.slice(0, -1).join(" "));
  const column = surface.versions.indexOf(version);
  return key === undefined && Object.values<string>(above?.args ?? {}).some((states) => states[column] !== "-");
}

/** Four at a time, in order. */
async function inTurns<Item, Found>(items: readonly Item[], act: (item: Item) => Promise<readonly Found[]>): Promise<Found[]> {
  const found: (readonly Found[])[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) found[index] = await act(item);
  };
  await Promise.all([work(), work(), work(), work()]);
  return found.flat();
}
