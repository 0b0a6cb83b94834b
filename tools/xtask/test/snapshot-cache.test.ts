import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import {
  at,
  cacheable,
  common as direct,
  descriptor,
  fake,
  good,
  help,
  install,
  outFile,
  read,
  snapshot,
  target,
} from "./snapshot-world.ts";

const common = [...direct, "--via", "sh"];

test("snapshot starts nothing when the same binary was probed the same way before", async () => {
  await install({ script: cacheable(good) });
  assert.notDeepEqual((await snapshot(common)).spawned, []);
  const first = await readFile(at(outFile), "utf8");
  assert.deepEqual((await snapshot(common)).spawned, []);
  assert.notDeepEqual((await snapshot([...common, "--no-cache"])).spawned, []);
  assert.notDeepEqual((await snapshot([...common, "--sources", "help"])).spawned, [], "another kind of evidence");
  await writeFile(at("tool"), cacheable(good).replace("Run it", "Run this"), { mode: 0o755 });
  assert.notDeepEqual((await snapshot(common)).spawned, [], "other bytes");
  assert.notEqual(await readFile(at(outFile), "utf8"), first);
});

test("snapshot ignores and renews damaged cache entries", async () => {
  await install({ script: cacheable(good) });
  await snapshot(common);
  const first = await readFile(at(outFile), "utf8");
  const cache = at(".cache/snapshot/captures");
  for (const name of await readdir(cache))
    await writeFile(join(cache, name), (await readFile(join(cache, name), "utf8")).replace("Run it", "Run at"));
  assert.notDeepEqual((await snapshot(common)).spawned, []);
  assert.equal(await readFile(at(outFile), "utf8"), first);
  assert.deepEqual((await snapshot(common)).spawned, []);
});

/** Fails once in the way given, then never again. */
const once = (failure: string): string => `test -e "$0.tried" || { : > "$0.tried"; ${failure}; }; `;
const featureful = { ...descriptor, features: { list_args: ["features", "list"], enable_flag: "--enable" } };
const root = help("tool", ["run  Run it"]);
const list = "echo 'one  stable  false'";

const checked = (check: string): { readonly script: string; readonly descriptor: object } => ({
  script: fake({
    "--help": root,
    "--enable one --help": root,
    "run --help": help("tool run"),
    "features list": list,
    "--enable one features list": check,
  }),
  descriptor: featureful,
});

const passing: Readonly<Record<string, { readonly script: string; readonly descriptor?: object }>> = {
  "a feature check ran out of time": checked(once("sleep 60") + list),
  "a feature check died of a signal": checked(once("kill -KILL $$") + list),
  "a help probe ran out of time": { script: fake({ "--help": root, "run --help": once("sleep 60") + help("tool run") }) },
  "a help probe died of a signal": { script: fake({ "--help": root, "run --help": once("kill -KILL $$") + help("tool run") }) },
};
for (const [title, { script, ...setup }] of Object.entries(passing)) {
  test(`snapshot probes again when ${title}`, async () => {
    await install({ script: cacheable(script), ...setup });
    const words = common.map((word) => (word === "5000" ? "400" : word));
    assert.equal((await snapshot(words)).code, 0);
    const failed = await read();
    assert.ok(failed.known_omissions !== undefined || failed.features?.enable_failures !== undefined, "nothing failed");
    assert.notDeepEqual((await snapshot(words)).spawned, []);
    const whole = await read();
    assert.deepEqual([whole.known_omissions, whole.features?.enable_failures], [undefined, undefined]);
    assert.deepEqual((await snapshot(words)).spawned, []);
  });
}

test("snapshot does not ask again what the binary refuses with an exit code", async () => {
  await install({
    script: cacheable(checked("echo no >&2; exit 9").script.replace("'run --help')", "'run --help') exit 3;")),
    descriptor: featureful,
  });
  await snapshot(common);
  assert.deepEqual((await read()).known_omissions, ["help probe failed: tool run --help (exit 3)"]);
  assert.deepEqual((await snapshot(common)).spawned, []);
});

