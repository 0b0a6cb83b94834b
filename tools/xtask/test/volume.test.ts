import assert from "node:assert/strict";
import { test } from "node:test";
import type { PackageClient } from "@lockstep/kernel";
import { toldPorts } from "../src/told-ports.ts";
import type { Outside } from "../src/world.ts";
import { assertRefused, printing, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, scenarios, wrappedWorld } from "./small-root.ts";

/** A world that keeps what it is told, by what told it. */
async function heard(): Promise<{ readonly lines: string[]; readonly world: Outside }> {
  const lines: string[] = [];
  const world: Outside = {
    ...wrappedWorld(await derivedFiles()),
    processes: printing(scenarios),
    progress: (line) => void lines.push(`progress: ${line}`),
    detail: (line) => void lines.push(`detail: ${line}`),
    meter(label, total) {
      lines.push(`meter: ${label}${total === undefined ? "" : ` of ${String(total)}`}`);
      return { advance: () => void lines.push("advance"), end: () => void lines.push("end") };
    },
  };
  return { lines, world };
}

const coverage = "wrapper-coverage --cli tool --generated-at 2026-01-02T03:04:05Z";

test("a command shows by a meter that its processes run, and tells no detail", async () => {
  const { lines, world } = await heard();
  const ran = await run(world, coverage);
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(lines, ["meter: processes", "advance", "end"]);
});

test("--verbose tells before and behind the command what is run, and for how long", async () => {
  const ended = ["meter: processes", "detail: ran print-scenarios: exit 0, 1 ms", "advance", "end"];
  for (const line of [`--verbose ${coverage}`, `${coverage} --verbose`]) {
    const { lines, world } = await heard();
    const ran = await run(world, line);
    assert.deepEqual([ran.code, lines], [0, ended], ran.err);
  }
});

test("--quiet leaves the result alone, and errors", async () => {
  const { lines, world } = await heard();
  const ran = await run(world, `${coverage} --quiet`);
  assert.deepEqual(lines, []);
  assert.equal(ran.out, (await run((await heard()).world, coverage)).out);
  const failed = await run((await heard()).world, "--quiet union --cli tool --version 9.9.9");
  assert.equal(failed.code, 3);
  assert.match(failed.err, /^error\[/);
});

test("the runner is told the volume before a command runs", async () => {
  const { main } = await import("../src/main.ts");
  const volumes: string[] = [];
  const runner = {
    world: (await heard()).world,
    stdout: () => {},
    stderr: () => {},
    setVolume: (volume: string) => void volumes.push(volume),
  };
  for (const words of [[], ["--quiet"], ["--verbose"]]) await main([...words, ...coverage.split(" ")], runner);
  assert.deepEqual(volumes, ["normal", "quiet", "verbose"]);
});

test("--quiet and --verbose exclude each other", async () => {
  const refused = 'error[OPTION_CONFLICT]: The options "--quiet" and "--verbose" exclude each other\n  hint: xtask --help\n';
  await assertRefused(inputFiles(), `--quiet ${coverage} --verbose`, 64, refused);
  await assertRefused(inputFiles(), `--quiet --verbose ${coverage}`, 64, refused);
});

test("the volume is not a unit: before why it is xtask's, behind it the CLI's", async () => {
  const { code, err } = await run(testWorld(inputFiles()), "why --cli tool --verbose");
  assert.deepEqual([code, /UNIT_UNKNOWN.*--verbose/.test(err)], [3, true], err);
});

const ports = (outside: Partial<Outside>, lines: string[]): Outside =>
  toldPorts(testWorld(inputFiles(), outside), {
    detail: (line) => void lines.push(line.replace(/\d+ ms$/, "N ms")),
    meter: () => ({ advance: () => {}, end: () => {} }),
    isVerbose: true,
  });

test("toldPorts() takes secrets out of command lines and addresses", async () => {
  const lines: string[] = [];
  const { processes } = ports({ processes: printing({}), env: { API_TOKEN: "very-secret" } }, lines);
  const args = ["--token=hunter22", "very-secret", "https://user:passw0rd@host/x", "two words"];
  await processes.run({ file: "tool", args, env: {}, totalMs: 1, maxOutputBytes: 1 });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^ran tool .* 'two words': exit 0, N ms$/);
  assert.doesNotMatch(lines[0] ?? "", /hunter22|very-secret|passw0rd/);
});

test("toldPorts() tells each question to the registry, also when it fails, and adds no method", async () => {
  const lines: string[] = [];
  const absent = (): never => assert.fail("not asked");
  const client: PackageClient = {
    fetchArchive: absent,
    inspect: absent,
    describe: async () => ({ integrity: "sha512-", publishedAt: "" }),
    versions: () => Promise.reject(new Error("no registry")),
  };
  const { packages } = ports({ packages: client }, lines);
  await packages.describe("@tool/cli", "1.2.0");
  await assert.rejects(packages.versions("@tool/cli"), /no registry/);
  assert.deepEqual(
    ["describe", "describeAll", "unpackArchive"].filter((name) => name in packages && Reflect.get(packages, name) !== undefined),
    ["describe"],
  );
  assert.deepEqual(lines, [
    "asked the registry for the description of @tool/cli@1.2.0: answered, N ms",
    "asked the registry for the versions of @tool/cli: failed, N ms",
  ]);
});
