import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand, UnionFlag } from "@lockstep/contracts";
import fc, { type GeneratorValue } from "fast-check";
import { buildGrammar } from "./grammar.ts";
import { matchArgv, type UnitUse } from "./match-argv.ts";
import { readArgv } from "./read-argv.ts";

const available_on = ["x86_64-unknown-linux-musl"];

/** Draws a CLI of up to three levels in which no two flags share a spelling. */
function drawCommands(g: GeneratorValue): UnionCommand[] {
  const commands: UnionCommand[] = [];
  let flagCount = 0;
  const drawFlag = (): UnionFlag => {
    flagCount += 1;
    const long = `--flag-${String(flagCount)}`;
    const short = flagCount < 26 ? `-${String.fromCodePoint(96 + flagCount)}` : undefined;
    const takes_value = g(fc.boolean);
    const optional_value = takes_value && g(fc.boolean);
    const spelling = g(fc.constantFrom, "long", "short", "both");
    const names = short === undefined || spelling === "long" ? { long } : spelling === "short" ? { short } : { long, short };
    return { key: "long" in names ? long : (short ?? long), ...names, takes_value, optional_value, available_on };
  };
  const drawCommand = (path: readonly string[]): void => {
    const names = Array.from({ length: g(fc.nat, { max: 3 }) }, (_, index) => `ARG${String(index)}`);
    commands.push({
      path,
      available_on,
      usage: `tool ${names
        .toReversed()
        .map((name) => `<${name}>`)
        .join(" ")}`,
      args: names.map((name, index) => ({ name, required: true, variadic: index === 0 && g(fc.boolean), available_on })),
      flags: Array.from({ length: g(fc.nat, { max: 4 }) }, drawFlag),
      ...(path.length > 0 && g(fc.boolean) ? { aliases: [`alias-${path.at(-1) ?? ""}`] } : {}),
    });
    if (path.length < 3)
      for (let index = 0; index < g(fc.nat, { max: 2 }); index += 1) drawCommand([...path, `sub${String(path.length)}${String(index)}`]);
  };
  drawCommand([]);
  return commands;
}

