import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseVersions } from "./version-choice.ts";
import { artifactVersion, releasedVersions, releasePackage, sharedVersion, type ReleaseSource } from "./released-versions.ts";

const released = ["0.9.0", "0.10.0-alpha.1", "0.10.0", "0.11.0", "1.0.0"];
const choose = (versions: string | undefined, more: { last?: number; withPreReleases?: boolean } = {}) =>
  chooseVersions({ versions, last: more.last, withPreReleases: more.withPreReleases ?? false }, released);

test("chooseVersions() takes versions, ranges with both or one end, and the newest, once and ascending", () => {
  assert.deepEqual(choose("1.0.0,0.9.0,1.0.0").versions, ["0.9.0", "1.0.0"]);
  assert.deepEqual(choose(" 0.9.5 .. 0.11.7 ").versions, ["0.10.0", "0.11.0"]);
  assert.deepEqual(choose("0.9.5..0.11.7").versions, ["0.10.0", "0.11.0"]);
  assert.deepEqual(choose("..0.10.0").versions, ["0.9.0", "0.10.0"]);
  assert.deepEqual(choose("0.11.0.., 0.9.0").versions, ["0.9.0", "0.11.0", "1.0.0"]);
  assert.deepEqual(choose(undefined, { last: 2 }).versions, ["0.11.0", "1.0.0"]);
  assert.deepEqual(choose("0.9.0", { last: 1 }).versions, ["0.9.0", "1.0.0"]);
  assert.deepEqual(choose(undefined, { last: 99 }).versions, ["0.9.0", "0.10.0", "0.11.0", "1.0.0"]);
});

test("chooseVersions() leaves out pre-releases unless they are asked for or named", () => {
  assert.deepEqual(choose("0.9.0..0.10.0", { withPreReleases: true }).versions, ["0.9.0", "0.10.0-alpha.1", "0.10.0"]);
  assert.deepEqual(choose("0.10.0-alpha.1").versions, ["0.10.0-alpha.1"]);
  assert.deepEqual([...choose("0.10.0-alpha.1,0.11.0..").named], ["0.10.0-alpha.1"]);
});

test("chooseVersions() refuses what is no list of versions, and names the released ones near to one that is none", () => {
  for (const text of ["", "x", "1.0", "0.9.0,,1.0.0", "..", "0.9.0..x", "0.9.0..1.0.0..2.0.0", "v1.0.0", "0.9.0...1.0.0"]) {
    assert.throws(() => choose(text), { code: "VERSIONS_INVALID" }, text);
  }
  assert.throws(() => choose("1.0.0..0.9.0"), { code: "VERSIONS_INVALID", hint: "Write 0.9.0..1.0.0" });
  assert.throws(() => choose("0.10.1"), { code: "VERSION_UNKNOWN", hint: "Near it are 0.9.0, 0.10.0-alpha.1, 0.10.0, 0.11.0, 1.0.0" });
  assert.throws(() => choose("2.0.0..3.0.0"), { code: "VERSIONS_NONE", message: /released are 4, from 0\.9\.0 to 1\.0\.0/ });
  for (const none of [undefined, 3].map((last) => ({ versions: last === undefined ? "1.0.0.." : undefined, last, withPreReleases: false })))
    assert.throws(() => chooseVersions(none, ["0.1.0-alpha.1"]), { code: "VERSIONS_NONE", hint: /--pre-releases/ });
  assert.throws(() => chooseVersions({ versions: "1.0.0", last: undefined, withPreReleases: false }, []), {
    code: "VERSION_UNKNOWN",
    message: /none is released/,
  });
});

const source: ReleaseSource = {
  artifacts: [
    { target_triple: "linux", type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: ["tool"] },
    { target_triple: "mac", type: "npm", package: "@tool/cli-mac", version: "{version}", files: ["tool"] },
  ],
  release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
};

test("releasedVersions() leaves out odd names and the versions of single targets", () => {
  const names = [
    "1.10.0",
    "1.9.0",
    "1.9.0-linux-x64",
    "1.10.0-alpha.1",
    "1.10.0-alpha.1-linux-x64",
    "1.9.0-win32-arm64",
    "1.9.0-linux-x64-musl",
    "nightly",
    "v1.0.0",
    "1.9.0",
    "1.0",
    "01.2.3",
  ];
  assert.deepEqual(releasedVersions(names, source), ["1.9.0", "1.10.0-alpha.1", "1.10.0"]);
  assert.deepEqual(releasedVersions(["1.9.0-darwin-arm64"], { artifacts: source.artifacts.slice(1) }), ["1.9.0-darwin-arm64"]);
  // A package of its own for each target has the versions of the CLI as they are.
  assert.deepEqual(releasedVersions(["1.9.0"], { artifacts: source.artifacts.slice(1) }), ["1.9.0"]);
});

test("artifactVersion() and releasePackage() say where a version and the list of versions are", () => {
  assert.deepEqual(artifactVersion(source, "1.9.0", "linux"), { package: "@tool/cli", version: "1.9.0-linux-x64" });
  assert.deepEqual(artifactVersion(source, "1.9.0", "mac"), { package: "@tool/cli-mac", version: "1.9.0" });
  assert.equal(artifactVersion(source, "1.9.0", "windows"), undefined);
  assert.equal(releasePackage(source), "@tool/cli");
  assert.equal(releasePackage({ artifacts: source.artifacts.slice(1) }), "@tool/cli-mac");
  assert.equal(releasePackage({ artifacts: [] }), undefined);
});

test("sharedVersion() is the CLI's own package, where it lists no version for the target", () => {
  const listed = ["1.8.0", "1.9.0", "1.9.0-linux-x64"];
  assert.deepEqual(sharedVersion(source, "1.8.0", "linux", listed), { package: "@tool/cli", version: "1.8.0" });
  assert.equal(sharedVersion(source, "1.9.0", "linux", listed), undefined);
  assert.equal(sharedVersion(source, "1.7.0", "linux", listed), undefined);
  // Another package is not listed here.
  assert.equal(sharedVersion(source, "1.8.0", "mac", listed), undefined);
  assert.equal(sharedVersion(source, "1.8.0", "windows", listed), undefined);
});
