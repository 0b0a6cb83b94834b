import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { renderJson, type Processes } from "@lockstep/kernel";
import { linux, memoryFiles, snapshotOf } from "@lockstep/testing";
import { runProcess } from "@lockstep/runtime";
import { assertRefused, documentOf, printing, run, testWorld, type Ran } from "./run.ts";
import { inputFiles } from "./small-root.ts";
import { at, descriptor, fake, help, install, target } from "./snapshot-world.ts";

const script = fake({
  "--help": help("tool", ["run  Run it", "stop  Stop it"]),
  "run --help": help("tool run", [], ["--file <FILE>  A file"]),
  "stop --help": help("tool stop"),
});
const wrapped = { ...descriptor, wrapper: { package: "w", scenarios: ["print-scenarios"] } };
const line = "parity --cli tool --version 1.2.3";
const typed = (text: string) => text.split(" ").map((token) => ({ token, origin: "typed" }));

/** Pins the scripted binary, which the store already keeps, and gives the root its pointers. */
async function prepare(own: object = wrapped): Promise<void> {
  await install({ script, descriptor: own });
  const artifact = {
    target_triple: target,
    source: { type: "npm", package: "t", version: "1.2.3" },
    integrity: `sha512-${"A".repeat(86)}==`,
    file: "bin/tool",
    sha256: createHash("sha256").update(script).digest("hex"),
    size_bytes: script.length,
  };
  await writeFile(
    at("manifests/tool/artifacts.lock.json"),
    renderJson({ schema_version: 1, versions: [{ version: "1.2.3", published_at: "2026-05-06T07:08:09Z", artifacts: [artifact] }] }),
  );
  for (const pointer of [
    "min_supported.txt",
    "latest_validated.txt",
    `pointers/latest_supported/${target}.txt`,
    `pointers/latest_validated/${target}.txt`,
  ]) {
    await mkdir(at(`manifests/tool/${pointer}/..`), { recursive: true });
    await writeFile(at(`manifests/tool/${pointer}`), "none\n");
  }
  await writeFile(
    at("manifests/tool/RULES.json"),
    (await readFile(at("manifests/tool/RULES.json"), "utf8")).replace('"pointers":{', '"pointers":{"root_pointers_allow_none":true,'),
  );
}

async function parity(words = "", argv = "run --file x"): Promise<Ran & { readonly progress: readonly string[] }> {
  const progress: string[] = [];
  const scenarios = printing({
    schema_version: 1,
    wrapper_version: "0.1.0",
    scenarios: [{ name: "run", argv: typed(argv) }],
    declared: [],
  });
  const processes: Processes = { run: (request) => (request.file === "print-scenarios" ? scenarios : { run: runProcess }).run(request) };
  const files = { ...diskFiles(at(".")), makeScratchFolder: async (label: string) => mkdtemp(at(`${label}-`)) };
  const binaries = { locate: () => at("tool") } as unknown as ReturnType<typeof testWorld>["binaries"];
  const world = testWorld(files, {
    processes,
    binaries,
    host: { os: "linux", arch: "x86_64" },
    env: { PATH: process.env["PATH"] },
    progress: (text) => void progress.push(text),
  });
  return { ...(await run(world, `${line}${words}`)), progress };
}

test("parity runs the whole chain of a pinned version and prints the queue", async () => {
  await prepare();
  const ran = await parity();
  assert.deepEqual([ran.code, ran.err], [0, ""], ran.out);
  assert.equal(
    ran.out,
    "Work queue (1.2.3):\n  missing commands: 1\n  missing flags: 1\nRead it: xtask report --cli tool --version 1.2.3 --show\n",
  );
  assert.deepEqual(
    ran.progress.filter((text) => text.startsWith("parity: ")),
    ["acquire", "snapshot", "union", "wrapper-coverage", "report", "version-metadata", "validate"].map((verb) => `parity: ${verb}`),
  );
  const written = ["snapshots/1.2.3", "reports/1.2.3", "versions"].map(async (folder) => readdir(at(`manifests/tool/${folder}`)));
  assert.deepEqual(await Promise.all(written), [
    ["union.json", `${target}.json`],
    ["coverage.all.json", "coverage.any.json", `coverage.${target}.json`],
    ["1.2.3.json"],
  ]);
  assert.match(
    await readFile(at("manifests/tool/versions/1.2.3.json"), "utf8"),
    /"status": "reported",\n {2}"updated_at": "2026-05-06T07:08:09Z"/,
  );
});