test("snapshot never takes a script's output from the cache: it may start another program", async () => {
  await writeFile(at("real"), good, { mode: 0o755 });
  await install({ script: `#!/bin/sh\nexec ${at("real")} "$@"\n` });
  await snapshot(direct);
  await writeFile(at("real"), good.replace("A file", "This file"), { mode: 0o755 });
  const { stdout } = await snapshot(direct);
  assert.match(stdout, /is written\n/);
  assert.match(await readFile(at(outFile), "utf8"), /This file/);
  await rm(at("real"));
  assert.equal((await snapshot(direct)).code, 3);
});

/** The place of a pinned package, whose script does nothing but load another file of it. */
const packageFolder = `.cache/artifacts/tool/1.2.3/${target}/package`;
const packaged = ["--binary", `${packageFolder}/bin/tool`, ...direct.slice(2)];

async function installPackage(interpreter?: readonly string[]): Promise<void> {
  await install({ script: "", descriptor: { ...descriptor, ...(interpreter === undefined ? {} : { interpreter }) } });
  await mkdir(at(`${packageFolder}/bin`), { recursive: true });
  await writeFile(at(`${packageFolder}/bin/tool`), '#!/bin/sh\n. "${0%/bin/tool}/lib.sh"\n', { mode: 0o755 });
  await writeFile(at(`${packageFolder}/lib.sh`), cacheable(good));
  const artifact = {
    target_triple: target,
    source: { type: "npm", package: "tool", version: "1.2.3" },
    integrity: `sha512-${"A".repeat(86)}==`,
    file: "bin/tool",
    sha256: "0".repeat(64),
    size_bytes: 1,
    tree_sha256: "0".repeat(64),
  };
  const lock = { schema_version: 1, versions: [{ version: "1.2.3", published_at: "2026-01-01T00:00:00Z", artifacts: [artifact] }] };
  await writeFile(at("manifests/tool/artifacts.lock.json"), JSON.stringify(lock));
}

test("snapshot caches the script of a kept package, until any of its files changes, comes or goes", async () => {
  await installPackage(["sh"]);
  assert.notDeepEqual((await snapshot(packaged)).spawned, []);
  assert.deepEqual((await snapshot(packaged)).spawned, []);
  const first = await readFile(at(outFile), "utf8");
  await writeFile(at(`${packageFolder}/lib.sh`), cacheable(good).replace("Run it", "Run this"));
  assert.notDeepEqual((await snapshot(packaged)).spawned, [], "the script is the same, what it loads is not");
  assert.notEqual(await readFile(at(outFile), "utf8"), first);
  await writeFile(at(`${packageFolder}/new`), "");
  assert.notDeepEqual((await snapshot(packaged)).spawned, [], "a new file");
  await rm(at(`${packageFolder}/new`));
  assert.deepEqual((await snapshot(packaged)).spawned, [], "the files are those of the second run again");
});

test("snapshot probes the script of a kept package again when another program runs it, and each time when none is known", async () => {
  await installPackage(["interpreter"]);
  await mkdir(at("path"));
  const env = { PATH: `${at("path")}:${process.env["PATH"] ?? ""}` };
  await writeFile(at("path/interpreter"), "one");
  assert.notDeepEqual((await snapshot(packaged, { env })).spawned, []);
  assert.deepEqual((await snapshot(packaged, { env })).spawned, []);
  await writeFile(at("path/interpreter"), "another");
  assert.notDeepEqual((await snapshot(packaged, { env })).spawned, []);
  await rm(at("path/interpreter"));
  for (let run = 0; run < 2; run += 1) assert.notDeepEqual((await snapshot(packaged, { env })).spawned, []);
  await installPackage();
  for (let run = 0; run < 2; run += 1) assert.notDeepEqual((await snapshot(packaged, { env })).spawned, []);
});

test("snapshot starts a script by what cli.json names where the system does not, unless --via names it", async () => {
  await installPackage(["sh"]);
  const { spawned } = await snapshot(packaged, { os: "windows" });
  assert.ok(spawned.includes(`sh ${at(packaged[1] ?? "")} --version`), spawned.join("\n"));
  const via = await snapshot([...packaged, "--via", "/bin/sh"], { os: "windows" });
  assert.ok(via.spawned.includes(`/bin/sh ${at(packaged[1] ?? "")} --version`), via.spawned.join("\n"));
});
