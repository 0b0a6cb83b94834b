import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import { descriptorWith } from "@lockstep/testing";
import { joinCandidates, laterNames } from "./later-names.ts";

const descriptor: CliDescriptor = descriptorWith({
  targets: [{ target_triple: "x", os: "linux", arch: "x86_64", runner: "r" }],
  probe_candidates: [{ path: [], flags: ["--known=1"] }, { path: ["reviewed"] }],
});
const help = ["help" as const];
const later = {
  commands: [
    {
      path: [],
      sources: help,
      flags: [
        { long: "--known", takes_value: true, sources: help },
        { long: "--new", short: "-n", takes_value: true, sources: help },
        { long: "--asked", takes_value: false, hidden: true, sources: ["probe" as const] },
        { long: "--scripted", takes_value: false, sources: ["help" as const, "completion" as const] },
      ],
    },
    { path: ["reviewed"], sources: help },
    { path: ["logs"], sources: help, flags: [{ long: "--follow", takes_value: false, sources: help }] },
    { path: ["logs", "tail"], sources: help },
    { path: ["found"], hidden: true, sources: ["probe" as const] },
    { path: ["scripted"], sources: ["help" as const, "completion" as const] },
  ],
};

test("laterNames() names what the help of a later version shows and no completion script has, but for what is named already", () => {
  assert.deepEqual(laterNames(descriptor, later), [
    { path: [], flags: ["--new=x"] },
    { path: [], flags: ["-n=x"] },
    { path: ["logs"] },
    { path: ["logs"], flags: ["--follow"] },
    { path: ["logs", "tail"] },
  ]);
  assert.deepEqual(laterNames(descriptor, undefined), []);
});

test("laterNames() names of commander no flag, and no sub-command that the text of the program would declare", () => {
  const commander = { ...descriptor, framework: "commander" as const };
  assert.deepEqual(laterNames(commander, later), [{ path: ["logs"] }, { path: ["logs", "tail"] }]);
  assert.deepEqual(laterNames({ ...commander, declarations: { files: ["{binary}"] } }, later), [{ path: ["logs"] }]);
  for (const framework of ["yargs", "cobra", "auto"] as const) assert.deepEqual(laterNames({ ...descriptor, framework }, later), []);
});

test("laterNames() does not depend on what the later version was asked", () => {
  const unasked = { commands: later.commands.filter(({ sources }) => sources.some((source) => source === "help")) };
  assert.deepEqual(laterNames(descriptor, unasked), laterNames(descriptor, later));
});

test("joinCandidates() has each name once, as the first list spells it", () => {
  const first = [{ path: ["logs"] }, { path: [], flags: ["--new=1"] }];
  const second = [{ path: [], flags: ["--new"] }, { path: ["tail"] }, { path: ["logs"] }];
  assert.deepEqual(joinCandidates(first, second), [...first, { path: ["tail"] }]);
});
