import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Probe } from "./capture.ts";
import { Discovery } from "./discovery.ts";
import { clapParser } from "./parsers/clap/clap-parser.ts";
import { usageSubject } from "./usage-subject.ts";

const usages: Readonly<Record<string, string>> = {
  "": "tool [OPTIONS] [PROMPT]\ntool [OPTIONS] <COMMAND> [ARGS]",
  mcp: "tool mcp [OPTIONS] <COMMAND>",
  "mcp add": "tool mcp add [OPTIONS] <NAME>",
  exec: "tool exec [OPTIONS]",
  py: "tool py COMMAND [ARGS]",
};
const subject = (path: string, usage: string): string => {
  const found = usageSubject(path.split(" "), usage, { program: "tool", usageOf: (words) => usages[words.join(" ")] });
  return found.type === "ancestor" || found.type === "other" ? `${found.type} ${found.path.join(" ")}`.trim() : found.type;
};

const cases: readonly (readonly [path: string, usage: string, expected: string])[] = [
  ["mcp add", "tool mcp add [OPTIONS] <NAME> -- <COMMAND>...", "own"],
  ["mcp add", "tool [OPTIONS] mcp [OPTIONS] add <NAME>", "own"],
  ["mcp add", "tool --profile <NAME> mcp add", "own"],
  ["mcp add", "tool <SERVER> mcp add", "own"],
  ["mcp add", "tool mcp add|plus [options] <name>", "own"],
  ["mcp add", "tool mcp plus|add [options] <name>", "own"],
  ["mcp add", "tool mcp [OPTIONS]\ntool mcp add <NAME>", "own"],
  ["mcp", "tool mcp list\ntool mcp add", "own"],
  ["run", "tool run script", "own"],
  ["nosuch", "tool [OPTIONS] [PROMPT]\ntool [OPTIONS] <COMMAND> [ARGS]", "ancestor"],
  ["nosuch", "tool", "ancestor"],
  ["mcp nosuch", "tool mcp [OPTIONS] <COMMAND>", "ancestor mcp"],
  ["mcp add deep", "tool mcp add [OPTIONS]", "ancestor mcp add"],
  ["mcp nosuch", "tool mcp [--json] [options] [command]", "ancestor mcp"],
  ["exec run", "tool exec <NAME> [OPTIONS]", "unknown"],
  ["exec run", "tool exec NAME", "unknown"],
  ["nosuch", "tool [OPTIONS] COMMAND [ARGS]", "ancestor"],
  ["mcp nosuch", "tool mcp [OPTIONS] COMMAND", "ancestor mcp"],
  ["py nosuch", "tool py COMMAND [ARGS]", "ancestor py"],
  ["py nosuch", "tool py NAME", "unknown"],
  ["sn", "tool py COMMAND [ARGS]", "other py"],
  ["sn", "tool py NAME", "unknown"],
  ["exec run", "tool exec file", "unknown"],
  ["e", "tool exec [OPTIONS]", "other exec"],
  ["mcp e", "tool exec [OPTIONS]", "other exec"],
  ["e", "tool exec [OPTIONS] file", "unknown"],
  ["e", "tool nowhere [OPTIONS]", "unknown"],
  ["mcp list", "tool mcp enumerate [OPTIONS]", "unknown"],
  ["exec", "other [OPTIONS]", "unknown"],
  ["exec", "", "unknown"],
];
for (const [path, usage, expected] of cases) {
  test(`usageSubject() says "${expected}" when the usage of "${path}" is ${JSON.stringify(usage)}`, () =>
    assert.equal(subject(path, usage), expected));
}

test("usageSubject() finds neither phantom nor alias among the commands that Discovery keeps", () => {
  const word = fc.constantFrom("a", "b", "c");
  const part = fc.oneof(word, fc.constantFrom("[OPTIONS]", "<X>", "[Y]", "NAME", "a|b"));
  const line = fc.array(part, { maxLength: 4 }).map((parts) => ["tool", ...parts].join(" "));
  const page = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 2 }), commands: fc.uniqueArray(word) });
  const pages = fc.dictionary(
    fc.array(word, { maxLength: 3 }).map((path) => path.join(" ")),
    page,
  );
  let judged = 0;
  fc.assert(
    fc.property(pages, (given) => {
      const all: typeof given = { ...given, "": { lines: ["tool [OPTIONS] [PROMPT]"], commands: ["a", "b"] } };
      const kept = walk((path) => {
        const found = all[path.join(" ")];
        if (found === undefined) return { type: "failed", omission: "no help" };
        const rows = found.commands.length === 0 ? "" : `\nCommands:\n${found.commands.map((name) => `  ${name}  About`).join("\n")}\n`;
        return { type: "text", text: `About ${path.join(" ")}\n\nUsage: ${found.lines.join("\n       ")}\n${rows}` };
      });
      const usageOf = (path: readonly string[]): string | undefined => kept.get(path.join(" "));
      for (const [name, usage] of kept) {
        if (name === "" || usage === undefined) continue;
        judged += 1;
        const found = usageSubject(name.split(" "), usage, { program: "tool", usageOf });
        assert.notEqual(found.type, "ancestor", `${name}: ${usage}`);
        // What lies deeper may be found after it was decided that a command is no alias.
        if (found.type !== "other" || found.path.length > 1) continue;
        const [first = ""] = usageOf(found.path)?.split("\n") ?? [];
        assert.notEqual(usageSubject(found.path, first, { program: "tool", usageOf }).type, "own", `${name}: ${usage}`);
      }
    }),
    { numRuns: 2000 },
  );
  assert(judged > 1000);
});

/** The usages of the commands that Discovery keeps. */
function walk(answer: (path: readonly string[]) => Probe): ReadonlyMap<string, string | undefined> {
  const discovery = new Discovery({ parserAt: () => clapParser, describeCommand: (path) => path.join(" ") });
  let waiting: readonly (readonly string[])[] = [[]];
  while (waiting.length > 0) {
    const next = waiting.flatMap((path) => discovery.record(path, answer(path)));
    waiting = next.length > 0 ? next : discovery.settle();
  }
  return new Map(discovery.result().commands.map(({ path, page }) => [path.join(" "), page?.usage]));
}
