import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, UnionCommand, UnionFlag } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import fc, { type GeneratorValue } from "fast-check";
import { buildGrammar, type Grammar } from "./grammar.ts";
import { matchArgv, type UnitUse } from "./match-argv.ts";
import { readArgv } from "./read-argv.ts";

const available_on = ["x86_64-unknown-linux-musl"];

/** A CLI of up to three levels in which no two flags share a spelling. */
interface DrawnCli {
  readonly isCommander: boolean;
  readonly commands: readonly UnionCommand[];
  readonly grammar: Grammar;
  /** The root's flags that a command takes too, by path. */
  readonly rootFlags: ReadonlyMap<string, readonly UnionFlag[]>;
}

/** Draws an item by its place: the generator may hand out an equal object of an earlier run for the item itself. */
function pick<Item>(g: GeneratorValue, items: readonly Item[]): Item {
  return items[g(fc.nat, { max: items.length - 1 })] as Item;
}

function drawCli(g: GeneratorValue): DrawnCli {
  const isCommander = g(fc.boolean);
  const commands: UnionCommand[] = [];
  let flagCount = 0;
  const drawFlag = (): UnionFlag => {
    flagCount += 1;
    const long = `--flag-${String(flagCount)}`;
    const short = flagCount < 26 ? `-${String.fromCodePoint(96 + flagCount)}` : undefined;
    const takes_value = g(fc.boolean);
    const spelling = g(fc.constantFrom, "long", "short", "both");
    const names = short === undefined || spelling === "long" ? { long } : spelling === "short" ? { short } : { long, short };
    const list = takes_value && g(fc.nat, { max: 4 }) === 0;
    return omitAbsent({
      key: "long" in names ? long : (short ?? long),
      ...names,
      takes_value,
      repeatable: list ? true : undefined,
      available_on,
      possible_values: takes_value && g(fc.nat, { max: 3 }) === 0 ? ["one", "two"] : undefined,
      optional_value: takes_value && !list && g(fc.boolean) ? true : undefined,
      variadic: list ? true : undefined,
      negatable: "long" in names && g(fc.boolean) ? true : undefined,
      global: commands.length === 0 && g(fc.boolean) ? true : undefined,
      sources: g(fc.boolean) ? (["help", "completion"] as const) : undefined,
    });
  };
  const drawCommand = (path: readonly string[]): void => {
    const names = Array.from({ length: g(fc.nat, { max: 3 }) }, (_, index) => `ARG${String(index)}`);
    const flags = Array.from({ length: g(fc.nat, { max: 4 }) }, drawFlag);
    commands.push({
      path,
      available_on,
      usage: `tool ${names
        .toReversed()
        .map((name) => `<${name}>`)
        .join(" ")}`,
      args: names.map((name, index) => ({ name, required: true, variadic: index === 0 && g(fc.boolean), available_on })),
      flags,
      ...(path.length > 0 && g(fc.boolean) ? { aliases: [`alias-${path.at(-1) ?? ""}`] } : {}),
    });
    if (path.length < 3)
      for (let index = 0; index < g(fc.nat, { max: 2 }); index += 1) drawCommand([...path, `sub${String(path.length)}${String(index)}`]);
  };
  drawCommand([]);
  const ofRoot = commands[0]?.flags ?? [];
  const isShown = g(fc.boolean);
  const copied = new Map(commands.map(({ path }) => [path.join(" "), ofRoot.filter(() => g(fc.boolean))]));
  const snapshot = {
    commands: commands.map(({ path, flags = [] }): SnapshotCommand => ({
      path,
      flags: [...flags, ...(path.length === 0 ? [] : (copied.get(path.join(" ")) ?? []))].map(
        ({ key: _key, available_on: _targets, ...flag }) => flag,
      ),
      sources: ["help"],
    })),
  };
  const rootFlags = new Map(
    [...copied].map(([path, flags]) => [path, isShown ? ofRoot.filter((flag) => flag.global === true || flags.includes(flag)) : ofRoot]),
  );
  const grammar = buildGrammar(commands, { framework: isCommander ? "commander" : "clap", snapshots: isShown ? [snapshot] : [] });
  return { isCommander, commands, grammar, rootFlags };
}

