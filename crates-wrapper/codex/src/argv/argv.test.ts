import assert from "node:assert/strict";
import { test } from "node:test";
import { CodexError } from "../codex-error.ts";
import type { ArgvToken } from "./argv-token.ts";
import { type ExecRequest, execArgv } from "./exec.ts";
import { execResumeArgv, type ExecResumeRequest } from "./exec-resume.ts";
import { execReviewArgv } from "./exec-review.ts";
import { featuresListArgv } from "./features-list.ts";
import { loginStatusArgv } from "./login-status.ts";
import { versionArgv } from "./version.ts";

test("execArgv() writes the harness's call of codex", () => {
  const argv = execArgv({
    prompt: "secret prompt",
    json: true,
    outputLastMessage: "/tmp/m.txt",
    cd: "/work tree",
    model: "gpt-5",
    dangerouslyBypassApprovalsAndSandbox: true,
  });
  assert.deepEqual(tokens(argv), [
    "exec",
    "--cd=/work tree",
    "--model=gpt-5",
    "--dangerously-bypass-approvals-and-sandbox",
    "--json",
    "--output-last-message=/tmp/m.txt",
    "-",
  ]);
  assert.ok(argv.every(({ origin }) => origin === "typed"));
});

test("execArgv() repeats list flags and keeps values that start with a dash in one token", () => {
  const argv = execArgv({
    prompt: "p",
    addDir: ["-a", "b"],
    image: ["-i.png", "j.png"],
    model: "-m",
    sandbox: "read-only",
    worktree: true,
  });
  assert.deepEqual(tokens(argv), [
    "exec",
    "--sandbox=read-only",
    "--add-dir=-a",
    "--add-dir=b",
    "--model=-m",
    "--image=-i.png",
    "--image=j.png",
    "--worktree",
    "-",
  ]);
});

test("execArgv() leaves out switches that are false and empty lists", () => {
  assert.deepEqual(tokens(execArgv({ prompt: "p", oss: false, ephemeral: false, image: [], approveForMe: false, sandbox: "read-only" })), [
    "exec",
    "--sandbox=read-only",
    "-",
  ]);
});

test("execArgv() marks free-form text as passthrough, after the typed flags", () => {
  const argv = execArgv({
    prompt: "p",
    model: "m",
    config: ['model_provider="x"', "a.b=[1]"],
    enable: ["shiny"],
    disable: ["-odd"],
    extraArgs: ["--future", "1"],
  });
  assert.deepEqual(
    argv.filter(({ origin }) => origin === "passthrough").map(({ token }) => token),
    ['--config=model_provider="x"', "--config=a.b=[1]", "--enable=shiny", "--disable=-odd", "--future", "1"],
  );
  assert.deepEqual(
    argv.filter(({ origin }) => origin === "typed").map(({ token }) => token),
    ["exec", "--model=m", "-"],
  );
});

test("execResumeArgv() puts options of exec before, options of the session after the subcommand", () => {
  const request: ExecResumeRequest = { prompt: "p", session: { type: "id", id: "abc" }, sandbox: "read-only", model: "m", config: ["a=1"] };
  assert.deepEqual(tokens(execResumeArgv(request)), ["exec", "--sandbox=read-only", "resume", "--model=m", "--config=a=1", "abc", "-"]);
  assert.deepEqual(tokens(execResumeArgv({ prompt: "p", session: { type: "last" }, all: true })), [
    "exec",
    "resume",
    "--all",
    "--last",
    "-",
  ]);
});

test("execReviewArgv() writes each target and sends a prompt only for instructions", () => {
  assert.deepEqual(tokens(execReviewArgv({ target: { type: "uncommitted" }, oss: true, json: true })), [
    "exec",
    "--oss",
    "review",
    "--json",
    "--uncommitted",
  ]);
  assert.deepEqual(tokens(execReviewArgv({ target: { type: "base", branch: "main" } })), ["exec", "review", "--base=main"]);
  assert.deepEqual(tokens(execReviewArgv({ target: { type: "commit", sha: "c0ffee", title: "T" } })), [
    "exec",
    "review",
    "--commit=c0ffee",
    "--title=T",
  ]);
  assert.deepEqual(tokens(execReviewArgv({ target: { type: "instructions", prompt: "p" } })), ["exec", "review", "-"]);
});

test("the questions to codex take free-form text after their name", () => {
  assert.deepEqual(tokens(loginStatusArgv({ config: ["a=1"] })), ["login", "status", "--config=a=1"]);
  assert.deepEqual(tokens(featuresListArgv({ enable: ["x"] })), ["features", "list", "--enable=x"]);
  assert.deepEqual(tokens(versionArgv()), ["--version"]);
});

test("the builders refuse what codex refuses, before anything is started", () => {
  const cases: readonly (readonly [Omit<ExecRequest, "prompt">, RegExp])[] = [
    [{ approveForMe: true, sandbox: "read-only" }, /^Options "approveForMe" and "sandbox" exclude each other/],
    [{ approveForMe: true, dangerouslyBypassApprovalsAndSandbox: true }, /exclude each other/],
    [{ fullAuto: true, dangerouslyBypassApprovalsAndSandbox: true }, /exclude each other/],
    [{ worktree: true, ephemeral: true }, /exclude each other/],
    [{ image: ["a,b.png"] }, /has a comma/],
    [{ model: "" }, /^Value "" of option "model"/],
    [{ cd: "a\0b" }, /^Value "a\\u0000b" of option "cd"/],
    [{ config: ["novalue"] }, /^Config override "novalue" has no key/],
  ];
  for (const [options, message] of cases) assertRefused(() => execArgv({ prompt: "p", ...options }), message);
  assertRefused(() => execArgv({ prompt: " \n" }), /^The prompt is blank/);
  assertRefused(() => execResumeArgv({ prompt: "p", session: { type: "id", id: "--last" } }), /^Session id "--last" reads as a flag/);
  assertRefused(() => execReviewArgv({ target: { type: "instructions", prompt: "" } }), /^The prompt is blank/);
});

function tokens(argv: readonly ArgvToken[]): string[] {
  return argv.map(({ token }) => token);
}

function assertRefused(build: () => unknown, message: RegExp): void {
  assert.throws(build, (error) => error instanceof CodexError && error.code === "CODEX_REQUEST" && message.test(error.message));
}
