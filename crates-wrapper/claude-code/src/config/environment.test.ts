import assert from "node:assert/strict";
import { test } from "node:test";
import { claudeEnvironment } from "./environment.ts";

test("claudeEnvironment() inherits the listed variables only, and what is explicit wins", () => {
  const host = { PATH: "/bin", HOME: "/home/me", CLAUDE_CONFIG_DIR: "/old", ANTHROPIC_API_KEY: "k", CLAUDE_CODE_X: "x", UNSET: undefined };
  assert.deepEqual(claudeEnvironment(host, { configDir: "/new", env: { HOME: "/other", ANTHROPIC_API_KEY: "mine" } }), {
    PATH: "/bin",
    HOME: "/other",
    DISABLE_AUTOUPDATER: "1",
    CLAUDE_CONFIG_DIR: "/new",
    ANTHROPIC_API_KEY: "mine",
  });
  assert.equal(claudeEnvironment(host, {})["CLAUDE_CONFIG_DIR"], "/old");
  assert.equal(claudeEnvironment(host, { env: { DISABLE_AUTOUPDATER: "0" } })["DISABLE_AUTOUPDATER"], "0");
});
