import assert from "node:assert/strict";
import { test } from "node:test";
import { type Timeouts, typedTokens } from "@lockstep/wrapper";
import { openCodex } from "../client.ts";
import { ask } from "../codex-tools.ts";
import { assertFails, printing, scripted } from "../scripted-codex.ts";

const hanging = "setInterval(() => {}, 1000);";

test("a JSON answer rejects with CODEX_OUTPUT when stdout is no JSON document", async (t) => {
  const cases = [
    ["", /^Stdout is no JSON document: it is empty\n/],
    ["No servers yet.\n", /^Stdout is no JSON document: .*No servers/],
    ['[{"name":', /^Stdout is no JSON document: /],
  ] as const;
  for (const [stdout, message] of cases) {
    const codex = await scripted(t, printing({ stdout, stderr: "last words" }));
    const error = await assertFails(codex.mcp.list(), "CODEX_OUTPUT");
    assert.match(error.message, message);
    assert.deepEqual([error.exitCode, error.stderr], [0, "last words"]);
    assert.match(error.command ?? "", / mcp list --json$/);
  }
});

test("a JSON answer rejects with CODEX_OUTPUT that names pointer, wanted and actual when it has another shape", async (t) => {
  const cases = [
    ["{}", /has another shape: \/: wanted array, is object\n/],
    ["[7]", /has another shape: \/0: wanted object, is number\n/],
    ['[{"name":"a"}]', /has another shape: \/0\/enabled: wanted a value, is absent\n/],
    ["null", /has another shape: \/: wanted array, is null\n/],
  ] as const;
  for (const [stdout, message] of cases) {
    const codex = await scripted(t, printing({ stdout }));
    assert.match((await assertFails(codex.mcp.list(), "CODEX_OUTPUT")).message, message);
  }
});

test("a call rejects with CODEX_EXIT and codex's reason when the exit code is no wanted one", async (t) => {
  const codex = await scripted(t, printing({ stdout: "[]", stderr: "Error: no such thing", exitCode: 1 }));
  const error = await assertFails(codex.mcp.list(), "CODEX_EXIT");
  assert.match(error.message, /^Codex exited with code 1, wanted 0\n.*\n.*\n {2}stderr: Error: no such thing$/);
});

test("a report rejects with CODEX_EXIT when there is nothing on stdout, also for an exit code that stands for findings", async (t) => {
  const codex = await scripted(t, printing({ stderr: "Error: no home", exitCode: 1 }));
  const { diagnosis } = codex;
  const calls = [async () => diagnosis.doctor(), async () => diagnosis.doctorText(), async () => diagnosis.migrateRollouts()];
  for (const call of calls) assert.match((await assertFails(call(), "CODEX_EXIT")).stderr, /no home/);
});

test("a call kills codex at its total time, at its silence time and on abort", async (t) => {
  const codex = await scripted(t, hanging);
  await assertFails(codex.mcp.list({}, { timeouts: { totalMs: 200 } }), "CODEX_TIMED_OUT");
  await assertFails(codex.plugin.list({}, { timeouts: { silenceMs: 200 } }), "CODEX_SILENT");
  await assertFails(codex.diagnosis.doctor({}, { signal: AbortSignal.timeout(200) }), "CODEX_ABORTED");
  await assertFails(codex.sandbox.run({ command: ["true"] }, { signal: AbortSignal.timeout(200) }), "CODEX_ABORTED");
  await assertFails(codex.mcp.add({ name: "a", command: ["b"] }, { timeouts: { totalMs: 200 } }), "CODEX_TIMED_OUT");
});

