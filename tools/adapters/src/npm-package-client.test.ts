import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { PackageClient } from "@lockstep/kernel";
import { npmPackageClient } from "./npm-package-client.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "npm-"));
  await mkdir(join(folder, "into"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A client whose `npm` is a shell script; `$*` are the arguments it was given. */
async function clientOf(script: string, env: Readonly<Record<string, string>> = {}): Promise<PackageClient> {
  await writeFile(join(folder, "npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return npmPackageClient({ PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`, ...env });
}

const fails = (code: string, text: string): string => `echo "npm error code ${code}" >&2; echo "npm error ${text}" >&2; exit 1`;

/** A client whose `npm` prints this text and nothing else. */
const printing = (text: string, env: Readonly<Record<string, string>> = {}): Promise<PackageClient> =>
  clientOf(`cat <<'END'\n${text}\nEND`, env);

test("fetchArchive() asks npm for the archive alone and returns its path", async () => {
  const client = await clientOf(`echo "$*" >"${folder}/words"; echo archive >"${folder}/into/tool-cli-1.2.0.tgz"`);
  assert.equal(await client.fetchArchive("@tool/cli", "1.2.0", join(folder, "into")), join(folder, "into/tool-cli-1.2.0.tgz"));
  const silent = await clientOf("exit 0");
  await rm(join(folder, "into/tool-cli-1.2.0.tgz"));
  await assert.rejects(silent.fetchArchive("@tool/cli", "1.2.0", join(folder, "into")), {
    code: "PACKAGE_CLIENT",
    message: /left 0 archives in ".*", expected one archive there$/,
  });
});

test("fetchArchive() says so when npm succeeds and the folder for the archive is gone", async () => {
  const client = await clientOf(`rm -rf "${folder}/into"`);
  await assert.rejects(client.fetchArchive("@tool/cli", "1.2.0", join(folder, "into")), {
    code: "PACKAGE_CLIENT",
    exitCode: 3,
    message: /^"npm pack .*" left no folder ".*\/into", expected one archive there$/,
  });
});

test("fetchArchive() and describe() give npm the package as a word that can be no option", async () => {
  const client = await clientOf(`printf '%s\\n' "$@" >"${folder}/words"`);
  const words = async (): Promise<readonly string[]> => (await readFile(join(folder, "words"), "utf8")).trimEnd().split("\n");
  await assert.rejects(client.fetchArchive("--userconfig=/evil", "1.2.0", join(folder, "into")), { code: "PACKAGE_CLIENT" });
  assert.deepEqual((await words()).slice(-2), ["--", "--userconfig=/evil@1.2.0"]);
  await assert.rejects(client.describe("--userconfig=/evil", "1.2.0"), { code: "PACKAGE_UNKNOWN" });
  assert.deepEqual((await words()).slice(-4), ["--", "--userconfig=/evil@1.2.0", "dist.integrity", "time"]);
});

test("describe() reads the integrity and the time of release to the second", async () => {
  const view = { "dist.integrity": "sha512-abc", time: { created: "2020-01-01T00:00:00Z", "1.2.0": "2026-08-22T11:29:28.868000+00:00" } };
  const client = await clientOf(`cat <<'END'\n${JSON.stringify(view)}\nEND`);
  assert.deepEqual(await client.describe("@tool/cli", "1.2.0"), { integrity: "sha512-abc", publishedAt: "2026-08-22T11:29:28Z" });
});

test("describe() refuses a version that the registry does not know, for which npm prints nothing", async () => {
  const client = await clientOf("exit 0");
  await assert.rejects(client.describe("@tool/cli", "9.9.9"), {
    code: "PACKAGE_UNKNOWN",
    message: 'The registry has no package "@tool/cli" in version "9.9.9"',
    hint: "npm view @tool/cli versions",
  });
});

test("describe() names what npm printed when it is no description", async () => {
  const cases = [
    ["<html>blocked</html>", '"<html>blocked</html>"'],
    ["null", '"null"'],
    ["[]", '"[]"'],
    ["{}", 'an object with the "dist.integrity" absent and the "time" absent'],
    ['{"dist.integrity":7,"time":null}', 'an object with the "dist.integrity" 7 and the "time" absent'],
    ['{"dist.integrity":"sha1-abc","time":{"1.2.0":"never"}}', 'an object with the "dist.integrity" "sha1-abc" and the "time" "never"'],
    [`<${"x".repeat(200)}`, `"<${"x".repeat(75)}...`],
  ] as const;
  for (const [text, found] of cases) {
    await assert.rejects((await printing(text)).describe("@tool/cli", "1.2.0"), {
      code: "PACKAGE_CLIENT",
      exitCode: 3,
      message: `"npm view --json --loglevel error -- @tool/cli@1.2.0 dist.integrity time" printed ${found}, expected a JSON object with the "dist.integrity" "sha512-…" and the "time" of "1.2.0"`,
    });
  }
  const client = await printing("<p>hunter2hunter2</p>", { NPM_TOKEN: "hunter2hunter2" });
  await assert.rejects(client.describe("@tool/cli", "1.2.0"), { message: /printed "<p>\[redacted\]<\/p>"/ });
});

test("describe() leaves an integrity whole that contains what a variable holds", async () => {
  const view = { "dist.integrity": "sha512-abc1234def", time: { "1.2.0": "2026-08-22T11:29:28Z" } };
  const client = await printing(JSON.stringify(view), { SOME_KEY: "1234" });
  assert.equal((await client.describe("@tool/cli", "1.2.0")).integrity, "sha512-abc1234def");
});

test("npmPackageClient() tells an unknown package, a busy registry and a failure apart", async () => {
  const cases = [
    ["E404", "PACKAGE_UNKNOWN", 3],
    ["ETARGET", "PACKAGE_UNKNOWN", 3],
    ["E429", "REGISTRY_BUSY", 75],
    ["E503", "REGISTRY_BUSY", 75],
    ["ETIMEDOUT", "REGISTRY_BUSY", 75],
    ["E401", "PACKAGE_CLIENT", 3],
    ["EINTEGRITY", "ARTIFACT_INTEGRITY", 3],
    ["ENOTFOUND", "PACKAGE_CLIENT", 3],
    ["ENOENT", "PACKAGE_CLIENT", 3],
  ] as const;
  for (const [npmCode, code, exitCode] of cases) {
    const client = await clientOf(fails(npmCode, "what went wrong"));
    await assert.rejects(client.fetchArchive("@tool/cli", "1.2.0", join(folder, "into")), (error: unknown) => {
      assert.ok(error instanceof Error && "code" in error && "exitCode" in error);
      assert.deepEqual([error.code, error.exitCode], [code, exitCode]);
      assert.match(
        error.message,
        /"npm (?:pack|view) .* -- @tool\/cli@1\.2\.0[^"]*" failed in ".*" with exit code 1:\n {2}npm error code E\w+\n {2}npm error what went wrong/,
      );
      return true;
    });
  }
});

test("npmPackageClient() shows no secret of the environment in its errors", async () => {
  const client = await clientOf(fails("E401", "bad token hunter2hunter2"), { NPM_TOKEN: "hunter2hunter2" });
  await assert.rejects(client.describe("@tool/cli", "1.2.0"), (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /bad token \[redacted\]/);
    assert.doesNotMatch(error.message, /hunter2/);
    return true;
  });
});

test("npmPackageClient() says so when there is no npm", async () => {
  const client = npmPackageClient({ PATH: join(folder, "into") });
  await assert.rejects(client.describe("@tool/cli", "1.2.0"), {
    code: "PACKAGE_CLIENT",
    message: /could not start: npm is not on the PATH$/,
    hint: "Install Node.js with npm",
  });
});

test("npmPackageClient() repeats of npm's errors the lines that are about this one", async () => {
  const messages = {
    "npm error code E404\nnpm error 404 Not Found - GET https://registry.test/@tool%2fcli\nnpm error 404  The requested resource '@tool/cli@1.2.0' could not be found":
      "npm error 404\nnpm error 404 Note that you can also install from a\nnpm error 404 tarball, folder, http url, or git url.\nnpm error A complete log of this run can be found in: /log",
    "npm error code ETARGET\nnpm error notarget No matching version found for @tool/cli@1.2.0.":
      "npm error notarget In most cases you or one of your dependencies are requesting\nnpm error notarget a package version that doesn't exist.",
  };
  for (const [telling, rest] of Object.entries(messages)) {
    const client = await clientOf(`cat >&2 <<'END'\n${telling}\n${rest}\nEND\nexit 1`);
    await assert.rejects(client.describe("@tool/cli", "1.2.0"), (error: unknown) => {
      assert.ok(error instanceof Error && "code" in error);
      assert.equal(error.code, "PACKAGE_UNKNOWN");
      assert.deepEqual(error.message.split("\n  ").slice(1), telling.split("\n"));
      return true;
    });
  }
});

test("npmPackageClient() tells a kill from an exit", async () => {
  const client = await clientOf("kill -KILL $$");
  await assert.rejects(client.describe("@tool/cli", "1.2.0"), {
    code: "PACKAGE_CLIENT",
    message: /" failed in ".*" without an exit code \(SIGKILL\)$/,
  });
});

test("inspect() reads the version, the programs and the optional dependencies, and leaves out what is no text", async () => {
  const view = {
    name: "@tool/cli",
    version: "1.2.0",
    bin: { tool: "bin/tool.js", odd: 1 },
    optionalDependencies: { "@tool/linux-x64": "1.2.0" },
  };
  assert.deepEqual(await (await printing(JSON.stringify(view))).inspect("@tool/cli", "latest"), {
    version: "1.2.0",
    bin: { tool: "bin/tool.js" },
    optionalDependencies: { "@tool/linux-x64": "1.2.0" },
  });
  assert.deepEqual(await (await printing('{"name":"tool","version":"1.0.0","bin":"tool.js"}')).inspect("tool", "latest"), {
    version: "1.0.0",
    bin: {},
    optionalDependencies: {},
  });
});

test("inspect() tells an unknown package from an answer that is none", async () => {
  await assert.rejects((await clientOf("exit 0")).inspect("@tool/cli", "9.9.9"), {
    code: "PACKAGE_UNKNOWN",
    message: 'The registry has no package "@tool/cli" in version "9.9.9"',
  });
  await assert.rejects((await clientOf(fails("E404", "404 Not Found"))).inspect("@tool/cli", "latest"), { code: "PACKAGE_UNKNOWN" });
  for (const answer of ["<html>", '"1.0.0"', "[]", '{"version":1}']) {
    await assert.rejects((await printing(answer)).inspect("@tool/cli", "latest"), {
      code: "PACKAGE_CLIENT",
      message: /printed .+, expected a JSON object with the "version"$/,
    });
  }
});

test("versions() reads the list that npm prints, also one of a single version", async () => {
  assert.deepEqual(await (await printing('["1.0.0","1.0.0-linux-x64","odd"]')).versions("@tool/cli"), ["1.0.0", "1.0.0-linux-x64", "odd"]);
  assert.deepEqual(await (await printing('"1.0.0"')).versions("@tool/cli"), ["1.0.0"]);
});

test("versions() tells an unknown package from an answer that is none", async () => {
  await assert.rejects((await clientOf(fails("E404", "404 Not Found"))).versions("@tool/cli"), { code: "PACKAGE_UNKNOWN" });
  for (const answer of ["", "<html>", "{}", "[]", "[1]"]) {
    await assert.rejects((await printing(answer)).versions("@tool/cli"), {
      code: "PACKAGE_CLIENT",
      message: /expected a JSON list of versions$/,
    });
  }
});

test("describeAll() asks about many versions at once, and leaves out what is no description", async () => {
  const view = (version: string, more: object = {}) => ({
    version,
    "dist.integrity": `sha512-${version}`,
    "dist.tarball": `https://registry.example/cli-${version}.tgz`,
    time: { "1.0.0": "2026-01-02T03:04:05.678Z", "1.1.0": "2026-02-03T04:05:06Z", "1.2.0": "2026-03-04T05:06:07Z" },
    ...more,
  });
  const all = [view("1.0.0"), view("1.1.0", { "dist.integrity": "sha1-old" }), view("1.2.0"), view("1.3.0"), null];
  const client = await clientOf(`printf '%s\\n' "$@" >>"${folder}/words"; cat <<'END'\n${JSON.stringify(all)}\nEND`);
  assert.deepEqual(
    [...((await client.describeAll?.("@tool/cli", ["1.0.0", "1.1.0", "1.2.0", "1.3.0"])) ?? [])],
    [
      ["1.0.0", { integrity: "sha512-1.0.0", publishedAt: "2026-01-02T03:04:05Z" }],
      ["1.2.0", { integrity: "sha512-1.2.0", publishedAt: "2026-03-04T05:06:07Z" }],
    ],
  );
  const words = (await readFile(join(folder, "words"), "utf8")).split("\n");
  assert.deepEqual(words.slice(4, 6), ["--", "@tool/cli@1.0.0 || 1.1.0 || 1.2.0 || 1.3.0"]);
  const one = await printing(JSON.stringify(view("1.0.0")));
  assert.deepEqual([...((await one.describeAll?.("@tool/cli", ["1.0.0"]))?.keys() ?? [])], ["1.0.0"]);
});

test("describeAll() knows no version that the registry does not have, and fails as npm does otherwise", async () => {
  for (const script of ["exit 0", fails("E404", "404 No match found for version 9.9.9"), "echo '<html>'"]) {
    assert.equal((await (await clientOf(script)).describeAll?.("@tool/cli", ["9.9.9"]))?.size, 0, script);
  }
  const busy = await clientOf(fails("E429", "429 Too Many Requests"));
  await assert.rejects(async () => busy.describeAll?.("@tool/cli", ["1.0.0"]), { code: "REGISTRY_BUSY" });
});

test("unpackArchive() leaves to npm what was not described, and what lies elsewhere than at its registry", async () => {
  const client = await clientOf("exit 1");
  const request = { entries: ["tool"], pathOf: () => "/nowhere", mayWrite: Promise.resolve(), maxBytes: 1, what: "It" };
  assert.equal(await client.unpackArchive?.("@tool/cli", "1.0.0", request), undefined);
  const view = {
    version: "1.0.0",
    "dist.integrity": "sha512-a",
    "dist.tarball": "https://elsewhere.example/a.tgz",
    time: { "1.0.0": "2026-01-02T03:04:05Z" },
  };
  const config = { registry: "https://registry.example/", "strict-ssl": true };
  const other = await clientOf(`if [ "$1" = config ]; then echo '${JSON.stringify(config)}'; else echo '${JSON.stringify(view)}'; fi`);
  assert.equal((await other.describeAll?.("@tool/cli", ["1.0.0"]))?.size, 1);
  assert.equal(await other.unpackArchive?.("@tool/cli", "1.0.0", request), undefined);
});
