import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type CodexRun } from "./calls/codex-run.ts";
import { openCodex } from "./client.ts";
import { CodexError } from "./codex-error.ts";
import { assertFails, hang, scripted } from "./scripted-codex.ts";

/** A codex whose last message is its arguments and its stdin. */
const echo = `fs.writeFileSync(file, process.argv.slice(2).join(" ").replace(file, "FILE") + "|" + stdin());`;

test("openCodex() asks the binary for its version, once", async (t) => {
  const { cwd } = await scripted(t, `fs.appendFileSync("asked", process.argv[2] + ";"); console.log("codex-cli 0.146.0-alpha.4");`);
  const codex = await openCodex({ binary: join(cwd, "codex"), cwd });
  assert.equal(codex.version, "0.146.0-alpha.4");
  await codex.exec({ prompt: "p" }).result();
  assert.equal(readFileSync(join(cwd, "asked"), "utf8"), "--version;exec;");
});

test("openCodex() starts nothing when it is told the version, and refuses what is none", async () => {
  assert.equal((await openCodex({ binary: "/no/such/codex", version: "0.146.0" })).version, "0.146.0");
  assert.match(
    (await assertFails(openCodex({ binary: "codex", version: "latest" }), "CODEX_REQUEST")).message,
    /^Version "latest" is none, wanted a number/,
  );
});

test("openCodex() rejects a binary that does not answer like codex", async (t) => {
  for (const [script, code, message] of [
    [`console.log("codex 1")`, "CODEX_OUTPUT", /^Version text "codex 1" is not understood, wanted "codex-cli <version>"\n {2}command: /],
    [`console.log("codex-cli 0.169.0\\nand more")`, "CODEX_OUTPUT", /^Version text "codex-cli 0.169.0\\nand more" is not/],
    [`console.log("x".repeat(1e6))`, "CODEX_OUTPUT", /^Version text "x{80}" is not/],
    ["", "CODEX_OUTPUT", /^Version text "" is not/],
    [`console.error("no library"); process.exitCode = 127`, "CODEX_EXIT", /^Codex exited with code 127, wanted 0\n[^]*stderr: no library$/],
    [`process.kill(process.pid, "SIGSEGV")`, "CODEX_EXIT", /^Codex died of signal SIGSEGV/],
    [hang, "CODEX_TIMED_OUT", /^Ran longer than 1500 ms/],
  ] as const) {
    const { cwd } = await scripted(t, script);
    const timeouts = { totalMs: code === "CODEX_TIMED_OUT" ? 1500 : 30_000 };
    assert.match((await assertFails(openCodex({ binary: join(cwd, "codex"), cwd, timeouts }), code)).message, message);
  }
});

test("openCodex() and every call say CODEX_NOT_STARTED and why", async (t) => {
  const { cwd } = await scripted(t, "");
  const plain = join(cwd, "plain");
  writeFileSync(plain, "");
  const lost = join(cwd, "lost");
  writeFileSync(lost, "#!/no/such/interpreter\n", { mode: 0o755 });
  for (const [binary, folder, message] of [
    ["/no/such/codex", cwd, /^Executable "\/no\/such\/codex" does not exist/],
    ["no-such-codex", cwd, /^Executable "no-such-codex" does not exist/],
    [cwd, cwd, /is a directory, wanted an executable file/],
    [plain, cwd, /^File ".*plain" is not executable/],
    [lost, cwd, /^The interpreter that ".*lost" names does not exist/],
    [join(cwd, "codex"), "/no/such/folder", /^Working directory "\/no\/such\/folder" is no directory/],
  ] as const) {
    assert.match((await assertFails(openCodex({ binary, cwd: folder }), "CODEX_NOT_STARTED")).message, message);
    const codex = await openCodex({ binary, cwd: folder, version: "0.169.0" });
    for (const call of [
      codex.exec({ prompt: "p" }).result(),
      codex.execReview({ target: { type: "uncommitted" } }).result(),
      codex.review({ target: { type: "uncommitted" } }),
      codex.features.list(),
    ])
      assert.match((await assertFails(call, "CODEX_NOT_STARTED")).message, message);
  }
});

