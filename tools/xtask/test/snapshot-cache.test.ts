import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { at, cacheable, common as direct, descriptor, fake, good, help, install, outFile, read, snapshot } from "./snapshot-world.ts";

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
