import type { CliDescriptor } from "@lockstep/contracts";

/** What a framework makes of a command line where frameworks differ and no help text says which way it is. */
export interface ParsingHabits {
  /** A value that may be left out is also the next word, unless that looks like a flag; else it stands only behind `=`. */
  readonly takesOptionalValueFromNextWord: boolean;
  /** A value that must be given is the next word, whatever that looks like; else a word that looks like a flag is none. */
  readonly takesAnyWordAsValue: boolean;
  /** A negative number is a value of a flag that takes one, where other words with a dash are none. */
  readonly takesNegativeNumberAsValue: boolean;
  /** A flag that is given twice is refused, unless it is known to be repeatable. */
  readonly refusesRepeats: boolean;
  /** A sub-command is the first word that belongs to no flag; else it also follows args. */
  readonly subCommandStandsFirst: boolean;
  /** A sub-command may stand behind `--`. */
  readonly subCommandFollowsDashes: boolean;
}

/** The parser in the sources of clap 4, of what it does unless a program asks for something else. */
const clap: ParsingHabits = {
  takesOptionalValueFromNextWord: false,
  takesAnyWordAsValue: false,
  takesNegativeNumberAsValue: false,
  refusesRepeats: true,
  subCommandStandsFirst: false,
  subCommandFollowsDashes: false,
};

/** `parseOptions` in the sources of commander 14. Any flag may be repeated there. */
const commander: ParsingHabits = {
  takesOptionalValueFromNextWord: true,
  takesAnyWordAsValue: true,
  takesNegativeNumberAsValue: true,
  refusesRepeats: false,
  subCommandStandsFirst: true,
  subCommandFollowsDashes: true,
};

/**
 * `yargs-parser` 22 and the choice of the command in `yargs` 18. A word with a dash is no value, but for a negative number. A
 * command is looked for in the first word alone, and not behind `--`.
 */
const yargs: ParsingHabits = {
  takesOptionalValueFromNextWord: true,
  takesAnyWordAsValue: false,
  takesNegativeNumberAsValue: true,
  refusesRepeats: false,
  subCommandStandsFirst: true,
  subCommandFollowsDashes: false,
};

/**
 * `pflag` 1.0 and `Command.Find` in the sources of cobra 1.8. A value that may be left out stands behind `=` alone, one that must
 * be given is the next word whatever that is. A command is the first word that belongs to no flag, and not behind `--`.
 */
const cobra: ParsingHabits = {
  takesOptionalValueFromNextWord: false,
  takesAnyWordAsValue: true,
  takesNegativeNumberAsValue: true,
  refusesRepeats: false,
  subCommandStandsFirst: true,
  subCommandFollowsDashes: false,
};

/**
 * `ArgumentParser` of Python 3.11. A word with a dash is no value, but for a negative number. Sub-commands are one positional
 * among others, which may stand behind those that are declared before it, and are not read behind `--`.
 */
const argparse: ParsingHabits = {
  takesOptionalValueFromNextWord: true,
  takesAnyWordAsValue: false,
  takesNegativeNumberAsValue: true,
  refusesRepeats: false,
  subCommandStandsFirst: false,
  subCommandFollowsDashes: false,
};

const habits: Readonly<Partial<Record<CliDescriptor["framework"], ParsingHabits>>> = { commander, yargs, cobra, argparse };

/** The habits of the framework that `cli.json` names. One that is not known here is read like clap, which guesses least. */
export function habitsOf(framework: CliDescriptor["framework"]): ParsingHabits {
  return habits[framework] ?? clap;
}
