import assert from "node:assert/strict";
import { test } from "node:test";
import { BusyError, EnvironmentError, InputError, renderJson, type ListedReleases, type ReleaseSources } from "@lockstep/kernel";
import { descriptorWith, linux, mac, memoryFiles, rulesWith, windows } from "@lockstep/testing";
import { documentOf, run, testWorld, type Ran } from "./run.ts";
import { pinned } from "./small-root.ts";

const triples = [
  { target_triple: mac, os: "macos", arch: "aarch64", runner: "mac-runner" },
  { target_triple: linux, os: "linux", arch: "x86_64", runner: "linux-runner" },
  { target_triple: windows, os: "windows", arch: "x86_64", runner: "windows-runner" },
] as const;

/** The `cli.json` of a CLI whose binaries come in one package for each target. */
const descriptor = (id: string, policy: "latest" | "minus-1" = "latest"): object =>
  descriptorWith({
    id,
    targets: triples,
    artifacts: triples.map(({ target_triple }) => ({
      target_triple,
      type: "npm",
      package: `${id}-${target_triple}`,
      version: "{version}",
      files: ["tool"],
    })),
    release_watch: { source: "npm", package: id, policy },
  });

function tree(
  clis: Readonly<Record<string, { readonly pins?: readonly string[]; readonly policy?: "latest" | "minus-1" }>>,
): ReturnType<typeof memoryFiles> {
  return memoryFiles(
    Object.fromEntries(
      Object.entries(clis).flatMap(([id, { pins = [], policy }]) => [
        [`manifests/${id}/RULES.json`, renderJson(rulesWith())],
        [`manifests/${id}/cli.json`, renderJson(descriptor(id, policy))],
        [`manifests/${id}/artifacts.lock.json`, renderJson({ schema_version: 1, versions: pins.map(pinned) })],
        ...pins.map((version) => [`manifests/${id}/snapshots/${version}/${linux}.json`, "{}"]),
      ]),
    ),
  );
}

/** A registry with these packages; an error stands for an answer that is none. Packages of targets have what their CLI's has. */
function registry(
  packages: Readonly<Record<string, ListedReleases | Error>>,
  deprecated: Readonly<Record<string, string>> = {},
): ReleaseSources {
  return {
    async ofPackage(name) {
      const found = packages[name] ?? packages[name.replace(/-(?:x86_64|aarch64)-.*$/, "")];
      if (found === undefined) throw new InputError("PACKAGE_UNKNOWN", `There is no ${name}`);
      if (found instanceof Error) throw found;
      return found;
    },
    ofRepository: async ({ repository }) => packages[repository] as ListedReleases,
    deprecations: async (_name, versions) => new Map(Object.entries(deprecated).filter(([version]) => versions.includes(version))),
  };
}

const listed = (...names: readonly string[]): ListedReleases => ({ names, latest: names.at(-1) });
const watch = (files: ReturnType<typeof memoryFiles>, releases: ReleaseSources, words = ""): Promise<Ran> =>
  run(testWorld(files, { releases }), `watch${words === "" ? "" : ` ${words}`}`);

test("watch names the CLIs that are behind, and what takes the release in", async () => {
  const files = tree({ ahead: { pins: ["2.0.0"] }, behind: { pins: ["1.0.0"] }, same: { pins: ["1.0.0"] } });
  const before = new Map(files.tree);
  const releases = registry({ ahead: listed("1.0.0"), behind: listed("1.0.0", "1.1.0", "1.2.0"), same: listed("1.0.0") });
  assert.deepEqual(await watch(files, releases), {
    code: 0,
    out: `cli     known here  upstream  policy
ahead   2.0.0       1.0.0     latest  nothing newer than what is known here
behind  1.0.0       1.2.0     latest  behind by 2 releases: take in 1.2.0
same    1.0.0       1.0.0     latest  up to date

ahead: upstream offers 1.0.0, which is older than 2.0.0, known here: not
       proposed

behind 1.2.0 on ${mac}, ${linux}*,
                ${windows}
  xtask lock add --cli behind --version 1.2.0
  xtask parity --cli behind --version 1.2.0

* required target
`,
    err: "",
  });
  assert.equal((await watch(files, releases, "--check")).code, 2);
  assert.equal((await watch(files, releases, "--check --cli same")).code, 0);
  assert.deepEqual(files.tree, before);
});

