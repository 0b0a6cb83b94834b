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
  assert.deepEqual(versionsOf("common options"), knownVersions);
  assert.deepEqual(versionsOf("exec in full-auto mode"), ["0.125.0", "0.146.0"]);
  assert.deepEqual(versionsOf("mcp-server"), ["0.146.0"]);
  assert.equal(versionsOf("queue for a remote app server")?.[0], "0.169.0");
});
