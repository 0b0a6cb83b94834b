import assert from "node:assert/strict";
import { test } from "node:test";
import { planRetention } from "./plan-retention.ts";

const version = (name: string, status = "validated") => ({ version: name, status });

test("planRetention() keeps all pointers and the last validated or supported versions by semver, whether they have folders or not", () => {
  const plan = planRetention({
    pointerVersions: ["0.5.0", "1.9.0", "0.5.0"],
    versions: [version("1.10.0"), version("1.9.0", "supported"), version("1.11.0", "reported"), version("1.2.0")],
    keepLastValidated: 2,
    folders: ["1.2.0", "1.10.0", "1.9.0", "1.11.0", "0.61.0"],
  });
  assert.deepEqual(plan, { keep: ["0.5.0", "1.9.0", "1.10.0"], remove: ["0.61.0", "1.2.0", "1.11.0"] });
});

test("planRetention() keeps pointers alone when the window is empty", () => {
  assert.deepEqual(
    planRetention({ pointerVersions: ["1.0.0"], versions: [version("2.0.0")], keepLastValidated: 0, folders: ["2.0.0", "1.0.0"] }),
    { keep: ["1.0.0"], remove: ["2.0.0"] },
  );
});

test("planRetention() removes no folder that is no version when names only look like one", () => {
  assert.deepEqual(
    planRetention({
      pointerVersions: [],
      versions: [],
      keepLastValidated: 3,
      folders: ["drafts", "v1.0.0", "1.0", "1.0.0+build", "1.0.0-alpha.1", "1.0.0"],
    }).remove,
    ["1.0.0-alpha.1", "1.0.0"],
  );
});

test("planRetention() lists a version once when it has snapshots and reports", () => {
  assert.deepEqual(planRetention({ pointerVersions: [], versions: [], keepLastValidated: 1, folders: ["1.0.0", "1.0.0"] }), {
    keep: [],
    remove: ["1.0.0"],
  });
});