/** Draws a command line that such a CLI accepts, with the units that it uses. */
function drawLine(g: GeneratorValue, commands: readonly UnionCommand[]): { readonly argv: string[]; readonly uses: UnitUse[] } {
  const argv: string[] = [];
  const uses: UnitUse[] = [];
  const use = (unit: UnitUse["unit"], path: readonly string[], name: string): void =>
    void uses.push({ unit, path, name, token: argv.length });
  const anyText = (): string => (g(fc.boolean) ? g(fc.string) : g(fc.constantFrom, "--", "-", "--flag-1", "sub00", "", "a=b"));
  const drawFlagUse = (command: UnionCommand): void => {
    const owner = g(fc.boolean) ? command : (commands[0] ?? command);
    const flags = owner.flags ?? [];
    if (flags.length === 0) return;
    const flag = g(fc.constantFrom, ...flags);
    const leading =
      flag.short === undefined
        ? []
        : flags.filter(({ short, takes_value }) => short !== undefined && !takes_value).slice(0, g(fc.nat, { max: 2 }));
    const asShort = flag.short !== undefined && (flag.long === undefined || leading.length > 0 || g(fc.boolean));
    for (const { key } of asShort ? leading : []) use("flag", owner.path, key);
    use("flag", owner.path, flag.key);
    const word = asShort ? `-${leading.map(({ short }) => short?.slice(1)).join("")}${flag.short?.slice(1) ?? ""}` : (flag.long ?? "");
    const form = g(fc.constantFrom, "attached", "alone");
    if (!flag.takes_value) argv.push(word);
    else if (form === "attached") argv.push(asShort ? `${word}v${anyText()}` : `${word}=${anyText()}`);
    else argv.push(word, ...(flag.optional_value === true ? [] : [anyText().replace(/^-+(?=.)/, "")]));
  };
  let command = commands[0];
  while (command !== undefined) {
    const current: UnionCommand = command;
    for (let count = g(fc.nat, { max: 2 }); count > 0; count -= 1) drawFlagUse(current);
    const children = commands.filter(
      ({ path }) => path.length === current.path.length + 1 && current.path.every((token, index) => path[index] === token),
    );
    command = children.length > 0 && g(fc.boolean) ? g(fc.constantFrom, ...children) : undefined;
    if (command === undefined) drawArgs(current);
    else {
      const before = current.args?.at(-1);
      if (before !== undefined && before.variadic !== true && g(fc.boolean)) {
        use("arg", current.path, before.name);
        argv.push(`word ${anyText()}`);
      }
      use("command", command.path, "");
      argv.push(g(fc.constantFrom, command.path.at(-1) ?? "", ...(command.aliases ?? [])));
    }
  }
  return { argv, uses };

  function drawArgs(last: UnionCommand): void {
    let areFlagsOver = false;
    for (const { name, variadic } of (last.args ?? []).toReversed()) {
      let isFirst = true;
      for (let count = variadic === true ? 2 : 1; count > 0; count -= 1) {
        const length = argv.length;
        if (!areFlagsOver) drawFlagUse(last);
        // Behind a flag a sub-command may stand again.
        if (argv.length > length) isFirst = true;
        if (!areFlagsOver && g(fc.boolean)) {
          argv.push("--");
          areFlagsOver = true;
        }
        use("arg", last.path, name);
        argv.push(areFlagsOver ? anyText() : isFirst ? `word ${anyText()}` : g(fc.constantFrom, "-", "sub00", "word"));
        isFirst = false;
      }
      if (variadic === true || g(fc.nat, { max: 3 }) === 0) return;
    }
  }
}

test("matchArgv() credits exactly the units used when the line is drawn from the grammar", () => {
  let units = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const commands = drawCommands(g);
      const { argv, uses } = drawLine(g, commands);
      const match = matchArgv(buildGrammar(commands), argv);
      assert(match.type === "match", JSON.stringify({ argv, match }));
      assert.deepEqual(match.uses, uses, JSON.stringify(argv));
      units += uses.length;
    }),
    { numRuns: 500 },
  );
  assert(units > 500, "the drawn lines use too few units to prove anything");
});

test("matchArgv() answers and never throws when the line is any words", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("sub00", "sub10", "--flag-1", "-a", "-ab", "--", "-", "--flag-2=", "--=x", "-=", "---"),
  );
  fc.assert(
    fc.property(fc.gen(), fc.array(word, { maxLength: 8 }), (g, argv) => {
      const match = matchArgv(buildGrammar(drawCommands(g)), argv);
      if (match.type === "mismatch") assert(match.token >= 0 && match.token < argv.length && match.reason !== "");
      else assert(match.uses.every(({ token }) => token < argv.length));
    }),
    { numRuns: 500 },
  );
});

test("readArgv() reads every token and never throws when the line is any words", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("sub00", "sub10", "--flag-1", "--nope", "--nope=1", "-a", "-ab", "--", "-", "--flag-2="),
  );
  fc.assert(
    fc.property(fc.gen(), fc.array(word, { maxLength: 8 }), (g, argv) => {
      const grammar = buildGrammar(drawCommands(g), { framework: g(fc.constantFrom, "clap", "commander") });
      const { parts } = readArgv(grammar, argv);
      assert.deepEqual([...new Set(parts.map(({ token }) => token))], [...argv.keys()]);
      for (const part of parts) if (part.type === "unknown" || part.type === "stray") assert.notEqual(part.problem, undefined);
      assert.equal(
        matchArgv(grammar, argv).type === "match",
        parts.every(({ problem }) => problem === undefined),
      );
    }),
    { numRuns: 500 },
  );
});