/** Draws a command line that such a CLI accepts, with the units that it uses. */
class LineDrawing {
  readonly argv: string[] = [];
  readonly uses: UnitUse[] = [];
  readonly #g: GeneratorValue;
  readonly #cli: DrawnCli;
  #given = new Set<UnionFlag>();

  constructor(g: GeneratorValue, cli: DrawnCli) {
    this.#g = g;
    this.#cli = cli;
    let command = cli.commands[0];
    while (command !== undefined) {
      this.#given = new Set();
      for (let count = g(fc.nat, { max: 2 }); count > 0; count -= 1) this.#drawFlag(command);
      const children = cli.commands.filter(
        ({ path }) => path.length === (command?.path.length ?? 0) + 1 && isBelow(path, command?.path ?? []),
      );
      const next = children.length > 0 && g(fc.boolean) ? pick(g, children) : undefined;
      if (next === undefined) this.#drawArgs(command);
      else this.#drawSubCommand(command, next);
      command = next;
    }
  }

  #use(unit: UnitUse["unit"], path: readonly string[], name: string): void {
    this.uses.push({ unit, path, name, token: this.argv.length });
  }

  #anyText(): string {
    return this.#g(fc.boolean) ? this.#g(fc.string) : this.#g(fc.constantFrom, "--", "-", "--flag-1", "sub00", "help", "", "a=b");
  }

  #drawSubCommand(command: UnionCommand, next: UnionCommand): void {
    const before = command.args?.at(-1);
    if (!this.#cli.isCommander && before !== undefined && before.variadic !== true && this.#g(fc.boolean)) {
      this.#use("arg", command.path, before.name);
      this.argv.push(`word ${this.#anyText()}`);
    }
    this.#use("command", next.path, "");
    this.argv.push(this.#g(fc.constantFrom, next.path.at(-1) ?? "", ...(next.aliases ?? [])));
  }

  #drawFlag(command: UnionCommand): void {
    const g = this.#g;
    const isOwn = command.path.length === 0 || g(fc.boolean);
    const path = isOwn ? command.path : [];
    const known = isOwn ? (command.flags ?? []) : (this.#cli.rootFlags.get(command.path.join(" ")) ?? []);
    const flags = known.filter(
      (flag) => !this.#given.has(flag) || this.#cli.isCommander || flag.repeatable === true || flag.sources === undefined,
    );
    if (flags.length === 0) return;
    const flag = pick(g, flags);
    if (flag.negatable === true && flag.long !== undefined && g(fc.boolean)) {
      this.#use("flag", path, flag.key);
      this.argv.push(flag.long.replace("--", "--no-"));
      return;
    }
    const switches = flags.filter((other) => other !== flag && other.short !== undefined && !other.takes_value);
    const leading = flag.short === undefined ? [] : switches.slice(0, g(fc.nat, { max: 2 }));
    const isShort = flag.short !== undefined && (flag.long === undefined || leading.length > 0 || g(fc.boolean));
    const used = [...(isShort ? leading : []), flag];
    const word = isShort ? `-${used.map(({ short }) => short?.slice(1)).join("")}` : (flag.long ?? "");
    for (const each of used) {
      this.#use("flag", path, each.key);
      this.#given.add(each);
    }
    this.#drawValue(flag, path, word, isShort);
  }

  #drawValue(flag: UnionFlag, path: readonly string[], word: string, isShort: boolean): void {
    const g = this.#g;
    const value = (text: string): string => (flag.possible_values === undefined ? text : g(fc.constantFrom, ...flag.possible_values));
    const attached = (name: string): string => (isShort ? `${name}${value(`v${this.#anyText()}`)}` : `${name}=${value(this.#anyText())}`);
    const plain = (): string => value(this.#anyText().replace(/^-+(?=.)/, ""));
    if (!flag.takes_value) {
      this.argv.push(word);
    } else if (g(fc.boolean)) {
      this.argv.push(attached(word));
    } else if (flag.optional_value === true) {
      this.argv.push(word);
      // Else the next word may be taken for the value.
      if (this.#cli.isCommander) this.argv.push(plain());
    } else if (flag.variadic === true) {
      this.argv.push(word, plain(), ...Array.from({ length: g(fc.nat, { max: 2 }) }, plain));
      // The list ends where a flag stands.
      this.#use("flag", path, flag.key);
      this.argv.push(attached(isShort ? (flag.short ?? "") : word));
    } else {
      this.argv.push(word, this.#cli.isCommander ? value(this.#anyText()) : plain());
    }
  }

  #drawArgs(last: UnionCommand): void {
    const g = this.#g;
    let areFlagsOver = false;
    for (const { name, variadic } of (last.args ?? []).toReversed()) {
      let isFirst = true;
      for (let count = variadic === true ? 2 : 1; count > 0; count -= 1) {
        const length = this.argv.length;
        if (!areFlagsOver) this.#drawFlag(last);
        // Behind a flag a sub-command may stand again.
        if (this.argv.length > length) isFirst = true;
        if (!areFlagsOver && g(fc.boolean)) {
          this.argv.push("--");
          areFlagsOver = true;
        }
        this.#use("arg", last.path, name);
        if (isFirst && (!areFlagsOver || this.#cli.isCommander)) this.argv.push(`word ${this.#anyText()}`);
        else this.argv.push(areFlagsOver ? this.#anyText() : g(fc.constantFrom, "-", "sub00", "word"));
        isFirst = false;
      }
      if (variadic === true || g(fc.nat, { max: 3 }) === 0) return;
    }
  }
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return above.every((token, index) => path[index] === token);
}

const anyWord = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "sub00",
    "sub10",
    "help",
    "--flag-1",
    "--no-flag-1",
    "--nope",
    "--nope=1",
    "-a",
    "-ab",
    "--",
    "-",
    "--flag-2=",
    "--=x",
    "-=",
    "---",
  ),
);

test("matchArgv() credits exactly the units used when the line is drawn from the grammar", () => {
  let units = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const cli = drawCli(g);
      const { argv, uses } = new LineDrawing(g, cli);
      const match = matchArgv(cli.grammar, argv);
      assert(match.type === "match", JSON.stringify({ argv, match }));
      assert.deepEqual(match.uses, uses, JSON.stringify(argv));
      units += uses.length;
    }),
    { numRuns: 1000 },
  );
  assert(units > 1000, "the drawn lines use too few units to prove anything");
});