test("watch --json is a work list: a matrix with one job for each target, in the order of the rules", async () => {
  const files = tree({ tool: { pins: ["1.0.0"] } });
  const document = documentOf(await watch(files, registry({ tool: listed("1.0.0", "1.1.0") }), "--json --all"));
  assert.deepEqual(document["matrix"], {
    include: [
      { cli: "tool", version: "1.1.0", target: mac, runner: "mac-runner", required: false },
      { cli: "tool", version: "1.1.0", target: linux, runner: "linux-runner", required: true },
      { cli: "tool", version: "1.1.0", target: windows, runner: "windows-runner", required: false },
    ],
  });
  assert.equal(document["behind"], 1);
  const none = documentOf(await watch(files, registry({ tool: listed("1.0.0") }), "--json --check"));
  assert.deepEqual([none["behind"], none["matrix"]], [0, { include: [] }]);
});

test("watch asks for what is pinned and has no snapshot, and leaves out the targets that have one", async () => {
  const files = tree({ tool: { pins: ["1.0.0"] } });
  files.tree.delete(`/repo/manifests/tool/snapshots/1.0.0/${linux}.json`);
  const { out } = await watch(files, registry({ tool: listed("1.0.0") }));
  assert.match(out, /1\.0\.0 is pinned, not snapshotted\n\ntool 1\.0\.0 on .*\n.*\n {2}xtask parity --cli tool --version 1\.0\.0\n/);
  assert.doesNotMatch(out, /lock add/);
});

test("watch follows the policy minus-1", async () => {
  const files = tree({ tool: { pins: ["1.0.0"], policy: "minus-1" } });
  assert.match(
    (await watch(files, registry({ tool: listed("1.0.0", "1.0.1", "1.0.2") }))).out,
    /minus-1 {2}behind by 1 release: take in 1\.0\.1\n/,
  );
  assert.equal((await watch(files, registry({ tool: listed("1.0.0", "1.0.1") }), "--check")).code, 0);
});

test("watch passes over a deprecated release and one without a package for the required target", async () => {
  const files = tree({ tool: { pins: ["1.0.0"] } });
  const packages = {
    tool: listed("1.0.0", "1.1.0", "1.2.0", "1.3.0"),
    [`tool-${linux}`]: listed("1.0.0", "1.1.0", "1.2.0"),
    [`tool-${mac}`]: listed("1.0.0"),
  };
  const { out } = await watch(files, registry(packages, { "1.2.0": "contains a fault" }));
  assert.match(out, /take in 1\.1\.0\n/);
  assert.match(out, new RegExp(`tool: 1\\.3\\.0 is passed over: it has no package for ${linux}\n`));
  assert.match(out, /tool: 1\.2\.0 is passed over: its publisher has deprecated it: contains a\s+fault\n/);
  assert.match(out, new RegExp(`tool: there is no package of 1\\.1\\.0 for ${mac} yet\n`));
  assert.match(out, new RegExp(`tool 1\\.1\\.0 on ${linux}\\*, ${windows}\n`));
});

test("watch proposes none of the releases behind the fifty newest, which it has not looked at", async () => {
  const many = Array.from({ length: 60 }, (_item, minor) => `1.${String(minor)}.0`);
  const bad = Object.fromEntries(many.slice(-50).map((version) => [version, "bad"]));
  const asked: string[] = [];
  const releases = registry({ tool: listed(...many) }, bad);
  const counted: ReleaseSources = {
    ...releases,
    deprecations: (name, versions) => (asked.push(...versions), releases.deprecations(name, versions)),
  };
  const files = tree({ tool: { pins: ["1.0.0"] } });
  const document = documentOf(await watch(files, counted, "--json"));
  assert.deepEqual([document["behind"], asked.length, asked.at(-1)], [0, 50, "1.10.0"]);
  const [one] = documentOf(await watch(files, registry({ tool: listed(...many) }), "--json"))["clis"] as readonly Readonly<
    Record<string, unknown>
  >[];
  assert.deepEqual([one?.["candidate"], one?.["releasesBehind"]], ["1.59.0", 50]);
});

test("watch asks a repository for its releases, and npm for the packages of the targets", async () => {
  const files = tree({ tool: { pins: ["1.0.0"] } });
  const release_watch = {
    source: "github-releases",
    api: "https://git.example/api",
    repository: "o/tool",
    tag: "v{version}",
    policy: "latest",
  };
  files.tree.set("/repo/manifests/tool/cli.json", renderJson({ ...descriptor("tool"), release_watch }));
  const releases = registry({ "o/tool": { names: ["1.0.0", "1.1.0"], latest: undefined }, tool: listed("1.0.0", "1.1.0") });
  const silent = { ...releases, deprecations: () => Promise.reject(new Error("npm knows nothing of these")) };
  const [cli] = documentOf(await watch(files, silent, "--json"))["clis"] as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual(
    [cli?.["candidate"], cli?.["source"]],
    ["1.1.0", { source: "github-releases", api: "https://git.example/api", repository: "o/tool" }],
  );
  files.tree.set(
    "/repo/manifests/tool/cli.json",
    renderJson({ ...descriptor("tool"), release_watch: { ...release_watch, api: "ftp://x" } }),
  );
  const malformed = await watch(files, silent);
  assert.equal(malformed.code, 3);
  assert.match(
    malformed.err,
    /is no valid CliDescriptor:\n {2}\/release_watch\/api: must match the pattern .*, is "ftp:\/\/x"\n {2}hint: Correct it: schemas\/CLI_SCHEMA\.json/,
  );
});

