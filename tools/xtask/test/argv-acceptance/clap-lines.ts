import type { SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import fc, { type Arbitrary } from "fast-check";

/** A part of a drawn command line. */
interface Piece {
  readonly words: readonly string[];
  /** The same with the last value in the flag's own word, where it stands in one of its own. */
  readonly attached?: readonly string[];
  /** A flag of the command itself, which takes any value. */
  readonly free?: SnapshotFlag;
}

/**
 * Command lines of a clap program, right and wrong: paths and aliases, and around every sub-command flags in each spelling,
 * with and without values, repeated, negated, misspelt, of other commands, and words. What is drawn is harmless once it ends
 * in `--help`: nothing of it is `--`, and a command that passes its words on to another program is named by its path alone, with
 * nothing behind it that could be taken for such a word. `--help` and `--version` themselves would keep the rest from being read.
 */
export function clapLines(commands: readonly SnapshotCommand[]): Arbitrary<readonly string[]> {
  const byPath = new Map(commands.map((command) => [command.path.join(" "), command]));
  const at = (path: readonly string[]): SnapshotCommand => byPath.get(path.join(" ")) ?? { path };
  const drawing = new ClapPieces(commands);
  return fc.constantFrom(...commands).chain(({ path }) =>
    fc
      .tuple(
        ...[...path.keys(), path.length].map((depth) => {
          const command = at(path.slice(0, depth));
          const name = depth === 0 ? fc.constant([]) : fc.constantFrom(...namesOf(command)).map((each) => [each]);
          return fc.tuple(name, fc.array(drawing.piece(command), { maxLength: depth === path.length ? 4 : 2 }));
        }),
      )
      .map((levels) =>
        levels.flatMap(([name, pieces], depth) => [
          ...name,
          ...pieces.flatMap((piece, index) =>
            depth < path.length && index === pieces.length - 1 && isJudgedLate(piece, pieces.slice(0, -1))
              ? (piece.attached ?? piece.words)
              : piece.words,
          ),
        ]),
      ),
  );
}

/**
 * Whether clap would not look at a piece that a sub-command follows: it reads a value in a word of its own only when the next
 * flag comes, and the sub-command's `--help` comes first. That hides a value that is not possible, and a repeat.
 */
function isJudgedLate({ free }: Piece, before: readonly Piece[]): boolean {
  if (free === undefined) return true;
  // Any cluster may hold its short form.
  return before.some(({ words }) => words.some((word) => /^-[^-]/.test(word) || word.split("=", 1)[0] === free.long));
}

class ClapPieces {
  readonly #flags: readonly SnapshotFlag[];
  readonly #root: SnapshotCommand | undefined;
  readonly #words: readonly string[];

  constructor(commands: readonly SnapshotCommand[]) {
    this.#flags = commands.flatMap(ownFlags);
    this.#root = commands.find(({ path }) => path.length === 0);
    // No word may lead to a command that passes words on: it would take all that follows.
    const onTheWay = ({ path }: SnapshotCommand): boolean =>
      commands.some((command) => passesWordsOn(command) && path.length > 0 && path.every((name, depth) => command.path[depth] === name));
    const passing = new Set(commands.filter((command) => onTheWay(command) || passesWordsOn(command)).flatMap(namesOf));
    this.#words = ["word", "-", "1", "a=b", "a,b", "help", "", ...commands.flatMap(namesOf).filter((name) => !passing.has(name))];
  }

  /** One piece for a command, more often right than wrong. */
  piece(command: SnapshotCommand): Arbitrary<Piece> {
    const own = ownFlags(command);
    const lists = own.filter(({ variadic }) => variadic === true);
    const once = own.filter((flag) => flag.repeatable !== true && this.#isShared(flag));
    if (passesWordsOn(command)) return own.length === 0 ? fc.constant({ words: [] }) : this.#attached(fc.constantFrom(...own));
    const foreign = this.#flags;
    return fc.oneof(
      ...(own.length === 0
        ? []
        : [
            { weight: 10, arbitrary: this.#whole(fc.constantFrom(...own)) },
            { weight: 2, arbitrary: this.#cluster(own) },
            { weight: 1, arbitrary: this.#wrong(fc.constantFrom(...own)) },
          ]),
      // Repeats on one command and on the next.
      ...(once.length === 0 ? [] : [{ weight: 3, arbitrary: this.#whole(fc.constantFrom(...once)) }]),
      ...(lists.length === 0 ? [] : [{ weight: 2, arbitrary: this.#list(fc.constantFrom(...lists)) }]),
      { weight: 1, arbitrary: this.#whole(fc.constantFrom(...ownFlags(this.#root ?? command)), false) },
      { weight: 1, arbitrary: this.#whole(fc.constantFrom(...foreign), false) },
      {
        weight: 1,
        arbitrary: fc.oneof(fc.constantFrom(...this.#words), fc.constantFrom("help", "word")).map((word) => ({ words: [word] })),
      },
    );
  }

  #isShared(flag: SnapshotFlag): boolean {
    return this.#flags.filter(({ long }) => long === flag.long).length > 1;
  }

  /** A flag that takes several values, with some. */
  #list(flags: Arbitrary<SnapshotFlag>): Arbitrary<Piece> {
    const values = fc.array(fc.constantFrom(...this.#words), { minLength: 1, maxLength: 3 });
    return flags.chain((flag) =>
      fc.tuple(fc.constantFrom(...spellingsOf(flag)), values).map(([word, words]) => ({ words: [word, ...words] })),
    );
  }

  /** A flag with what it wants, in any spelling. */
  #whole(flags: Arbitrary<SnapshotFlag>, isOwn = true): Arbitrary<Piece> {
    return flags.chain((flag): Arbitrary<Piece> => {
      const spelling = fc.constantFrom(...spellingsOf(flag));
      if (!flag.takes_value) return spelling.map((word) => ({ words: [word] }));
      const form = fc.constantFrom(
        "next",
        "next",
        "attached",
        "equals",
        ...(flag.optional_value === true ? (["none", "none"] as const) : []),
      );
      return fc.tuple(spelling, form, this.#value(flag)).map(([word, how, value]) => ({
        ...pieceOf(word, value, how),
        ...(isOwn && flag.possible_values === undefined ? { free: flag } : {}),
      }));
    });
  }

  /** Of one flag its long form with the value attached: nothing of it can be a word for another program. */
  #attached(flags: Arbitrary<SnapshotFlag>): Arbitrary<Piece> {
    return flags.chain((flag) =>
      this.#value(flag).map((value) => ({
        words: [flag.takes_value ? `${flag.long ?? flag.short ?? ""}=${value}` : (flag.long ?? flag.short ?? "")],
      })),
    );
  }

  /** Up to three short switches in one word, and behind them a flag with its value. */
  #cluster(flags: readonly SnapshotFlag[]): Arbitrary<Piece> {
    const switches = flags.flatMap(({ short, takes_value }) => (short === undefined || takes_value ? [] : [short]));
    const valued = flags.filter(({ short, takes_value }) => short !== undefined && takes_value);
    const leading = switches.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...switches), { maxLength: 3 });
    if (valued.length === 0) return leading.map((shorts) => ({ words: shorts.length === 0 ? [] : [clusterOf(shorts)] }));
    return fc
      .tuple(leading, fc.constantFrom(...valued), fc.constantFrom("next", "attached", "equals"))
      .chain(([shorts, flag, how]) => this.#value(flag).map((value) => pieceOf(clusterOf([...shorts, flag.short ?? ""]), value, how)));
  }

  /** A flag with a mistake. */
  #wrong(flags: Arbitrary<SnapshotFlag>): Arbitrary<Piece> {
    return flags.chain((flag) => {
      const name = flag.long ?? flag.short ?? "";
      return (
        fc
          .constantFrom(
            { words: [`${name}x`] },
            { words: [name.slice(0, -1)] },
            { words: [name.toUpperCase()] },
            { words: [name.replace(/^--/, "--no-")] },
            { words: [name.replace(/^--/, "-")] },
            flag.takes_value ? { words: [name] } : { words: [`${name}=1`] },
          )
          // `-h` and `-V` end the reading, also in a cluster.
          .filter(({ words: [word] }) => word !== "--" && word !== "-" && !/^-[^-]*[hV]/.test(word ?? ""))
      );
    });
  }

  #value({ possible_values = [] }: SnapshotFlag): Arbitrary<string> {
    const word = fc.constantFrom(...this.#words);
    const wrong = fc.constantFrom(...possible_values.flatMap((value) => [value.toUpperCase(), value.slice(1), `${value},${value}`]), "-5");
    if (possible_values.length === 0) return fc.oneof({ weight: 20, arbitrary: word }, { weight: 1, arbitrary: fc.constant("-5") });
    return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...possible_values) }, word, wrong);
  }
}

function ownFlags({ flags = [] }: SnapshotCommand): readonly SnapshotFlag[] {
  return flags.filter(({ long }) => long !== "--help" && long !== "--version");
}

function passesWordsOn({ args = [], usage = "" }: SnapshotCommand): boolean {
  return args.some(({ variadic }) => variadic) || /\.\.\.|(?:^|\s)--(?:\s|$)/.test(usage);
}

function namesOf({ path, aliases = [] }: SnapshotCommand): readonly string[] {
  return [...path.slice(-1), ...aliases];
}

function spellingsOf({ long, short, aliases = [], negatable }: SnapshotFlag): readonly string[] {
  const negation = negatable === true ? long?.replace("--", "--no-") : undefined;
  return [long, short, ...aliases, negation].filter((name) => name !== undefined);
}

function clusterOf(shorts: readonly string[]): string {
  return `-${shorts.map((short) => short.slice(1)).join("")}`;
}

function pieceOf(spelling: string, value: string, how: "next" | "attached" | "equals" | "none"): Piece {
  const attached = [spelling.startsWith("--") || how === "equals" ? `${spelling}=${value}` : `${spelling}${value}`];
  if (how === "next") return { words: [spelling, value], attached };
  return { words: how === "none" ? [spelling] : attached };
}
