import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { parseContract, type CliDescriptor } from "@lockstep/contracts";
import type { Files, Processes, ProcessRequest } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import type { AcceptanceResult, FlagCandidate } from "@lockstep/surface";
import { askFlags, type AskedFlags } from "../src/probing/capture-acceptance.ts";

const repository = resolve(import.meta.dirname, "../../..");
const binaries = (process.env["CODEX_BINARIES"] ?? "").split(delimiter).filter((path) => path !== "");
const claude = process.env["CLAUDE_CODE_BINARY"] ?? "";
const descriptor = readDescriptor("codex");
const isolates = spawnSync("unshare", ["--map-current-user", "--net", "true"]).status === 0;

/** A world whose throw-away folders, neighbours and processes are watched. */
interface Watch {
  readonly world: { readonly files: Files; readonly processes: Processes; readonly env: Readonly<Record<string, string>> };
  readonly requests: readonly ProcessRequest[];
  /** Every file that the probes left in their throw-away folders, by its path there. */
  readonly left: readonly string[];
  /** Fails when anything beside the throw-away folders has changed, or a process had a network. */
  assertHarmless(): void;
}

function watch(t: TestContext): Watch {
  // Codex warns about a home in the temporary folder.
  mkdirSync(join(homedir(), ".cache"), { recursive: true });
  const place = mkdtempSync(join(homedir(), ".cache", "acceptance-"));
  t.after(() => rmSync(place, { recursive: true, force: true, maxRetries: 10 }));
  for (const folder of ["decoy/.codex/sessions", "decoy/.claude/projects", "scratch"]) mkdirSync(join(place, folder), { recursive: true });
  writeFileSync(join(place, "decoy/.codex/config.toml"), 'model = "decoy"\n');
  writeFileSync(join(place, "decoy/.claude.json"), "{}\n");
  const surroundings = { decoy: treeOf(join(place, "decoy")), cwd: treeOf(import.meta.dirname) };
  const disk = diskFiles(place);
  const requests: ProcessRequest[] = [];
  const left: string[] = [];
  return {
    world: {
      files: {
        ...disk,
        makeScratchFolder: async (label) => mkdtempSync(join(place, "scratch", `${label}-`)),
        async remove(path) {
          left.push(...treeOf(path).map(({ name }) => name));
          await disk.remove(path);
        },
      },
      processes: {
        run: (request) => {
          requests.push(request);
          return runProcess(request);
        },
      },
      env: { PATH: process.env["PATH"] ?? "", HOME: join(place, "decoy"), CODEX_HOME: join(place, "decoy/.codex") },
    },
    requests,
    left,
    assertHarmless() {
      assert.deepEqual(treeOf(join(place, "decoy")), surroundings.decoy);
      assert.deepEqual(treeOf(import.meta.dirname), surroundings.cwd);
      assert.deepEqual(readdirSync(join(place, "scratch")), []);
      assert.deepEqual(
        left.filter((name) => /sessions|rollout|projects|history|\.jsonl$/.test(name)),
        [],
      );
      assert.ok(requests.length > 1);
      const networked = requests.filter(({ file, args }) => file !== "unshare" || !args.includes("--net"));
      assert.deepEqual(isolates ? networked : [], []);
    },
  };
}

