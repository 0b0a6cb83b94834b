import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import { descriptorWith } from "@lockstep/testing";
import { askedCandidates, EarlierNames } from "./earlier-candidates.ts";

const descriptor: CliDescriptor = descriptorWith({ targets: [], probe_candidates: [{ path: ["exec"], flags: ["--known"] }] });
const flag = (long: string, more: object = {}) => ({ long, takes_value: false, sources: ["help" as const], ...more });

function namesOf(surfaces: readonly Parameters<EarlierNames["add"]>[0][]): ReturnType<EarlierNames["list"]> {
  const names = new EarlierNames(descriptor);
  for (const surface of surfaces) {
    names.list();
    names.add(surface);
  }
  return names.list();
}

test("EarlierNames has every name that some earlier version had, once, and not those of cli.json", () => {
  const names = namesOf([
    { commands: [{ path: [] }, { path: ["exec"], flags: [flag("--auto"), flag("--known"), flag("--model", { short: "-m" })] }] },
    { commands: [{ path: [] }, { path: ["exec"], flags: [flag("--auto", { takes_value: true })] }, { path: ["go"] }] },
  ]);
  assert.deepEqual(names, [
    { path: ["exec"] },
    { path: ["exec"], flags: ["--auto=x"] },
    { path: ["exec"], flags: ["--model"] },
    { path: ["exec"], flags: ["-m"] },
    { path: ["go"] },
  ]);
  assert.deepEqual(namesOf([]), []);
});

test("EarlierNames has what the help of a later version shows too, in the same order, and keeps none of it", () => {
  const names = new EarlierNames(descriptor);
  names.add({ commands: [{ path: [] }, { path: ["go"] }] });
  const later = { commands: [{ path: [] }, { path: ["fly"], sources: ["help" as const] }, { path: ["go"], sources: ["help" as const] }] };
  assert.deepEqual(names.listWith(later), [{ path: ["fly"] }, { path: ["go"] }]);
  assert.deepEqual(names.listWith(undefined), [{ path: ["go"] }]);
  assert.deepEqual(names.list(), [{ path: ["go"] }]);
});

test("askedCandidates() leaves out what a snapshot shows, and the flags of a command that it does not have", () => {
  const names = [
    { path: ["exec"] },
    { path: ["exec"], flags: ["--auto=x"] },
    { path: ["exec"], flags: ["--json"] },
    { path: ["exec"], flags: ["-m"] },
    { path: ["gone"] },
    { path: ["gone"], flags: ["--auto"] },
    { path: ["shy"] },
  ];
  const commands = [
    { path: [] },
    { path: ["exec"], flags: [flag("--auto", { hidden: true }), flag("--json"), flag("--model", { short: "-m" })] },
    { path: ["shy"], hidden: true },
  ];
  assert.deepEqual(askedCandidates(names, { commands }), [{ path: ["exec"], flags: ["--auto=x"] }, { path: ["gone"] }, { path: ["shy"] }]);
});
