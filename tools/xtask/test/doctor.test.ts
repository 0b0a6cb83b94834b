import assert from "node:assert/strict";
import { test } from "node:test";
import type { Machine, Processes, ProcessOutcome } from "@lockstep/kernel";
import { memoryFiles } from "@lockstep/testing";
import { checks } from "../src/doctor/checks.ts";
import type { Outside } from "../src/world.ts";
import { documentOf, run, testWorld } from "./run.ts";

const outcome = (more: Partial<ProcessOutcome>): ProcessOutcome => ({
  type: "exited",
  exitCode: 0,
  signal: null,
  stdout: "tool 3.2.1 (made up)\n",
  stderr: "",
  durationMs: 1,
  ...more,
});

/** Processes of a machine: by the words of a call or its program, how it ends; everything else prints a version. */
function programs(ends: Readonly<Record<string, Partial<ProcessOutcome>>>): Processes {
  return {
    async run({ file, args }) {
      return outcome(ends[[file, ...args].join(" ")] ?? ends[file] ?? {});
    },
  };
}

const absent: Partial<ProcessOutcome> = { type: "spawn-failed", exitCode: null };
const machine: Machine = {
  nodeVersion: "24.1.0",
  scratchFolder: "/home/me/.cache/lockstep/scratch",
  freeBytes: async () => 5e9,
  writeProblem: async () => undefined,
  ageMs: async () => undefined,
};

/** A machine on which nothing is missing, but for what is given. */
function made(more: Partial<Machine> = {}, ends: Parameters<typeof programs>[0] = {}, files = memoryFiles()): Outside {
  return testWorld(files, { machine: { ...machine, ...more }, host: { os: "linux", arch: "x86_64" }, processes: programs(ends) });
}

interface Told {
  readonly name: string;
  readonly state: string;
  readonly found: string;
  readonly advice: string | null;
}

/** What the doctor says that is not "ok", and the exit code. */
async function ills(world: Outside): Promise<{ readonly code: number; readonly all: readonly Told[]; readonly ill: readonly Told[] }> {
  const ran = await run(world, "doctor --json");
  const { checks: all } = documentOf(ran) as unknown as { readonly checks: readonly Told[] };
  return { code: ran.code, all, ill: all.filter(({ state }) => state !== "ok") };
}

const repository = (): ReturnType<typeof memoryFiles> =>
  memoryFiles({ "tools/xtask/package.json": "{}", "node_modules/.bin/tsx": "", ".tools/node_modules/.bin/pnpm": "" });

test("doctor is content with a machine that has everything, and tells what it has", async () => {
  const { code, all, ill } = await ills(made());
  assert.deepEqual([code, ill], [0, []]);
  assert.deepEqual(
    all.map(({ name, found }) => `${name}: ${found}`),
    [
      "node: 24.1.0",
      "npm: 3.2.1",
      "unshare: this user may make namespaces",
      "npm registry: answers",
      "cache: .cache can be written",
      "scratch folder: /home/me/.cache/lockstep/scratch can be written",
      "free space: 5.0 GB",
      "locks: none",
      "abandoned folders: none",
    ],
  );
  assert.match((await run(made(), "doctor")).out, /\n\nEverything is there that the commands need\.\n$/);
});

const cases: readonly (readonly [
  what: string,
  world: Outside,
  code: number,
  name: string,
  state: string,
  found: RegExp,
  advice: RegExp,
])[] = [
  ["an old Node", made({ nodeVersion: "22.11.9" }), 2, "node", "missing", /^22\.11\.9$/, /22\.12/],
  ["no npm", made({}, { npm: absent, "npm --version": absent }), 2, "npm", "missing", /not on the PATH/, /apt-get install npm/],
  ["a broken npm", made({}, { "npm --version": { exitCode: 7 } }), 2, "npm", "missing", /^"npm --version" ends with exit 7$/, /Node/],
  ["a hanging npm", made({}, { "npm --version": { type: "timed-out" } }), 2, "npm", "missing", /ends with timed-out$/, /Node/],
  ["no unshare", made({}, { unshare: absent }), 0, "unshare", "optional", /not on the PATH/, /util-linux/],
  [
    "no user namespaces",
    made({}, { unshare: { exitCode: 1, stderr: "unshare: Operation not permitted\n" } }),
    0,
    "unshare",
    "optional",
    /^unshare: Operation not permitted$/,
    /userns/,
  ],
  [
    "no network",
    made({}, registry({ exitCode: 1, stderr: "npm error code ENOTFOUND\n" })),
    0,
    "npm registry",
    "optional",
    /^npm says ENOTFOUND$/,
    /npm config/,
  ],
  ["a silent registry", made({}, registry({ type: "timed-out" })), 0, "npm registry", "optional", /^no answer within 20 s$/, /proxy/],
  [
    "a read-only cache",
    made({ writeProblem: async (path) => (path === ".cache" ? "it is read-only" : undefined) }),
    2,
    "cache",
    "missing",
    /read-only/,
    /writable/,
  ],
  ["a full disk", made({ freeBytes: async () => 1.9e9 }), 0, "free space", "optional", /^1\.9 GB$/, /Free some/],
  [
    "a lock of a killed process",
    made({ ageMs: async (path) => (path.endsWith(".lock") ? 4e6 : undefined) }, {}, memoryFiles({ "manifests/tool/RULES.json": "" })),
    0,
    "locks",
    "optional",
    /^1 lock of killed processes, such as manifests\/tool\/artifacts\.lock\.json\.lock$/,
    /remove/,
  ],
  [
    "folders of killed processes",
    made(
      { ageMs: async () => 4e6 },
      {},
      memoryFiles({ ".cache/artifacts/.download-1/x": "", "/home/me/.cache/lockstep/scratch/a/x": "", ".cache/artifacts/tool/x": "" }),
    ),
    0,
    "abandoned folders",
    "optional",
    /^2 folders of killed processes, such as \.cache\/artifacts\/\.download-1$/,
    /remove/,
  ],
];

