import { type InitializeRequest, renderInitializeFilter } from "./initialize-filter.ts";

/** What a stand-in says after it has recorded a call. */
export type Answer =
  /** A program that gets the call's words, environment and standard input. */
  | { readonly type: "program"; readonly path: string }
  /** Bytes of a file for standard output, and exit code 0. */
  | { readonly type: "captured"; readonly path: string }
  | { readonly type: "nothing" };

/** A CLI to stand in for. */
export interface StandIn {
  readonly binary: string;
  /** The words that ask for the version, and what the CLI then prints. The stand-in answers these itself. */
  readonly versionArgs: readonly string[];
  readonly versionOutput: string;
  readonly answer: Answer;
  readonly initializeRequest: InitializeRequest;
  /** The recording's folder, absolute; the calls go into its folder `calls`. */
  readonly folder: string;
  /** The Node that reads standard input for a program, absolute. */
  readonly node: string;
}

/**
 * The text of a POSIX `sh` script that takes the place of a CLI. It writes each call down before it answers, for `parseCall`: the
 * words, the names of its environment variables, and of those that the process that called it was started with, where the
 * system tells. It needs no variable, no search path and no programs but the system's own. Between a wrapper and an answering
 * program stands a filter that notes the names of the fields of an `initialize` request.
 */
export function renderStandIn({ binary, versionArgs, versionOutput, answer, initializeRequest, folder, node }: StandIn): string {
  const isVersion = versionArgs.map((word, index) => ` && [ "$${String(index + 1)}" = ${quote(word)} ]`).join("");
  return `#!/bin/sh
# Stands in for ${binary.replaceAll(/\s/g, " ")} while "xtask wrapper-coverage --record" runs: writes each call down, then answers.
folder=${quote(folder)}
umask 077
if [ ! -d "$folder/calls" ]; then
  echo 'The recording that this stand-in belongs to is over' >&2
  exit 70
fi
number=0
until (set -C && : >"$folder/calls/$$.$number") 2>/dev/null; do
  number=$((number + 1))
  [ "$number" -lt 10000 ] || exit 70
done
call="$folder/calls/$$.$number"
{
  printf '%s\\0' "$#" "$@"
  command -p awk 'BEGIN { for (name in ENVIRON) print name }'
  printf '\\0'
  if [ -r "/proc/$PPID/environ" ]; then
    command -p tr '\\0\\n' '\\n ' <"/proc/$PPID/environ" | command -p sed 's/=.*//'
  fi
  printf '\\0end\\0'
} >"$call"
if (exec 3<&0) 2>/dev/null; then exec 3<&0; else exec 3</dev/null; fi
if [ "$#" -eq ${String(versionArgs.length)} ]${isVersion}; then
  ${drain}
  printf '%s\\n' ${quote(versionOutput)}
  exit 0
fi
${answering(answer, `${quote(node)} -e ${quote(renderInitializeFilter(initializeRequest))}`)}`;
}

/** Reads what a wrapper writes until it stops: one that writes to a pipe which nobody reads may die of it. */
const drain = "command -p cat <&3 3<&- >/dev/null 2>&1 &";

function answering(answer: Answer, filter: string): string {
  switch (answer.type) {
    case "program":
      // The filter is the one that outlives neither: it ends when the wrapper closes the input, or nobody reads its output.
      return `command -p mkfifo "$call.input"
NODE_OPTIONS= ${filter} "$call.initialize" <&3 3<&- >"$call.input" 2>/dev/null &
exec 3<&-
exec ${quote(answer.path)} "$@" <"$call.input"
`;
    case "captured":
      return `${drain}\ncommand -p cat ${quote(answer.path)}\n`;
    case "nothing":
      return `${drain}\n`;
  }
}

/** A word as the shell reads it literally. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
