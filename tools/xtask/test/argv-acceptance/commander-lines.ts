import type { SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import fc, { type Arbitrary } from "fast-check";

/**
 * Flags of Claude Code that do nothing but set an option, which the command's action reads once the whole line is accepted.
 * Every other one is left out: some act before the line is read (`--bg`, `--cloud`, `--worktree`, `--settings` …), and
 * `--print` is taken out of the line first, wherever it stands.
 */
const harmless: ReadonlySet<string> = new Set([
  "--add-dir",
  "--agent",
  "--allowedTools",
  "--append-system-prompt",
  "--betas",
  "--disable-slash-commands",
  "--disallowedTools",
  "--effort",
  "--fallback-model",
  "--fork-session",
  "--include-hook-events",
  "--include-partial-messages",
  "--input-format",
  "--json-schema",
  "--max-budget-usd",
  "--model",
  "--name",
  "--no-session-persistence",
  "--output-format",
  "--permission-mode",
  "--replay-user-messages",
  "--resume",
  "--session-id",
  "--strict-mcp-config",
  "--system-prompt",
  "--tools",
  "--verbose",
]);

/** The commands that lines are drawn for: beside the root those that only look, and take no words. */
const harmlessPaths: ReadonlySet<string> = new Set(["", "mcp list", "plugin list"]);

/**
 * Command lines of Claude Code, right and wrong, that are harmless once they end in a flag that it does not know: flags of the
 * list above, before and behind a sub-command, each value in the flag's own word so that nothing is left over for an argument.
 */
export function commanderLines(commands: readonly SnapshotCommand[]): Arbitrary<readonly string[]> {
  const ofRoot = longFlags(commands.find(({ path }) => path.length === 0)).filter(({ long, aliases = [] }) =>
    [long, ...aliases].some((name) => harmless.has(name)),
  );
  const drawn = commands.filter(({ path }) => harmlessPaths.has(path.join(" ")));
  return fc.constantFrom(...drawn).chain((command) => {
    const before = fc.array(word(ofRoot), { maxLength: 4 });
    if (command.path.length === 0) return before;
    const own = longFlags(command);
    const right = own.length === 0 ? fc.constant([]) : fc.array(word(own), { maxLength: 2 });
    const behind = fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: fc.array(word(ofRoot), { maxLength: 1 }) });
    return fc.tuple(before, behind).map(([first, second]) => [...first, ...command.path, ...second]);
  });
}

type LongFlag = SnapshotFlag & { readonly long: string };

/** The flags that have a long form, which alone can have its value in the same word. */
function longFlags(command: SnapshotCommand | undefined): readonly LongFlag[] {
  return (command?.flags ?? []).flatMap((flag) =>
    flag.long === undefined || flag.long === "--help" ? [] : [{ ...flag, long: flag.long }],
  );
}

/** One word: a flag in any long spelling, more often right than wrong. */
function word(flags: readonly LongFlag[]): Arbitrary<string> {
  return fc.constantFrom(...flags).chain(({ long, aliases = [], takes_value, possible_values }) => {
    const name = fc.constantFrom(long, ...aliases.filter((alias) => alias.startsWith("--")));
    const value = fc.constantFrom(...(possible_values ?? ["v", "", "-5", "--model", "a,b"]));
    const right = fc.tuple(name, value).map(([spelling, text]) => (takes_value ? `${spelling}=${text}` : spelling));
    const badValues = possible_values?.flatMap((text) => [`${long}=${text.toUpperCase()}`, `${long}=${text}x`]) ?? [];
    const unwanted = takes_value ? [] : [`${long}=1`];
    const wrong = fc.constantFrom(`${long}x=1`, `${long.toUpperCase()}=1`, long.replace("--", "--no-"), ...unwanted, ...badValues);
    return fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong });
  });
}