test("matchArgv() refuses a line that is drawn from the grammar when one more flag is wrong in it", () => {
  let lines = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const cli = drawCli(g);
      const { argv } = new LineDrawing(g, cli);
      const path = matchArgv(cli.grammar, argv);
      assert(path.type === "match");
      const command = cli.commands.find((each) => each.path.join(" ") === path.path.join(" "));
      const flag = pick(g, [...(command?.flags ?? []), ...cli.commands.flatMap(({ flags = [] }) => flags), undefined]);
      const taken = [...(command?.flags ?? []), ...(cli.rootFlags.get(path.path.join(" ")) ?? [])];
      const spelling = flag?.long ?? flag?.short ?? "--nope";
      const isTaken = flag !== undefined && taken.includes(flag);
      // Of a flag that a command only may have of the root no values are known.
      const isOwn = flag !== undefined && command?.flags?.includes(flag) === true;
      const badValue = isOwn && flag.possible_values !== undefined ? [`${spelling}=ONE`] : undefined;
      const wrong = !isTaken ? [spelling] : flag.takes_value ? badValue : [`${spelling}=1`];
      if (wrong === undefined || argv.includes("--")) return;
      lines += 1;
      const match = matchArgv(cli.grammar, [...argv, ...wrong]);
      assert(match.type === "mismatch", JSON.stringify({ argv, wrong, match }));
      assert.equal(match.token, argv.length);
    }),
    { numRuns: 500 },
  );
  assert(lines > 100, "too few wrong lines were drawn to prove anything");
});

test("matchArgv() answers and never throws when the line is any words", () => {
  fc.assert(
    fc.property(fc.gen(), fc.array(anyWord, { maxLength: 8 }), (g, argv) => {
      const match = matchArgv(drawCli(g).grammar, argv);
      if (match.type === "mismatch") assert(match.token >= 0 && match.token < argv.length && match.reason !== "");
      else assert(match.uses.every(({ token }) => token < argv.length));
    }),
    { numRuns: 500 },
  );
});

test("readArgv() reads every token in order and calls what is unknown or stray wrong when the line is any words", () => {
  fc.assert(
    fc.property(fc.gen(), fc.array(anyWord, { maxLength: 8 }), (g, argv) => {
      const { grammar } = drawCli(g);
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
