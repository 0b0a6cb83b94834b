import { ArgvReader } from "./argv-reader.ts";
import type { ArgvReading } from "./argv-reading.ts";
import type { Grammar } from "./grammar.ts";

/**
 * Reads any command line (without the binary) from left to right, and never fails: sub-commands and aliases, flags of the
 * command in force, `--flag=value`, short clusters, `--`, and positional args. Words behind `--` are for the args that the
 * usage shows there, if it shows any. A lone `-` is a value. What the CLI would refuse has a problem; what follows is read on.
 *
 * An unknown long flag without `=` has the next word as its value, if that is neither a flag nor a sub-command and no arg of
 * the command is left for it: a word that an arg can take is the arg's, which may be too much for the arg and too little for
 * the flag. A flag that only a command above has is unknown too, but takes a value exactly if it does there. What
 * follows an unknown short flag in its word counts as its value.
 */
export function readArgv(grammar: Grammar, argv: readonly string[]): ArgvReading {
  return new ArgvReader(grammar, argv).read();
}
