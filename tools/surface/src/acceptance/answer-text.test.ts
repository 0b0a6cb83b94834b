import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAnswers, renderAnswers } from "./answer-text.ts";

test("renderAnswers() writes what a person can read", () => {
  const text = renderAnswers([
    { path: ["run"], words: ["--x", "--help"], exitCode: 2, stdout: "", stderr: "error: no\n" },
    { path: ["run"], words: ["--y", "--help"], failure: "timeout after 5 ms: tool run --y --help", stdout: "a\nb", stderr: "" },
  ]);
  assert.equal(
    text,
    "$ --x --help\nexit: 2\nout: \nerr: error: no\nerr: \n$ --y --help\nfailed: timeout after 5 ms: tool run --y --help\nout: a\nout: b\nerr: \n",
  );
});

test("parseAnswers() reads back what renderAnswers() wrote, whatever was printed", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("$ --x", "exit: 0", "out: ", "err: x", "failed: y", "", "\u2028"));
  const output = fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n"));
  const words = fc.array(fc.constantFrom("--x", "--y=1", "--help"), { minLength: 1, maxLength: 3 });
  const end = fc.oneof(fc.record({ exitCode: fc.nat(255) }), fc.record({ failure: fc.constantFrom("timeout after 5 ms: tool", "") }));
  const answer = fc
    .record({ words, end, stdout: output, stderr: output })
    .map(({ words: asked, end: how, stdout, stderr }) => ({ path: ["run"], words: asked, ...how, stdout, stderr }));
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 3 }), (answers) => {
      assert.deepEqual(parseAnswers(["run"], renderAnswers(answers)), answers);
    }),
  );
});

test("parseAnswers() skips what is no answer", () => {
  assert.deepEqual(parseAnswers([], "exit: 1\nout: x\nnonsense\n"), []);
});
