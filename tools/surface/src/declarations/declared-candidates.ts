import type { DeclaredCommand, DeclaredOption, DeclaredSurface } from "@lockstep/contracts";
import { PROBE_VALUE } from "../acceptance/acceptance-protocol.ts";
import { parseFlagSpelling, type FlagCandidate } from "../acceptance/flag-candidate.ts";
import type { AcceptanceCommand } from "../acceptance/plan-acceptance.ts";
import { acceptanceProtocolFor } from "../acceptance/protocol-for.ts";
import { findFlag } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { isCommandName } from "../parsers/command-name.ts";
import { frameworkAt, type FrameworkChoice } from "../parsers/parser-for.ts";
import { isDeclared, isHiddenUnlessShown } from "./declaring-frameworks.ts";

/** A declared option that the help of a command does not show. */
export interface DeclaredCandidate extends FlagCandidate {
  readonly option: DeclaredOption;
  /** Whether the text says that it is an option of this command; else it is one of some command. */
  readonly isAttributed: boolean;
}

/** What is declared and not shown by help, of a program that can be asked about it. */
export interface DeclaredCandidates {
  /** Those that take a value: a call that gives one asks about no word that the program may act on by itself. */
  readonly asked: readonly DeclaredCandidate[];
  /**
   * Switches of which the declaration is not enough to know that the program has them. Nobody has reviewed them, and a program
   * may act on such a word before it reads its command line.
   */
  readonly unasked: readonly DeclaredCandidate[];
}

/**
 * The declared options to ask about: those that the help of their command does not show and that are not among the reviewed
 * `known` ones. Commands that cannot be asked have none.
 */
export function declaredCandidates(
  choice: FrameworkChoice,
  commands: readonly AcceptanceCommand[],
  declarations: DeclaredSurface | undefined,
  known: readonly FlagCandidate[],
): DeclaredCandidates {
  if (declarations === undefined) return { asked: [], unasked: [] };
  const canBeAsked = ({ path }: AcceptanceCommand): boolean =>
    isDeclared(choice, path) && acceptanceProtocolFor(frameworkAt(choice, path)) !== undefined;
  const reviewed = new Set(known.map(({ path, flag }) => [...path, parseFlagSpelling(flag)?.name].join(" ")));
  const all = declarations.commands.flatMap((declared) =>
    placesOf(declared, commands.filter(canBeAsked)).flatMap(({ path, page }) => {
      return declared.options.flatMap((option): readonly DeclaredCandidate[] => {
        const names = flagNames(option);
        const [name] = names;
        const isKnown = findFlag(page?.flags ?? [], option) !== undefined || names.some((each) => reviewed.has([...path, each].join(" ")));
        if (name === undefined || isKnown) return [];
        const flag = option.takes_value ? `${name}=${valueFor(option)}` : name;
        return parseFlagSpelling(flag) === undefined ? [] : [{ path, flag, option, isAttributed: declared.path !== undefined }];
      });
    }),
  );
  return {
    asked: all.filter(({ option }) => option.takes_value),
    unasked: all.filter(({ option, isAttributed }) => !option.takes_value && isAttributed && !isHiddenUnlessShown(option)),
  };
}

/** The commands, with those marked of which the program declares that they act on flags which they do not know. */
export function markUnknownOptions(
  commands: readonly AcceptanceCommand[],
  declarations: DeclaredSurface | undefined,
): readonly AcceptanceCommand[] {
  const lax = new Set(
    (declarations?.commands ?? [])
      .filter(({ takes_unknown_options }) => takes_unknown_options === true)
      .flatMap((declared) => placesOf(declared, commands)),
  );
  return commands.map((command) => (lax.has(command) ? { ...command, takesUnknownOptions: true } : command));
}

/** The commands that a declared command may be: the one of its path, else all whose last words are those that are known of it. */
function placesOf({ path, tail = [] }: DeclaredCommand, commands: readonly AcceptanceCommand[]): readonly AcceptanceCommand[] {
  const wanted = (path ?? tail).join(" ");
  return commands.filter((command) => {
    const own = command.path.join(" ");
    return path === undefined ? wanted === "" || ` ${own}`.endsWith(` ${wanted}`) : own === wanted;
  });
}

function valueFor({ possible_values = [] }: DeclaredOption): string {
  const [first] = possible_values;
  return first !== undefined && /^[^\s\p{Cc}]+$/u.test(first) ? first : PROBE_VALUE;
}

/**
 * The declared commands that no help lists and whose help may be asked for. By its first word a command is asked for only of
 * programs that read their whole command line before they do anything: others may look at that word alone and start something. One
 * that acts on flags which it does not know is not asked for: it may have no `--help`, and start with it.
 */
export function askedDeclaredPaths(choice: FrameworkChoice, declarations: DeclaredSurface | undefined): readonly (readonly string[])[] {
  const readsAllFirst = choice.framework === "yargs" || choice.framework === "oclif";
  const lax = new Set(
    (declarations?.commands ?? []).flatMap(({ path, takes_unknown_options }) =>
      takes_unknown_options === true && path !== undefined ? [path.join(" ")] : [],
    ),
  );
  return hiddenPaths(declarations).filter(
    (path) => isDeclared(choice, path) && (path.length > 1 || readsAllFirst) && !lax.has(path.join(" ")),
  );
}

/** The declared commands that are hidden for sure. */
export function hiddenPaths(declarations: DeclaredSurface | undefined): readonly (readonly string[])[] {
  return (declarations?.commands ?? []).flatMap(({ path, hidden, conditional }) =>
    path !== undefined && path.length > 0 && hidden === true && conditional !== true && path.every(isCommandName) ? [path] : [],
  );
}