/** How the question to the registry ends. */
function registry(end: Partial<ProcessOutcome>): Parameters<typeof programs>[0] {
  return { npm: end, "npm --version": {} };
}

for (const [what, world, code, name, state, found, advice] of cases) {
  test(`doctor tells of ${what}`, async () => {
    const told = await ills(world);
    assert.equal(told.code, code);
    const about = told.ill.find((each) => each.name === name);
    assert.ok(about !== undefined, JSON.stringify(told.ill));
    assert.deepEqual(
      told.ill.filter((each) => each.name !== name && each.state === "missing"),
      [],
    );
    assert.equal(about.state, state);
    assert.match(about.found, found);
    assert.match(about.advice ?? "", advice);
  });
}

test("doctor does not take what is in use for abandoned", async () => {
  const files = memoryFiles({ ".cache/artifacts/.download-1/x": "" });
  assert.deepEqual((await ills(made({ ageMs: async () => 1000 }, {}, files))).ill, []);
});

test("doctor asks in the repository for what its own commands need, with the Debian packages", async () => {
  const bare = memoryFiles({ "tools/xtask/package.json": "{}" });
  const { code, ill } = await ills(
    made({}, { pnpm: absent, git: absent, make: absent, chromium: absent, "qemu-aarch64-static": absent }, bare),
  );
  assert.equal(code, 2);
  assert.deepEqual(
    ill.filter(({ name }) => name !== "generated code").map(({ name, state }) => `${name}: ${state}`),
    ["pnpm: missing", "dependencies: missing", "git: missing", "make: missing", "qemu-aarch64-static: optional", "chromium: optional"],
  );
  assert.match(ill.find(({ name }) => name === "qemu-aarch64-static")?.advice ?? "", /apt-get install qemu-user-static/);
  const { all } = await ills({ ...made({}, {}, repository()), host: { os: "linux", arch: "aarch64" } });
  assert.ok(!all.some(({ name }) => name === "qemu-aarch64-static"), "an arm64 machine needs no emulator");
  const mac = await ills({ ...made({}, {}, repository()), host: { os: "macos", arch: "aarch64" } });
  assert.ok(!mac.all.some(({ name }) => name === "strace" || name === "unshare"));
});

test("doctor tells of generated code that is stale", async () => {
  const { code, ill } = await ills(made({}, {}, repository()));
  assert.deepEqual(
    [code, ill.map(({ name, state, advice }) => [name, state, advice])],
    [2, [["generated code", "missing", "make codegen"]]],
  );
});

test("doctor says for people what is missing, what for, and what to do", async () => {
  const { code, out } = await run(made({ nodeVersion: "20.0.0" }, { unshare: absent }), "doctor");
  assert.equal(code, 2);
  assert.match(out, /^missing {3}node +20\.0\.0\n +needed for everything\n +-> Install Node 22\.12/);
  assert.match(out, /\noptional {2}unshare +not on the PATH\n +needed for cutting/);
  assert.match(out, /\n\n1 of 9 is missing and needed\.\n$/);
  assert.ok(out.split("\n").every((line) => line.length <= 80));
});

test("every check has a name of its own, and says what it is for and how to get it", () => {
  assert.ok(checks.length > 10);
  assert.equal(new Set(checks.map(({ name }) => name)).size, checks.length);
  for (const { name, neededFor, advice } of checks) assert.ok(neededFor !== "" && advice !== "", name);
});
