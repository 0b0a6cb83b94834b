import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import { all, assertFails, scripted } from "../scripted-claude.ts";
import type { PermissionDecision } from "../control/permission.ts";
import type { PermissionCallback } from "./permission-desk.ts";

/** Asks for a permission, and tells the answer as its result. */
const asks = `
const ask = (id) => say({ type: "control_request", request_id: id, request: { subtype: "can_use_tool", tool_name: "Bash", input: { command: "x" }, tool_use_id: "t" + id } });
hear(({ type, response }) => {
  if (type === "user") { init(); ask("r1"); }
  if (type === "control_response") result({ result: JSON.stringify(response) });
});`;

async function answered(t: Parameters<typeof scripted>[0], onPermission: PermissionCallback): Promise<unknown> {
  const claude = await scripted(t, asks);
  const { finalMessage } = await claude.print({ prompt: "p" }, { onPermission, permissionMs: 400 }).result();
  return JSON.parse(finalMessage);
}

test("onPermission() is asked with the request, and its decision answers it", async (t) => {
  const decision: PermissionDecision = { behavior: "allow", updatedInput: { command: "y" } };
  const response = await answered(t, ({ tool_name: tool, input, tool_use_id: id }) => {
    assert.deepEqual([tool, input, id], ["Bash", { command: "x" }, "tr1"]);
    return decision;
  });
  assert.deepEqual(response, { subtype: "success", request_id: "r1", response: decision });
});

test("onDecision() is told, and what it throws keeps no answer back", async (t) => {
  const told: string[] = [];
  const claude = await scripted(t, asks);
  const run = claude.print(
    { prompt: "p" },
    {
      onPermission: () => ({ behavior: "deny", message: "No" }),
      onDecision: ({ tool_use_id: id }, { behavior }) => {
        told.push(`${id} ${behavior}`);
        throw new Error("Broken");
      },
    },
  );
  assert.match((await run.result()).finalMessage, /"message":"No"/);
  assert.deepEqual(told, ["tr1 deny"]);
});

test("onPermission() has as long as a month", async (t) => {
  const claude = await scripted(t, asks);
  const onPermission: PermissionCallback = async () => {
    await sleep(50);
    return { behavior: "allow" };
  };
  const { finalMessage } = await claude.print({ prompt: "p" }, { onPermission, permissionMs: 2 ** 32, exitMs: 2 ** 32 }).result();
  assert.match(finalMessage, /"behavior":"allow"/);
});

test("send() refuses what is no message, and nothing waits for it", async (t) => {
  const claude = await scripted(t, `hear(({ type }) => { if (type === "user") { init(); result({ result: "Answered" }); } });`);
  const run = claude.print({ prompt: "p" }, { isKeptOpen: true });
  const loop: Record<string, unknown> = { type: "text" };
  loop["text"] = loop;
  const odd: readonly (readonly [content: unknown, message: RegExp])[] = [
    [undefined, /^The message is undefined, wanted a text or a list of parts/],
    [null, /^The message is null/],
    [{ type: "text", text: "p" }, /^The message is an object, wanted a text or a list of parts/],
    [" \n", /^The message is blank/],
    [[], /^The message has no parts/],
    [[{ type: "text", text: "p" }, "p"], /^Part 1 of the message is "p", wanted an object/],
    [[loop], /^The message cannot be written as JSON: Converting circular structure/],
  ];
  for (const [content, message] of odd) {
    const error = await assertFails(run.send(content as never), "CLAUDE_CODE_REQUEST");
    assert.match(error.message, message);
  }
  run.end();
  assert.equal((await run.result()).finalMessage, "Answered");
});

test("end() of a run that was sent no message fails it, for it has no result", async (t) => {
  const run = (await scripted(t, "")).print({}, { isKeptOpen: true });
  run.end();
  const error = await assertFails(run.result(), "CLAUDE_CODE_EXIT");
  assert.deepEqual([error.reason, error.exitCode, error.run?.sessionId], ["no-result", 0, undefined]);
  assert.match(error.message, /^Claude Code ended without a result/);
});

test("onPermission() that gives no decision is a refusal with its reason", async (t) => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  const odd: readonly (readonly [PermissionCallback, string | RegExp])[] = [
    [() => assert.fail("Broken"), "The permission callback failed: Broken"],
    [async () => Promise.reject(new Error("Later")), "The permission callback failed: Later"],
    [() => new Promise(() => undefined), "The permission callback gave no answer for 400 ms"],
    [() => ({ behavior: "deny" }) as never, /^The permission callback returned an object, wanted \{ behavior/],
    [() => undefined as never, /^The permission callback returned undefined, wanted/],
    [() => ({ behavior: "allow", updatedInput: "x" }) as never, /^The permission callback returned an object, wanted/],
    [() => ({ behavior: "allow", updatedInput: loop }), /^The permission callback failed: Converting circular structure/],
  ];
  for (const [callback, expected] of odd) {
    const { response } = (await answered(t, callback)) as { readonly response: { readonly behavior: string; readonly message: string } };
    assert.equal(response.behavior, "deny");
    if (typeof expected === "string") assert.equal(response.message, expected);
    else assert.match(response.message, expected);
  }
});

test("a question that is withdrawn is not answered, and the callback is told", async (t) => {
  const claude = await scripted(
    t,
    `${asks} hear(({ type }) => { if (type === "user") setTimeout(() => { say({ type: "control_cancel_request", request_id: "r1" }); ask("r2"); }, 200); });`,
  );
  const told: string[] = [];
  const onPermission: PermissionCallback = async ({ tool_use_id: id }, { signal }) => {
    if (id === "tr2") return { behavior: "allow" };
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    told.push(id);
    return { behavior: "allow" };
  };
  const { finalMessage } = await claude.print({ prompt: "p" }, { onPermission }).result();
  assert.equal((JSON.parse(finalMessage) as { request_id: string }).request_id, "r2");
  assert.deepEqual(told, ["tr1"]);
});

