import assert from "node:assert/strict";
import { test } from "node:test";
import { inheritedEnvironment } from "./environment.ts";

test("inheritedEnvironment() passes on what every program needs, and no secret", () => {
  const kept = { PATH: "/bin", HOME: "/home/me", LC_ALL: "C", XDG_CACHE_HOME: "/c", https_proxy: "p", NO_PROXY: "x", SSL_CERT_FILE: "/f" };
  const dropped = { OPENAI_API_KEY: "k", MY_PATH: "x", PATHS: "x", CODEX_HOME: "/h", LOCKSTEP_PROCESS_ID: "i", TZ: undefined };
  assert.deepEqual(inheritedEnvironment({ ...kept, ...dropped }), kept);
});

test("inheritedEnvironment() adds the names that the caller's expression matches whole, whatever its flags", () => {
  const host = { CODEX_HOME: "/h", CODEX_CA: "c", MY_CODEX_HOME: "x", CODEX_HOME_TOKEN: "x" };
  for (const flags of ["", "g", "y", "gy"]) {
    const env = inheritedEnvironment(host, new RegExp("CODEX_HOME|CODEX_CA", flags));
    assert.deepEqual(env, { CODEX_HOME: "/h", CODEX_CA: "c" });
  }
});