test("openCodex() skips variables without a value and refuses what is no text, naming no value", async (t) => {
  const env = { A: undefined, B_TOKEN: undefined, C: "shown" } as unknown as Readonly<Record<string, string>>;
  const codex = await scripted(t, `console.error(process.env.C, "A" in process.env, "B_TOKEN" in process.env); process.exitCode = 1`, {
    env,
  });
  assert.equal((await assertFails(codex.exec({ prompt: "p" }).result(), "CODEX_EXIT")).stderr, "shown false false");
  for (const [name, value] of [
    ["A_NAME", "hush\0"],
    ["A_NAME", 7777],
  ] as const) {
    const odd = { [name]: value } as Readonly<Record<string, string>>;
    const error = await assertFails(openCodex({ binary: "codex", version: "0.169.0", env: odd }), "CODEX_REQUEST");
    assert.match(error.message, /^Variable "A_NAME" /);
    assert.doesNotMatch(error.message, /hush|7777/);
  }
});

test("openCodex() stops the question for the version when it is aborted", async (t) => {
  const { cwd } = await scripted(t, hang);
  const reason = new Error("Mine");
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(reason), 300);
  const error = await assertFails(openCodex({ binary: join(cwd, "codex"), cwd, signal: stopping.signal }), "CODEX_ABORTED");
  assert.equal(error.cause, reason);
});

test("openCodex() takes a relative directory from where it is opened", async (t) => {
  const { cwd } = await scripted(t, echo);
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(cwd);
  const codex = await openCodex({ binary: "./codex", cwd: ".", version: "0.169.0" });
  process.chdir("/");
  assert.equal(await said(codex.exec({ prompt: "p", outputLastMessage: "mine.txt" })), "exec --json --output-last-message=FILE -|p");
  assert.ok(existsSync(join(cwd, "mine.txt")));
});

test("exec() and its sub-commands ask for JSON and send their prompts through stdin", async (t) => {
  const codex = await scripted(t, echo);
  assert.equal(await said(codex.exec({ prompt: "new" })), "exec --json --output-last-message=FILE -|new");
  assert.equal(
    await said(codex.execResume({ prompt: "more", session: { type: "last" } })),
    "exec resume --json --output-last-message=FILE --last -|more",
  );
  assert.equal(await said(codex.execFork({ prompt: "other", session: "t1" })), "exec fork --json --output-last-message=FILE t1 -|other");
  assert.equal(
    await said(codex.execReview({ target: { type: "instructions", prompt: "look" } })),
    "exec review --json --output-last-message=FILE -|look",
  );
  assert.equal(
    await said(codex.execReview({ target: { type: "uncommitted" } })),
    "exec review --json --output-last-message=FILE --uncommitted|",
  );
});

test("exec() starts nothing for a request that codex refuses or the version does not have", async (t) => {
  const { cwd } = await scripted(t, `fs.writeFileSync("mark", "started");`);
  const codex = await openCodex({ binary: join(cwd, "codex"), cwd, version: "0.125.0" });
  for (const [call, code, message] of [
    [() => codex.exec({ prompt: " " }), "CODEX_REQUEST", /^The prompt is blank/],
    [
      () => codex.exec({ prompt: "p", approveForMe: true }),
      "CODEX_UNSUPPORTED",
      /option "approveForMe" \(--approve-for-me of exec\); versions that show it: 0.169.0/,
    ],
    [() => codex.execFork({ prompt: "p", session: "t" }), "CODEX_UNSUPPORTED", /^Codex 0.125.0 (?:does not have|rejects) "exec fork"/],
    [
      () => codex.exec({ prompt: "p", outputSchema: circular() }),
      "CODEX_REQUEST",
      /^The object of "outputSchema" cannot be written as JSON/,
    ],
  ] as const)
    assert.throws(call, (error) => error instanceof CodexError && error.code === code && message.test(error.message));
  assert.ok(!existsSync(join(cwd, "mark")));
  await codex.exec({ prompt: "p" }).result();
  assert.ok(existsSync(join(cwd, "mark")), "The mark tells whether the script was started");
});

function circular(): Readonly<Record<string, unknown>> {
  const schema: Record<string, unknown> = {};
  schema["self"] = schema;
  return schema;
}

async function said(run: CodexRun): Promise<string> {
  return (await run.result()).finalMessage;
}