test("a call that the version does not have rejects with CODEX_UNSUPPORTED, and nothing is started", async () => {
  // A binary that does not exist would be CODEX_NOT_STARTED.
  const at = async (version: string) => openCodex({ binary: "/no/such/codex", version });
  const [oldest, middle, newest] = await Promise.all([at("0.125.0"), at("0.146.0"), at("0.169.0")]);
  const calls = [
    oldest.plugin.list(),
    oldest.plugin.marketplace.add({ source: "x" }),
    oldest.diagnosis.doctor(),
    oldest.savedSessions.archive({ session: "x" }),
    oldest.login.withAccessToken("t"),
    oldest.sandbox.run({ command: ["true"], permissionProfile: ":read-only" }),
    middle.diagnosis.migrateRollouts(),
    middle.savedSessions.queue({ thread: "x", message: "m" }),
    newest.sandbox.checkPolicy({ rules: ["r"], command: ["c"] }),
  ];
  await Promise.all(calls.map(async (call) => assertFails(call, "CODEX_UNSUPPORTED")));
  await assertFails(newest.mcp.list(), "CODEX_NOT_STARTED");
});

test("an absent limit of a call loses neither the client's nor the default one", async (t) => {
  const codex = await scripted(t, hanging, { timeouts: { totalMs: 300 } });
  const undefinedTimeouts = { timeouts: undefined } as unknown as { readonly timeouts: Timeouts };
  const call = (timeouts: object): { readonly timeouts: Timeouts } => ({ timeouts });
  await assertFails(codex.mcp.list({}, undefinedTimeouts), "CODEX_TIMED_OUT");
  await assertFails(codex.exec({ prompt: "p" }, undefinedTimeouts).result(), "CODEX_TIMED_OUT");
  await assertFails(codex.login.withDevice({}, undefinedTimeouts).result(), "CODEX_TIMED_OUT");
  const invocation = { binary: `${codex.cwd}/codex`, cwd: codex.cwd, env: {}, timeouts: {}, version: "0.169.0", allowHidden: false };
  const asking = ask(invocation, typedTokens("mcp"), { ...call({ totalMs: undefined, silenceMs: undefined }), defaultTotalMs: 300 });
  await assertFails(asking, "CODEX_TIMED_OUT");
});

test("a limit that is none is refused, and nothing is started", async () => {
  const odd = [Number.NaN, Infinity, -1];
  const codex = await openCodex({ binary: "/no/such/codex", version: "0.169.0" });
  for (const name of ["totalMs", "silenceMs", "progressMs", "killGraceMs"])
    for (const value of name === "killGraceMs" ? odd : [...odd, 0]) {
      const timeouts = { [name]: value };
      const calls = [
        openCodex({ binary: "/no/such/codex", version: "0.169.0", timeouts }),
        codex.mcp.list({}, { timeouts }),
        codex.appServer.connect({}, { timeouts }),
        (async () => codex.exec({ prompt: "p" }, { timeouts }).result())(),
        (async () => codex.login.withDevice({}, { timeouts }).result())(),
      ];
      for (const call of calls)
        assert.ok((await assertFails(call, "CODEX_REQUEST")).message.startsWith(`Limit "${name}" is ${value}, wanted a finite number `));
    }
  for (const name of ["maxLineBytes", "maxOutputBytes"])
    assert.throws(() => codex.exec({ prompt: "p" }, { [name]: 0 }), new RegExp(`Limit "${name}" is 0, wanted a finite number above 0`));
  await assertFails(codex.mcp.list({}, { timeouts: { killGraceMs: 0 } }), "CODEX_NOT_STARTED");
});

test("a failed call shows the end of stdout when stderr is blank, and the reason of an abort as its cause", async (t) => {
  const codex = await scripted(t, printing({ stdout: "told here\n", exitCode: 1 }));
  assert.match((await assertFails(codex.mcp.list(), "CODEX_EXIT")).message, /\n {2}stdout: told here$/);
  const reason = new Error("Mine");
  const options = { signal: AbortSignal.abort(reason) };
  const calls = [
    codex.mcp.list({}, options),
    codex.exec({ prompt: "p" }, options).result(),
    codex.login.withDevice({}, options).result(),
    codex.appServer.connect({}, options),
    openCodex({ binary: `${codex.cwd}/codex`, ...options }),
  ];
  for (const call of calls) assert.equal((await assertFails(call, "CODEX_ABORTED")).cause, reason);
  const garbage = await scripted(t, printing({ stdout: "garbage" }));
  assert.ok((await assertFails(garbage.mcp.list(), "CODEX_OUTPUT")).cause instanceof SyntaxError);
});