test("parity shows the warnings of its steps with its progress, and goes on", async () => {
  await prepare();
  const commands = ["", "run", "a", "b", "c", "d"].map((path) => ({ path: path === "" ? [] : [path] }));
  const earlier = { ...snapshotOf(linux, commands, "1.2.2"), tool: "tool-cli" };
  await mkdir(at("manifests/tool/snapshots/1.2.2"), { recursive: true });
  await writeFile(at(`manifests/tool/snapshots/1.2.2/${target}.json`), renderJson(earlier));
  const ran = await parity();
  assert.deepEqual([ran.code, ran.err], [0, ""], ran.out);
  const warned = ran.progress.filter((text) => text.startsWith("  warning[SURFACE_SHRANK]: "));
  assert.equal(warned.length, 2, "snapshot and union");
  assert.match(
    warned[0] ?? "",
    /lacks 4 of 5 commands and 0 of 0 flags that 1\.2\.2 has: a, b, c, d\. Another parser read that snapshot\.$/,
  );
});

test("parity writes the wrapper's surface before the coverage when cli.json names it and the wrapper is there", async () => {
  const steps = ({ progress }: { readonly progress: readonly string[] }) =>
    progress.filter((text) => /^parity: (union|wrapper-.*)$/.test(text)).map((text) => text.slice("parity: ".length));
  await prepare({ ...wrapped, wrapper: { ...wrapped.wrapper, surface: "w/src/surface.json" } });
  assert.deepEqual(steps(await parity()), ["union", "wrapper-coverage"]);
  await mkdir(at("w"));
  const ran = await parity();
  assert.deepEqual([ran.code, ran.err, steps(ran)], [0, "", ["union", "wrapper-surface", "wrapper-coverage"]]);
  assert(ran.progress.includes("  w/src/surface.json (written): 3 commands and 4 flags in 1.2.3"), ran.progress.join("\n"));
  assert((await parity()).progress.includes("  w/src/surface.json (unchanged): 3 commands and 4 flags in 1.2.3"));
  assert.deepEqual(JSON.parse(await readFile(at("w/src/surface.json"), "utf8")), {
    schema_version: 1,
    tool: "tool-cli",
    versions: ["1.2.3"],
    commands: [
      { path: [], states: "v", flags: { "--help": "v" } },
      { path: ["run"], states: "v", flags: { "--file": "v", "--help": "v" } },
      { path: ["stop"], states: "v", flags: { "--help": "v" } },
    ],
  });
});

test("parity --json prints one document, and a second run changes no byte", async () => {
  await prepare();
  await parity();
  const tree = async (): Promise<readonly string[]> => {
    const entries = await readdir(at("manifests"), { recursive: true, withFileTypes: true });
    return Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => `${entry.name} ${await readFile(`${entry.parentPath}/${entry.name}`, "utf8")}`),
    );
  };
  const before = await tree();
  assert.deepEqual(documentOf(await parity(" --json")), {
    schema: "parity.v1",
    version: "1.2.3",
    target,
    status: "reported",
    queue: { missing_commands: 1, missing_flags: 1 },
  });
  assert.deepEqual(await tree(), before);
});

test("parity ends with snapshotted and no reports when the CLI has no wrapper", async () => {
  await prepare(descriptor);
  const ran = await parity();
  assert.deepEqual([ran.code, ran.out], [0, "1.2.3 is snapshotted; tool has no wrapper to compare with\n"], ran.err);
  assert.deepEqual(await readdir(at("manifests/tool/reports")).catch(() => "absent"), "absent");
});

test("parity stops with the command and its document when a step has findings", async () => {
  await prepare();
  await writeFile(at("manifests/tool/min_supported.txt"), "9.9.9");
  const ran = await parity(" --json");
  assert.equal(ran.code, 2, ran.err);
  assert.match(ran.err, /FAIL: \d+ violations\n/);
  const { stoppedAt, result } = documentOf({ ...ran, err: "" });
  assert.deepEqual([stoppedAt, (result as { readonly ok: boolean }).ok], ["validate", false]);
});

test("parity exits 3 with the error of the step that could not answer", async () => {
  await prepare();
  const ran = await parity("", "nosuch");
  assert.equal(ran.code, 3);
  assert.match(ran.err, /^error\[COVERAGE_REFUSED\]: .*token 0 "nosuch"/s);
  const unknown = await parity(" --target riscv");
  assert.deepEqual([unknown.code, unknown.out], [3, ""]);
});

test("parity exits 3 when the CLI is unknown and writes nothing", () =>
  assertRefused(
    memoryFiles(),
    line,
    3,
    'error[FILE_MISSING]: "manifests/tool/cli.json" does not exist\n  hint: Name the CLI with --cli, a folder of manifests/; a new one begins with xtask new-cli\n',
  ));

test("parity fetches nothing of a CLI that has a descriptor and no root", () =>
  assertRefused(
    memoryFiles({ "elsewhere/cli.json": inputFiles().tree.get("/repo/manifests/tool/cli.json") ?? "" }),
    "parity --cli tool --root elsewhere --version 1.2.0",
    3,
    /^error\[FILE_MISSING\]: "elsewhere\/RULES\.json" does not exist\n/,
  ));

test("parity asks for a target on a machine that has none", () =>
  assertRefused(inputFiles(), line, 64, /^error\[TARGET_NEEDED\]/, { host: { os: "plan9", arch: "riscv" } }));
