import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import { descriptorWith } from "@lockstep/testing";
import { earlierNames, parseCandidates, renderCandidates, withCandidates } from "./earlier-names.ts";

const descriptor: CliDescriptor = descriptorWith({
  targets: [{ target_triple: "x", os: "linux", arch: "x86_64", runner: "r" }],
  probe_candidates: [{ path: [], flags: ["--known=1"] }],
});
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

const names = [{ path: [], flags: ["--gone=x"] }, { path: [], flags: ["-g=x"] }, { path: [], flags: ["--secret"] }, { path: ["run"] }];

test("earlierNames() names what an earlier version had, without what completion tells again and what is named already", () => {
  assert.deepEqual(earlierNames(descriptor, earlier), names);
  assert.deepEqual(withCandidates(descriptor, names).probe_candidates, [{ path: [], flags: ["--known=1"] }, ...names]);
});

test("earlierNames() names nothing without an earlier snapshot, nor of a CLI that may only be asked about reviewed names", () => {
  assert.deepEqual(earlierNames(descriptor, undefined), []);
  for (const framework of ["commander", "yargs", "auto"] as const)
    assert.deepEqual(earlierNames({ ...descriptor, framework }, earlier), []);
  assert.equal(withCandidates(descriptor, []), descriptor);
});

test("parseCandidates() reads what renderCandidates() wrote, and nothing else", () => {
  assert.deepEqual(parseCandidates(renderCandidates(names)), names);
  assert.deepEqual(parseCandidates("no tab\n\t\n../x\t\nrun\tno flag\nrun\t--a\t--b\n"), []);
});
