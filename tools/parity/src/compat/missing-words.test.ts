import assert from "node:assert/strict";
import { test } from "node:test";
import { linux, snapshotOf } from "@lockstep/testing";
import { judgeLine, readableVersion } from "./judge-line.ts";

const arg = (name: string, required = true) => ({ name, required, variadic: false });
const flag = (long: string, takesValue = true) => ({ long, takes_value: takesValue, sources: ["help"] });

function missingIn(
  usage: string,
  args: readonly object[],
  flags: readonly object[],
  line: string,
  framework: "clap" | "commander" = "clap",
) {
  const snapshot = snapshotOf(
    linux,
    [
      { path: [], sources: ["help"] },
      { path: ["add"], usage, args, flags, sources: ["help"] },
    ],
    "1.0.0",
  );
  const [verdict] = judgeLine(line.split(" "), [readableVersion({ version: "1.0.0", snapshot: snapshot as never }, framework)]);
  return verdict?.breaks.map(({ token, reason, text }) => [token, reason, /needs the (?:arg|flag) (\S+),/.exec(text)?.[1]]);
}

test("judgeLine() tells an arg that the line lacks, behind its last word", () => {
  const args = [arg("NAME"), arg("URL"), arg("MORE", false)];
  const usage = "tool add [OPTIONS] <NAME> <URL> [MORE]";
  assert.deepEqual(missingIn(usage, args, [], "add web"), [[1, "missing-arg", "URL"]]);
  assert.deepEqual(missingIn(usage, args, [], "add"), [
    [0, "missing-arg", "NAME"],
    [0, "missing-arg", "URL"],
  ]);
  assert.deepEqual(missingIn(usage, args, [], "add web https://x"), []);
  assert.deepEqual(missingIn(usage, args, [flag("--help", false)], "add --help"), []);
  assert.deepEqual(missingIn("tool add [options] <name> <urls...>", [arg("name"), arg("urls")], [], "add web", "commander"), [
    [1, "missing-arg", "urls"],
  ]);
});

test("judgeLine() asks for no arg that the usage offers as one of several, or does not show", () => {
  const args = [arg("NAME"), arg("COMMAND")];
  const usage = "tool add [OPTIONS] <NAME> (--url <URL> | -- <COMMAND>...)";
  assert.deepEqual(missingIn(usage, args, [flag("--url")], "add web --url=x"), []);
  assert.deepEqual(missingIn("tool add <id>|--all", [arg("id")], [flag("--all", false)], "add --all"), []);
  assert.deepEqual(missingIn("tool add <id> | --all", [arg("id")], [flag("--all", false)], "add --all"), []);
  assert.deepEqual(missingIn("tool add", [arg("id")], [], "add"), []);
  assert.deepEqual(missingIn("tool add <id|name>", [arg("id|name")], [], "add"), [[0, "missing-arg", "id|name"]]);
});

test("judgeLine() tells a flag that the usage of clap asks for, and takes no other framework at its word", () => {
  const flags = [{ ...flag("--env"), short: "-e" }, flag("--url")];
  const usage = "tool add [OPTIONS] --env <ENV> [QUERY]";
  assert.deepEqual(missingIn(usage, [arg("QUERY", false)], flags, "add hello"), [[1, "missing-flag", "--env"]]);
  assert.deepEqual(missingIn(usage, [arg("QUERY", false)], flags, "add -e x"), []);
  assert.deepEqual(missingIn(usage, [arg("QUERY", false)], flags, "add hello", "commander"), []);
  assert.deepEqual(missingIn("tool add <--env <ENV>|--url <URL>>", [], flags, "add"), []);
});

test("judgeLine() tells that a command does nothing by itself where each line of its usage asks for a sub-command", () => {
  const reasonsOf = (usage: string, line: string, args: readonly object[] = []) => {
    const commands = [
      { path: [], sources: ["help"] },
      { path: ["mcp"], usage, args, flags: [flag("--help", false)], sources: ["help"] },
      { path: ["mcp", "list"], usage: "tool mcp list", sources: ["help"] },
    ];
    const version = readableVersion({ version: "1.0.0", snapshot: snapshotOf(linux, commands, "1.0.0") as never }, "clap");
    return judgeLine(line.split(" "), [version]).flatMap(({ breaks }) => breaks.map(({ reason, text }) => `${reason}: ${text}`));
  };
  const needed = "tool mcp [OPTIONS] <COMMAND>";
  assert.deepEqual(reasonsOf(needed, "mcp"), ['missing-command: "mcp" needs one of its commands, which the line does not give']);
  assert.deepEqual(reasonsOf("tool mcp <command>", "mcp").length, 1);
  assert.deepEqual(reasonsOf(needed, "mcp list"), []);
  assert.deepEqual(reasonsOf(needed, "mcp --help"), []);
  assert.deepEqual(reasonsOf("tool mcp [OPTIONS] [COMMAND]", "mcp"), []);
  assert.deepEqual(reasonsOf("tool mcp [OPTIONS] <COMMAND> [ARGS]\ntool mcp [OPTIONS] [PROMPT]", "mcp"), []);
  assert.deepEqual(reasonsOf("tool mcp <COMMAND>", "mcp", [arg("COMMAND")]), [
    'missing-arg: "mcp" needs the arg COMMAND, which the line does not give',
  ]);
});
