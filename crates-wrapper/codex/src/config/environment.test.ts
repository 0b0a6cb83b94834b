import assert from "node:assert/strict";
import { test } from "node:test";
import { codexEnvironment } from "./environment.ts";

test("codexEnvironment() inherits the listed variables only, and what is explicit wins", () => {
  const host = {
    PATH: "/bin",
    HOME: "/home/me",
    LC_ALL: "C",
    https_proxy: "http://p",
    CODEX_HOME: "/old",
    OPENAI_API_KEY: "k",
    GITHUB_TOKEN: "t",
    NODE_OPTIONS: "--x",
    MY_PATH: "/x",
    PATHS: "/y",
    UNSET: undefined,
  };
  assert.deepEqual(codexEnvironment(host, { codexHome: "/new", env: { HOME: "/other", OPENAI_API_KEY: "mine" } }), {
    PATH: "/bin",
    HOME: "/other",
    LC_ALL: "C",
    https_proxy: "http://p",
    CODEX_HOME: "/new",
    OPENAI_API_KEY: "mine",
  });
  assert.equal(codexEnvironment(host, {})["CODEX_HOME"], "/old");
});
