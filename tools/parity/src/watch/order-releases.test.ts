import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReleaseSource } from "../history/released-versions.ts";
import { orderReleases } from "./order-releases.ts";

const isStable = (version: string): boolean => /^\d+\.\d+\.\d+$/.test(version);
const source = {
  artifacts: [{ target_triple: "linux", type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: ["tool"] }],
  release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
} satisfies ReleaseSource;

test("orderReleases() keeps the stable releases, newest first, and passes over odd names, pre-releases and versions for targets", () => {
  const names = [
    "1.9.0",
    "1.10.0",
    "1.10.0-linux-x64",
    "1.10.0-darwin-arm64",
    "1.11.0-alpha.1",
    "v1.12.0",
    "nightly",
    "01.2.3",
    "1.10.0",
    "0.1.2504172351",
  ];
  assert.deepEqual(orderReleases({ names, latest: "1.10.0" }, source, isStable), {
    releases: ["1.10.0", "1.9.0", "0.1.2504172351"],
    warnings: [],
  });
  assert.deepEqual(orderReleases({ names: ["nightly"], latest: "nightly" }, source, isStable), { releases: [], warnings: [] });
});

test("orderReleases() proposes nothing above the tag latest and says what it leaves out", () => {
  const names = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0", "1.6.0"];
  const { releases, warnings } = orderReleases({ names, latest: "1.1.0" }, source, isStable);
  assert.deepEqual(releases, ["1.1.0", "1.0.0"]);
  assert.deepEqual(warnings, [
    { code: "newer-than-latest-tag", message: `upstream's tag "latest" names 1.1.0; not proposed: 1.6.0, 1.5.0, 1.4.0, 1.3.0, …` },
  ]);
});

for (const [latest, reason] of [
  ["1.2.0-rc.1", "is no stable release"],
  ["9.9.9", "is not listed"],
  ["next", "is no version"],
] as const) {
  test(`orderReleases() takes the newest stable release when the tag latest ${reason}`, () => {
    const { releases, warnings } = orderReleases({ names: ["1.0.0", "1.1.0", "1.2.0-rc.1"], latest }, source, isStable);
    assert.deepEqual(releases, ["1.1.0", "1.0.0"]);
    assert.deepEqual(warnings, [{ code: "latest-tag-unusable", message: `upstream's tag "latest" names "${latest}", which ${reason}` }]);
  });
}

test("orderReleases() needs no tag", () => {
  assert.deepEqual(orderReleases({ names: ["1.0.0", "1.1.0"], latest: undefined }, source, isStable), {
    releases: ["1.1.0", "1.0.0"],
    warnings: [],
  });
});
