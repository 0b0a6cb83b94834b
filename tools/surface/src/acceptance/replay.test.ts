import assert from "node:assert/strict";
import { test } from "node:test";
import { planReplay, type ReplayFlag, type ReplayRequest } from "./plan-replay.ts";
import { readReplay } from "./read-replay.ts";

const flag = (name: string, value?: string, ...shownAs: ReplayFlag["shownAs"]): ReplayFlag => ({
  name,
  ...(value === undefined ? {} : { value }),
  shownAs: shownAs.length > 0 ? shownAs : value === undefined ? ["switch", "switch"] : ["valued", "valued"],
});
const request: ReplayRequest = { framework: "clap", path: ["exec"], others: [], takesTrailing: false, isUnasked: false };
const planned = (more: Partial<ReplayRequest>): string => {
  const plan = planReplay({ ...request, ...more });
  return plan.type === "none" ? `none: ${plan.reason}` : [...plan.call.path, ...plan.call.words].join(" ");
};

test("planReplay() asks clap for help behind the flag in question and the other flags, twice so that none can swallow the end", () => {
  assert.equal(planned({}), "exec --help");
  assert.equal(
    planned({ subject: flag("--old", undefined, "switch", "refused"), others: [flag("--json"), flag("--cd", "work")] }),
    "exec --old --json --cd=work --help --help",
  );
  assert.equal(planned({ subject: flag("-c", "a=b"), isTwice: true }), "exec -c=a=b -c=a=b --help --help");
});

test("planReplay() ends calls of commander by words of no flag, and puts nothing but values before them at the root", () => {
  const commander = {
    framework: "commander",
    subject: flag("--old", undefined, "switch", "refused"),
    others: [flag("--model", "m"), flag("-v")],
  };
  assert.equal(planned({ ...commander, path: ["mcp"] }), "mcp --old --lockstep-no-such-flag --lockstep-nor-this-flag");
  assert.equal(planned({ ...commander, path: [] }), "--model=m --old --lockstep-no-such-flag --lockstep-nor-this-flag");
  assert.equal(planned({ ...commander, path: [], others: [] }), "none: nothing harmless can stand before --old");
  assert.equal(planned({ ...commander, path: [], subject: flag("--old", "1") }), "--old=1 --model=m --lockstep-no-such-flag");
});

test("planReplay() leaves a value with blanks out, and others that either binary may read another way", () => {
  const others = [
    flag("--gone", undefined, "switch", "refused"),
    flag("--many", "x", "valued", "several values"),
    flag("--new", "x", "valued", "unknown"),
  ];
  assert.equal(planned({ subject: flag("--message", "two words"), others }), "exec --message=lockstep-probe --help --help");
});

test("planReplay() makes no call that is not harmless whatever the binary does with it", () => {
  const subject = flag("--old", undefined, "switch", "refused");
  for (const [more, reason] of [
    [{ framework: "yargs" }, "a program of its framework cannot be asked without harm"],
    [{ takesTrailing: true }, "the command takes arguments to the end of the line"],
    [{ isUnasked: true }, "the command may act on what it does not know"],
    [{ path: ["--x"] }, "its path is no command"],
    [{ subject: flag("--old", undefined, "switch", "unknown") }, "nothing shows what the second version makes of --old"],
    [{ subject: flag("--old", undefined, "switch", "several values") }, "nothing shows what the second version makes of --old"],
    [{ subject: flag("-vv", undefined) }, "-vv cannot be spelled in one word"],
  ] as const)
    assert.equal(planned({ subject, ...more }), `none: ${reason}`);
});

const clap = { framework: "clap" } as const;
const commander = { framework: "commander" } as const;
const answer = (path: readonly string[], words: readonly string[], exitCode: number | undefined, stdout: string, stderr = "") => ({
  path,
  words,
  ...(exitCode === undefined ? {} : { exitCode }),
  stdout,
  stderr,
});
const help = (usage: string): string => `Usage: ${usage}\n\nOptions:\n  -h, --help  Print help\n`;

test("readReplay() takes a call as accepted that comes to its end, and as refused where the message names what it is about", () => {
  const words = ["--old", "--help", "--help"];
  const read = (exitCode: number | undefined, stdout: string, stderr = "", value?: string): string =>
    readReplay(clap, "clap", answer(["exec"], words, exitCode, stdout, stderr), { name: "--old", value });
  assert.equal(read(0, help("tool exec [OPTIONS]")), "accepted");
  assert.equal(read(2, "", "error: unexpected argument '--old' found\n"), "refused");
  assert.equal(read(2, "", "error: a value is required for '--old <X>' but none was supplied\n"), "refused");
  assert.equal(read(2, "", "error: invalid value 'slow' for '--mode <MODE>'\n", "slow"), "refused");
  assert.equal(read(2, "", "error: unexpected argument '--older' found\n"), "unclear");
  assert.equal(read(2, "", "error: invalid value 'slow' for '--mode <MODE>'\n", "value"), "unclear", "a word of the message itself");
  assert.equal(read(2, "", "error: cannot read the config that --old names\n"), "unclear");
  assert.equal(read(2, "", "error: the argument '--old' cannot be used with '--mode <MODE>'\n"), "unclear");
  assert.equal(read(2, "", "error: the argument '--old <X>' cannot be used multiple times\n"), "refused");
  assert.equal(read(1, "", "panic"), "unclear");
  assert.equal(read(0, "done"), "unclear");
  assert.equal(read(undefined, ""), "unclear");
});

test("readReplay() reads the sentinel of commander as the end of an accepted call", () => {
  const words = ["--old=1", "--lockstep-no-such-flag"];
  const read = (stderr: string): string =>
    readReplay(commander, "commander", answer(["mcp"], words, 1, "", stderr), { name: "--old", value: "1" });
  assert.equal(read("error: unknown option '--lockstep-no-such-flag'\n"), "accepted");
  assert.equal(read("error: unknown option '--old=1'\n"), "refused");
  assert.equal(read("error: option '-o, --old <n>' argument '1' is invalid. Allowed choices are 2.\n"), "refused");
});

test("readReplay() refuses a command whose help is that of the one above it", () => {
  const read = (usage: string): string => readReplay(clap, "clap", answer(["mcp", "rm"], ["--help"], 0, help(usage)), { name: "rm" });
  assert.equal(read("tool mcp remove [OPTIONS]"), "accepted");
  assert.equal(read("tool mcp [OPTIONS] <COMMAND>"), "refused");
  const gone = answer(["mcp", "rm"], ["--help"], 2, "", "error: unrecognized subcommand 'mcp'\n");
  assert.equal(readReplay(clap, "clap", gone, { name: "rm" }), "refused");
});
