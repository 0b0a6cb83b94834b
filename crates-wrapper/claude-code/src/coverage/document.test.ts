import assert from "node:assert/strict";
import { test } from "node:test";
import { testScenarios } from "@lockstep/wrapper/testing";
import packageFile from "../../package.json" with { type: "json" };
import { knownVersions } from "../versions/support.ts";
import surface from "../versions/surface.json" with { type: "json" };
import { wrapperScenarios } from "./document.ts";

testScenarios({ folder: import.meta.dirname, wrapperScenarios, surface, version: packageFile.version });

test("wrapperScenarios() knows the versions of what came and went", () => {
  const { scenarios } = wrapperScenarios("1.2.3");
  const versionsOf = (name: string): readonly string[] | undefined => scenarios.find((scenario) => scenario.name === name)?.versions;
  assert.deepEqual(versionsOf("print with every lasting option"), knownVersions);
  assert.deepEqual(versionsOf("print with every lasting option that help conceals"), knownVersions);
  assert.equal(versionsOf("print with every newer option")?.[0], "2.1.332");
  assert.equal(versionsOf("purge")?.[0], "2.1.332");
  assert.deepEqual(versionsOf("project purge"), knownVersions);
});