/** Every file and folder below a folder, with what tells whether it changed. */
function treeOf(folder: string): readonly { readonly name: string; readonly state: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      return { name: path.slice(folder.length + 1), state: `${String(size)} ${String(mtimeMs)}` };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The words of every call of the program that was started, alone or in a batch. */
function callsOf(requests: readonly ProcessRequest[], binary: string): readonly (readonly string[])[] {
  return requests.flatMap(({ args, stdin }) => {
    if (args.includes(binary)) return [args.slice(args.indexOf(binary) + 1)];
    return (stdin ?? "")
      .split("\n")
      .filter((line) => line.startsWith(`'${binary}' `))
      .map((line) =>
        line
          .split(" ")
          .slice(1, -1)
          .map((word) => word.slice(1, -1)),
      );
  });
}

const briefly = (results: readonly AcceptanceResult[]): readonly string[] =>
  results.map(({ path, name, verdict }) => {
    const value = verdict.type === "accepted" && verdict.takesValue ? `=${verdict.valueName ?? ""}` : "";
    return [
      ...path,
      `${name}${value}:`,
      verdict.type === "rejected" && verdict.similar !== undefined ? `rejected, ${verdict.similar}?` : verdict.type,
    ].join(" ");
  });

test("CODEX_BINARIES names binaries", () => assert.ok(binaries.length > 0 && binaries.every(existsSync), "run: make e2e"));

for (const binary of binaries) describe(binary, () => checkCodex(binary));

/** What becomes of `--full-auto`: upstream hid it before it removed it. */
const fullAuto: Readonly<Record<string, readonly [root: string, exec: string]>> = {
  "0.125.0": ["shown by help", "shown by help"],
  "0.146.0": ["rejected", "accepted"],
  "0.169.0": ["rejected", "rejected"],
};

function checkCodex(binary: string): void {
  const version = /\d+\.\d+\.\d+/.exec(spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout)?.[0] ?? "";
  const commands = [[], ["exec"], ["exec", "resume"], ["login"], ["mcp", "add"]].map((path) => ({ path }));
  const ask = (t: TestContext, candidates: readonly FlagCandidate[]) => {
    const watched = watch(t);
    const call = {
      descriptor,
      binary,
      via: [],
      timeoutMs: 20_000,
      jobs: 2,
      triesNamespace: process.platform === "linux",
      isReviewed: true,
    };
    return askFlags(watched.world, call, commands, candidates).then((asked) => ({ ...asked, watched }));
  };

  test("codex takes hidden aliases, refuses what it does not know, and does nothing else", async (t) => {
    const candidates = [
      { path: [], flag: "--yolo" },
      { path: ["exec"], flag: "--experimental-json" },
      { path: ["exec"], flag: "--no-such-flag=x" },
      { path: ["exec"], flag: "--jsn" },
      { path: ["exec", "resume"], flag: "--yolo" },
      { path: ["exec"], flag: "-Z" },
      { path: ["login"], flag: "--experimental_issuer=https://issuer.invalid" },
    ];
    const { results, skipped, watched } = await ask(t, candidates);
    assert.deepEqual(skipped, []);
    assert.deepEqual(briefly(results), [
      "--yolo: accepted",
      "exec --experimental-json: accepted",
      "exec --no-such-flag: rejected",
      "exec --jsn: rejected, --json?",
      "exec -Z: rejected",
      "exec resume --yolo: accepted",
      "login --experimental_issuer=URL: accepted",
    ]);
    watched.assertHarmless();
    const calls = callsOf(watched.requests, binary).filter((words) => words.join(" ") !== "--version");
    assert.ok(calls.length > candidates.length);
    for (const words of calls) {
      const flags = words.slice(words.findIndex((word) => word.startsWith("-")));
      assert.equal(words.at(-1), "--help");
      assert.ok(
        flags.every((word) => /^-[^\s]+$/.test(word) && word !== "--"),
        words.join(" "),
      );
    }
    const again = await ask(t, candidates);
    assert.deepEqual(again.results, results);
  });

  test("codex has --full-auto in plain view, then hidden, then no more", async (t) => {
    const { results, skipped } = await ask(t, [
      { path: [], flag: "--full-auto" },
      { path: ["exec"], flag: "--full-auto" },
    ]);
    const found = [[], ["exec"]].map((path) => {
      const isAt = (unit: { readonly path: readonly string[] }): boolean => unit.path.join(" ") === path.join(" ");
      return skipped.find(isAt)?.reason ?? results.find(isAt)?.verdict.type;
    });
    assert.deepEqual(found, fullAuto[version] ?? ["rejected", "rejected"]);
  });

  test("codex is not asked about what help shows, nor where words may reach another program", async (t) => {
    const { results, skipped, watched } = await ask(t, [
      { path: ["exec"], flag: "--json" },
      { path: ["exec"], flag: "-m=x" },
      { path: ["mcp", "add"], flag: "--x" },
      { path: ["no-such-command"], flag: "--x" },
    ]);
    assert.deepEqual(results, []);
    assert.deepEqual(
      skipped.map(({ reason }) => reason),
      ["shown by help", "shown by help", "takes trailing arguments", "no command"],
    );
    assert.deepEqual(
      callsOf(watched.requests, binary).filter((words) => words.some((word) => /^(?:--json|-m=x|--x)$/.test(word))),
      [],
    );
  });
}

describe("claude", () => {
  const candidates = ["--max-turns=1", "--sdk-url=x", "--thinking=x", "--init-only", "--no-such-flag=x", "--nome", "--verbose"];

  test("claude takes hidden options, refuses what it does not know, and starts no session", async (t) => {
    const ask = async (): Promise<{ readonly asked: AskedFlags; readonly watched: Watch }> => {
      const watched = watch(t);
      const options = {
        descriptor: readDescriptor("claude_code"),
        binary: claude,
        via: [],
        timeoutMs: 20_000,
        jobs: 2,
        triesNamespace: process.platform === "linux",
        isReviewed: true,
      };
      const asked = await askFlags(
        watched.world,
        options,
        [{ path: [] }],
        candidates.map((flag) => ({ path: [], flag })),
      );
      return { asked, watched };
    };
    const { asked, watched } = await ask();
    assert.deepEqual(
      asked.skipped.map(({ flag, reason }) => `${flag} ${reason}`),
      ["--verbose shown by help"],
    );
    assert.deepEqual(briefly(asked.results), [
      "--max-turns=: accepted",
      "--sdk-url=: accepted",
      "--thinking=mode: accepted",
      "--init-only: accepted",
      "--no-such-flag: rejected",
      "--nome: rejected, --name?",
    ]);
    watched.assertHarmless();
    assert.ok(callsOf(watched.requests, claude).every((words) => words.every((word) => word.startsWith("--") && word !== "--")));
    assert.deepEqual((await ask()).asked.results, asked.results);
  });
});

function readDescriptor(cli: string): CliDescriptor {
  const path = join(repository, "manifests", cli, "cli.json");
  return parseContract("CliDescriptor", path, readFileSync(path, "utf8"));
}