test("a question is answered while the loop waits for something else", async (t) => {
  const claude = await scripted(t, asks);
  const run = claude.print({ prompt: "p" }, { onPermission: () => ({ behavior: "allow" }) });
  const types: string[] = [];
  for await (const event of run) {
    types.push(event.type);
    if (event.type === "system") await sleep(1000);
  }
  assert.deepEqual(types, ["system", "control_request", "result"]);
});

test("what nobody here can answer is refused, so that Claude Code does not wait", async (t) => {
  const requests = [
    { subtype: "hook_callback", callback_id: "h", input: { hook_event_name: "Stop", session_id: "s", transcript_path: "/t", cwd: "/" } },
    { subtype: "mcp_message", server_name: "s", message: {} },
    { subtype: "something_new" },
    { subtype: "can_use_tool", tool_name: "Bash", input: {}, tool_use_id: "t" },
    { subtype: "elicitation", mcp_server_name: "s", message: "m" },
  ];
  const claude = await scripted(
    t,
    `const answers = []; hear(({ type, response }) => {
      if (type === "user") { init(); ${JSON.stringify(requests)}.forEach((request, i) => say({ type: "control_request", request_id: "r" + i, request })); }
      else if (answers.push(response.request_id + " " + response.subtype + " " + (response.response?.action ?? "")) === ${requests.length}) result({ result: answers.sort().join() });
    });`,
  );
  const { finalMessage, counts } = await claude.print({ prompt: "p" }).result();
  assert.equal(finalMessage, "r0 error ,r1 error ,r2 error ,r3 error ,r4 success cancel");
  assert.equal(counts.unknownParts, 1);
});

test("control() gives the answer, says why there is none, and counts as no turn", async (t) => {
  const claude = await scripted(
    t,
    `const answer = (request_id, response) => say({ type: "control_response", response: { request_id, ...response } });
    hear(({ type, request_id: id, request }) => {
      if (type === "user") return init();
      switch (request.subtype) {
        case "interrupt": return answer(id, { subtype: "success", response: { still_queued: [] } });
        case "set_model": return answer(id, { subtype: "error", error: "No such model" });
        case "get_binary_version": return answer(id, { subtype: "success", response: { version: 1 } });
        default: result(); process.exit(0);
      }
    });`,
  );
  const run = claude.print({ prompt: "p" });
  const reading = all(run);
  await run.interrupt();
  const refused = await assertFails(run.setModel("x"), "CLAUDE_CODE_OUTPUT");
  assert.match(refused.message, /^The request "set_model" failed: No such model\n/);
  const odd = await assertFails(run.control({ subtype: "get_binary_version" }), "CLAUDE_CODE_OUTPUT");
  assert.match(odd.message, /the answer has another shape: \/version/);
  const unanswered = await assertFails(run.control({ subtype: "list_models" }), "CLAUDE_CODE_OUTPUT");
  assert.match(unanswered.message, /Claude Code ended without an answer/);
  await reading;
  assert.match((await assertFails(run.interrupt(), "CLAUDE_CODE_OUTPUT")).message, /The run takes no further messages/);
  assert.equal((await run.result()).finalMessage, "Done");
});

test("send() keeps stdin open until each message was taken in and its turn is over", async (t) => {
  const lifecycle = `const state = (uuid, state) => say({ type: "command_lifecycle", command_uuid: uuid, state, uuid: "u", session_id: "s1" });`;
  const claude = await scripted(
    t,
    `${lifecycle} let isOpen = true; let n = 0; onEnd(() => { isOpen = false; });
    hear(({ type, uuid }) => { if (type !== "user") return; state(uuid, "queued"); n += 1; const turn = n;
      setTimeout(() => { state(uuid, "started"); init(); result({ result: turn + " " + isOpen }); state(uuid, "completed"); }, turn * 300); });`,
  );
  const run = claude.print({ prompt: "One" });
  await run.send("Two");
  await run.send("Three");
  const said = (await all(run)).flatMap((event) => (event.type === "result" && event.subtype === "success" ? [event.result] : []));
  assert.deepEqual(said, ["1 true", "2 true", "3 true"]);
  assert.match(
    (await assertFails(run.send("Four"), "CLAUDE_CODE_OUTPUT")).message,
    /^The message could not be sent: The run takes no further/,
  );
});

test("a run that is kept open begins without a prompt, and ends when it is told to", async (t) => {
  const claude = await scripted(t, `let n = 0; hear(({ type }) => { if (type === "user") { init(); result({ result: String(++n) }); } });`);
  const run = claude.print({}, { isKeptOpen: true });
  const reading = all(run);
  await run.send("One");
  await sleep(300);
  await run.send([{ type: "text", text: "Two" }]);
  await sleep(300);
  run.end();
  assert.equal((await reading).filter(({ type }) => type === "result").length, 2);
  assert.equal((await run.result()).finalMessage, "2");
});

test("a run that is kept open and told to end before any message has no result", async (t) => {
  const claude = await scripted(t, `onEnd(() => process.exit(0)); setInterval(() => {}, 1000);`);
  const run = claude.print({}, { isKeptOpen: true });
  run.end();
  assert.equal((await assertFails(run.result(), "CLAUDE_CODE_EXIT")).reason, "no-result");
});
