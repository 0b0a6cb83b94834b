import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import { withEarlierNames } from "./earlier-names.ts";

const descriptor: CliDescriptor = {
  schema_version: 1,
  id: "tool",
  tool: "tool-cli",
  binary: "tool",
  version_args: ["--version"],
  help_style: "help_flag",
  framework: "clap",
  env: {},
  targets: [{ target_triple: "x", os: "linux", arch: "x86_64", runner: "r" }],
  artifacts: [],
  probe_candidates: [{ path: [], flags: ["--known=1"] }],
};
const earlier = {
  commands: [
    {
      path: [],
      flags: [
        { long: "--known", takes_value: true },
        { long: "--gone", short: "-g", takes_value: true },
        { long: "--secret", takes_value: false, hidden: true, sources: ["probe" as const] },
        { long: "--scripted", takes_value: false, hidden: true, sources: ["completion" as const] },
      ],
    },
    { path: ["run"] },
    { path: ["debug"], hidden: true, sources: ["completion" as const] },
  ],
};

test("withEarlierNames() names what an earlier version had, without what completion tells again and what is named already", () => {
  assert.deepEqual(withEarlierNames(descriptor, earlier).probe_candidates, [
    { path: [], flags: ["--known=1"] },
    { path: [], flags: ["--gone=x"] },
    { path: [], flags: ["-g=x"] },
    { path: [], flags: ["--secret"] },
    { path: ["run"] },
  ]);
});

test("withEarlierNames() leaves a CLI as it is that has no earlier snapshot, or that may only be asked about reviewed names", () => {
  assert.equal(withEarlierNames(descriptor, undefined), descriptor);
  for (const framework of ["commander", "yargs", "auto"] as const) {
    const other = { ...descriptor, framework };
    assert.equal(withEarlierNames(other, earlier), other);
  }
});