test("watch asks nothing more about a CLI that is up to date", async () => {
  const asked: string[] = [];
  const releases = registry({ tool: listed("1.0.0") });
  const counted: ReleaseSources = {
    ...releases,
    ofPackage: (name) => (asked.push(name), releases.ofPackage(name)),
    deprecations: () => Promise.reject(new Error("not needed")),
  };
  assert.equal((await watch(tree({ tool: { pins: ["1.0.0"] } }), counted)).code, 0);
  assert.deepEqual(asked, ["tool"]);
});

test("watch answers for the others when one cannot be asked, and its exit code is never 2 then", async () => {
  const files = tree({ behind: { pins: ["1.0.0"] }, busy: { pins: ["1.0.0"] }, offline: { pins: ["1.0.0"] } });
  const behind = listed("1.0.0", "1.1.0");
  const busy = new BusyError("REGISTRY_BUSY", "Too many requests");
  const offline = new EnvironmentError("PACKAGE_CLIENT", "No network");
  const first = await watch(files, registry({ behind, busy, offline: listed("1.0.0") }), "--check");
  assert.equal(first.code, 75);
  assert.match(first.out, /behind by 1 release/);
  assert.match(first.out, /busy +\? +\? +\? +no answer\n/);
  assert.equal(first.err, "error[REGISTRY_BUSY]: Too many requests\n");
  const both = await watch(files, registry({ behind, busy, offline }), "--check --json");
  assert.equal(both.code, 3);
  const document = documentOf({ ...both, err: "" });
  assert.deepEqual(document["unanswered"], [
    { cli: "busy", code: "REGISTRY_BUSY", message: "Too many requests", exitCode: 75 },
    { cli: "offline", code: "PACKAGE_CLIENT", message: "No network", exitCode: 3 },
  ]);
  assert.equal(document["behind"], 1);
});

test("watch exits 3 where it cannot answer: no stable release, a malformed root, nothing that is watched", async () => {
  const files = tree({ tool: { pins: ["1.0.0"] } });
  const none = await watch(files, registry({ tool: listed("2.0.0-rc.1") }), "--check");
  assert.deepEqual([none.code, none.err.split("\n")[0]], [3, "error[RELEASES_NONE]: tool lists 1 versions, and no stable one of tool"]);
  const { release_watch: _watch, ...unwatched } = descriptor("tool") as Readonly<Record<string, unknown>>;
  files.tree.set("/repo/manifests/tool/cli.json", renderJson(unwatched));
  const nothing = await watch(files, registry({}), "--check");
  assert.equal(nothing.code, 3);
  assert.match(nothing.err, /^error\[RELEASE_WATCH_MISSING\]: No cli\.json of "manifests\/tool" has release_watch\n {2}hint: Add /);
  files.tree.set("/repo/manifests/tool/artifacts.lock.json", "{");
  const malformed = await watch(files, registry({}), "--check");
  assert.deepEqual([malformed.code, malformed.err.startsWith("error[JSON_INVALID]")], [3, true]);
});

test("watch tells of a CLI that is not watched beside others that are", async () => {
  const files = tree({ other: { pins: ["1.0.0"] }, tool: { pins: ["1.0.0"] } });
  const { release_watch: _watch, ...unwatched } = descriptor("other") as Readonly<Record<string, unknown>>;
  files.tree.set("/repo/manifests/other/cli.json", renderJson(unwatched));
  const { code, out } = await watch(files, registry({ tool: listed("1.0.0") }), "--check");
  assert.equal(code, 0);
  assert.match(out, /other +1\.0\.0 +- +- +not watched\n/);
});

test("watch refuses --all beside an option that names one CLI", async () => {
  const { code, err } = await watch(tree({ tool: {} }), registry({}), "--all --cli tool");
  assert.equal(code, 64);
  assert.match(err, /^error\[OPTION_CONFLICT\]/);
});
