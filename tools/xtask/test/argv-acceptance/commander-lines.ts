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

/** Commands that only look, and take no words. */
const harmlessPaths = ["", "mcp list", "plugin list"];

/**
 * Command lines of Claude Code, right and wrong, that are harmless once they end in a flag that it does not know: flags of the
 * list above, before and behind a sub-command, each value in the flag's own word so that nothing is left over for an argument.
 */
export function commanderLines(commands: readonly SnapshotCommand[]): Arbitrary<readonly string[]> {
  const at = (path: string): SnapshotCommand | undefined => commands.find((command) => command.path.join(" ") === path);
  const paths = harmlessPaths.flatMap((path) => at(path)?.path ?? []).length === 0 ? [""] : harmlessPaths.filter((path) => at(path));
  const flags = (at("")?.flags ?? []).filter(({ long, aliases = [] }) => [long, ...aliases].some((name) => harmless.has(name ?? "")));
  const before = fc.array(pieceOf(flags), { maxLength: 4 });
  return fc.oneof(
    { weight: 2, arbitrary: before },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...paths).chain((path) => {
        const own = (at(path)?.flags ?? []).filter(({ long }) => long !== "--help");
        const behind = fc.array(pieceOf([...own, ...own, ...own, ...flags.slice(0, own.length === 0 ? 2 : own.length)]), { maxLength: 2 });
        return fc.tuple(before, behind).map(([first, second]) => [...first, ...path.split(" ").filter((word) => word !== ""), ...second]);
      }),
    },
  );
}

/** One word: a flag in any long spelling, more often right than wrong. */
function pieceOf(flags: readonly SnapshotFlag[]): Arbitrary<string> {
  return fc.constantFrom(...flags).chain((flag) => {
    const { long = "", aliases = [], takes_value, possible_values } = flag;
    const name = fc.constantFrom(long, ...aliases.filter((alias) => alias.startsWith("--")));
    const value = fc.constantFrom(...(possible_values ?? ["v", "", "-5", "--model", "a,b"]));
    const right = fc.tuple(name, value).map(([spelling, text]) => (takes_value ? `${spelling}=${text}` : spelling));
    const badValue = possible_values?.flatMap((text) => [`${long}=${text.toUpperCase()}`, `${long}=${text}x`]) ?? [];
    const wrong = fc.constantFrom(`${long}x=1`, `${long.toUpperCase()}=1`, long.replace("--", "--no-"), ...badValue, ...badValue);
    return fc.oneof(
      { weight: 8, arbitrary: right },
      {
        weight: 1,
        arbitrary: takes_value
          ? wrong
          : fc.oneof(
              wrong,
              name.map((each) => `${each}=1`),
            ),
      },
    );
  });
}
