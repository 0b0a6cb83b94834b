import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import type { ProcessOutcome } from "@lockstep/kernel";
import { descriptorWith, memoryFiles } from "@lockstep/testing";
import { askFlags } from "./capture-acceptance.ts";

const descriptor: CliDescriptor = descriptorWith({
  unasked_commands: [["pass"]],
  targets: [{ target_triple: "t", os: "linux", arch: "x86_64", runner: "any" }],
});

test("askFlags() never calls a command of unasked_commands, and asks none that is known to take arguments to the end of the line", async () => {
  const said: string[] = [];
  const run = async ({ file, args, stdin }: { file: string; args: readonly string[]; stdin?: string }): Promise<ProcessOutcome> => {
    said.push([file, ...args, stdin ?? ""].join(" "));
    const stdout = "Usage: tool wrap [OPTIONS]\n\nOptions:\n  -h, --help  Print help\n";
    return { type: "exited", exitCode: 0, signal: null, stdout, stderr: "" } as ProcessOutcome;
  };
  const { skipped, results } = await askFlags(
    { files: memoryFiles({}), processes: { run }, env: {} },
    { descriptor, binary: "/tool", via: [], timeoutMs: 100, jobs: 1, triesNamespace: false, isReviewed: false },
    [{ path: [] }, { path: ["pass"] }, { path: ["wrap"], args: [{ variadic: true }] }],
    [
      { path: ["pass"], flag: "--x" },
      { path: ["wrap"], flag: "--x" },
    ],
  );
  assert.deepEqual(
    skipped.map(({ path, reason }) => [path.join(" "), reason]),
    [
      ["pass", "no command"],
      ["wrap", "takes trailing arguments"],
    ],
  );
  assert.deepEqual(results, []);
  assert.ok(said.some((call) => call.includes("wrap")) && !said.some((call) => /pass|--x/.test(call)), said.join("\n"));
});

test("askFlags() asks no program made with commander whose declarations nobody has read: it may act on what it does not know", async () => {
  const said: string[] = [];
  const run = async ({ file, args, stdin }: { file: string; args: readonly string[]; stdin?: string }): Promise<ProcessOutcome> => {
    said.push([file, ...args, stdin ?? ""].join(" "));
    const stdout = "Usage: tool test [options]\n\nOptions:\n  -h, --help  display help for command\n";
    return { type: "exited", exitCode: 0, signal: null, stdout, stderr: "" } as ProcessOutcome;
  };
  const ask = (isReviewed: boolean) =>
    askFlags(
      { files: memoryFiles({}), processes: { run }, env: {} },
      {
        descriptor: { ...descriptor, framework: "commander" },
        binary: "/tool",
        via: [],
        timeoutMs: 100,
        jobs: 1,
        triesNamespace: false,
        isReviewed,
      },
      [{ path: ["test"] }],
      [{ path: ["test"], flag: "--x=1" }],
    );
  assert.deepEqual((await ask(false)).skipped, [{ path: ["test"], flag: "--x=1", reason: "may take unknown options" }]);
  assert.ok(!said.some((call) => call.includes("--x")), said.join("\n"));
  assert.deepEqual((await ask(true)).skipped, []);
  assert.ok(said.some((call) => call.includes("--x=1")));
});
