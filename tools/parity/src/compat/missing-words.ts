import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { isSamePath } from "@lockstep/kernel";
import type { ArgvReading } from "@lockstep/surface/argv";
import { needsSubCommand } from "@lockstep/surface/diff";
import { flagNamesOf } from "../history/unit-states-in.ts";

/** What a command needs, and a line does not give. */
export type MissingWord =
  /** With the arg's name, or the flag as the usage spells it. */
  | { readonly unit: "arg" | "flag"; readonly name: string }
  /** One of the commands below it. */
  | { readonly unit: "command" };

/**
 * What the command that a line ends at needs, and the line does not give; nothing where it asks for help or the version. An arg counts
 * where its usage asks for it and offers nothing else instead, and a sub-command where each line of the usage asks for one.
 */
export type MissingWordsOf = (reading: ArgvReading) => readonly MissingWord[];

/** The frameworks that write a flag into the usage if, and only if, it must be given. */
const usageShowsRequired: ReadonlySet<string> = new Set(["clap", "argparse"]);
const answersAtOnce: ReadonlySet<string> = new Set(["--help", "-h", "--version", "-V"]);

/** Prepares the surface of one version on one target. */
export function missingWordsIn({ commands }: Pick<UpstreamSnapshotV1, "commands">, framework: CliDescriptor["framework"]): MissingWordsOf {
  const byPath = new Map(commands.map((command) => [command.path.join("\0"), command]));
  const groups = new Set(commands.filter(({ path }) => path.length > 0).map(({ path }) => path.slice(0, -1).join("\0")));
  return ({ path, parts }) => {
    const command = byPath.get(path.join("\0"));
    if (command === undefined || parts.some((part) => part.type === "flag" && answersAtOnce.has(part.spelling))) return [];
    const args = new Set(parts.flatMap((part) => (part.type === "arg" && isSamePath(part.path, path) ? [part.name] : [])));
    const flags = new Set(parts.flatMap((part) => (part.type === "flag" ? [part.key, part.spelling] : [])));
    const words = neededWords(command.usage ?? "");
    const shown = argsInUsage(words);
    return [
      ...(command.args ?? [])
        .filter(({ name, required }) => required && shown.has(name) && !args.has(name))
        .map(({ name }) => ({ unit: "arg" as const, name })),
      ...(needsSubCommand(command, groups.has(path.join("\0"))) === true ? [{ unit: "command" as const }] : []),
      ...(usageShowsRequired.has(framework) ? flagsInUsage(words) : []).flatMap((name) => {
        const known = command.flags?.find((flag) => flagNamesOf(flag).includes(name));
        return known === undefined || flagNamesOf(known).some((each) => flags.has(each)) ? [] : [{ unit: "flag" as const, name }];
      }),
    ];
  };
}

/** The words of a usage, each group in brackets as one, without those that have another one beside them to choose. */
function neededWords(usage: string): readonly string[] {
  const words: string[] = [];
  let [word, depth] = ["", 0];
  for (const char of `${usage.split("\n")[0] ?? ""} `) {
    if ("[<({".includes(char)) depth += 1;
    if ("]>)}".includes(char)) depth -= 1;
    if (depth > 0 || !/\s/.test(char)) word += char;
    else if (word !== "") {
      words.push(word);
      word = "";
    }
  }
  const isChoice = (each: string | undefined): boolean =>
    each !== undefined && (each === "|" || /[\]>)}\w]\|[-[<({\w]/.test(withoutAngles(each)));
  return words.filter((each, at) => !isChoice(each) && words[at - 1] !== "|" && words[at + 1] !== "|");
}

/** `<a|b>` is one name. */
function withoutAngles(word: string): string {
  return word.replaceAll(/<[^<>]*>/g, "<>");
}

/** The args that a usage asks for, by name. */
function argsInUsage(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.map((word) =>
      word
        .replace(/\.{3}$/, "")
        .replace(/^<(.*)>$/, "$1")
        .replace(/\.{3}$/, ""),
    ),
  );
}

/** The flags that a usage asks for; nothing behind `--` is one. */
function flagsInUsage(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return words.slice(0, end === -1 ? words.length : end).flatMap((word) => /^(--?[A-Za-z][\w-]*)(?:=.*)?$/.exec(word)?.[1] ?? []);
}
