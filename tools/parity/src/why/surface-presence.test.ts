import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { linux, mac, snapshotOf, unionOf } from "@lockstep/testing";
import { describeUnit } from "../unit.ts";
import { surfacePresence } from "./surface-presence.ts";

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, ...more });
const listed = (key: string) => ({ key, long: key, takes_value: false, available_on: [linux] });

test("surfacePresence() has each counted unit once, with its presence on every target that a version has", () => {
  const rejected = [{ path: ["exec"], key: "--old" }];
  const found = surfacePresence([
    {
      version: "1.0.0",
      snapshots: new Map<string, UpstreamSnapshotV1>([
        [
          linux,
          snapshotOf(linux, [
            { path: [], flags: [flag("--root")] },
            { path: ["exec"], flags: [flag("--old"), flag("--root")] },
          ]),
        ],
      ]),
      union: unionOf([
        { path: [], available_on: [linux], flags: [listed("--root")] },
        { path: ["exec"], available_on: [linux], flags: [listed("--old")] },
      ]),
    },
    {
      version: "1.1.0",
      snapshots: new Map<string, UpstreamSnapshotV1>([
        [linux, { ...snapshotOf(linux, [{ path: [], flags: [flag("--root", { hidden: true })] }, { path: ["exec"] }]), rejected }],
        [mac, snapshotOf(mac, [{ path: [] }])],
      ]),
      union: unionOf([
        { path: [], available_on: [mac, linux], flags: [listed("--root")] },
        { path: ["exec"], available_on: [linux], flags: [] },
      ]),
    },
  ]);
  assert.deepEqual(
    found.map(({ identity, versions }) => [describeUnit(identity), ...versions.map((targets) => Object.fromEntries(targets))]),
    [
      ["(root)", { [linux]: "visible" }, { [linux]: "visible", [mac]: "visible" }],
      ["(root) --root", { [linux]: "visible" }, { [linux]: "hidden", [mac]: "absent" }],
      ["exec", { [linux]: "visible" }, { [linux]: "visible", [mac]: "absent" }],
      // The flag of "exec" that the root has too is counted at the root alone.
      ["exec --old", { [linux]: "visible" }, { [linux]: "rejected", [mac]: "absent" }],
    ],
  );
});

test("surfacePresence() counts what the snapshots have where a version has no union", () => {
  const snapshots = new Map([[linux, snapshotOf(linux, [{ path: ["run"], flags: [flag("--x")] }])]]);
  const units = surfacePresence([{ version: "1.0.0", snapshots, union: undefined }]).map(({ identity }) => describeUnit(identity));
  assert.deepEqual(units, ["run", "run --x"]);
});
