import assert from "node:assert/strict";
import { test } from "node:test";
import { testBuilders } from "@lockstep/wrapper/testing";
import { CodexError } from "../codex-error.ts";
import { scenarios } from "../coverage/scenarios.ts";
import { execArgv } from "./exec.ts";
import { edgeRequests } from "./golden/requests.ts";

testBuilders({
  folder: import.meta.dirname,
  scenarios,
  edgeRequests,
  isRefusal: (error) => error instanceof CodexError && error.code === "CODEX_REQUEST",
});

test("a builder keeps every value inside of one word, whatever it is", () => {
  const values = ["--last", "-", "--", "a=b", "two words", "ünï\ncode", "$(x)", "'\""];
  for (const value of values) {
    const argv = execArgv({ prompt: value, model: value, addDir: [value], outputSchema: value });
    assert.deepEqual(
      argv.map(({ token }) => token),
      ["exec", `--add-dir=${value}`, `--model=${value}`, `--output-schema=${value}`, "-"],
    );
  }
});
