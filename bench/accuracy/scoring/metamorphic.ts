import { join } from "node:path";
import type { CorpusEntry } from "../corpus.ts";
import type { IsolatedCli } from "../isolated-cli.ts";
import { spellingsOf, takeSnapshot, type Snapshot, type TakeOptions } from "../take-snapshot.ts";
import { pathKey } from "../truth/truth.ts";

/** What a change of the help texts that means nothing has changed in the snapshot. */
export interface Variant {
  readonly name: string;
  /** Units that differ, with what is there then; a failure is one. */
  readonly differences: readonly string[];
  /** Whether the program printed the very same root help, so that there was nothing to compare. */
  readonly isIgnored: boolean;
}

const hooks = join(import.meta.dirname, "../hooks");
const variants: readonly (readonly [name: string, options: Omit<TakeOptions, "sources">])[] = [
  ["60 columns", { env: { COLUMNS: "60" } }],
  ["80 columns", { env: { COLUMNS: "80" } }],
  ["120 columns", { env: { COLUMNS: "120" } }],
  ["CRLF", { via: `bash ${join(hooks, "with-crlf.sh")}` }],
  ["colour", { via: `bash ${join(hooks, "with-colour.sh")}` }],
  ["own colour", { env: { NO_COLOR: "", CLICOLOR: "1", CLICOLOR_FORCE: "1", FORCE_COLOR: "1", TERM: "xterm-256color" } }],
];

/** Takes the help-only snapshot again in other shapes of the same help texts, and compares units and value fields. */
export async function compareVariants(
  repository: string,
  entry: CorpusEntry,
  binary: string,
  cli: IsolatedCli,
  base: Snapshot,
): Promise<readonly Variant[]> {
  const expected = unitsOf(base);
  const compared: Variant[] = [];
  const usual = await cli.call(["--help"]);
  for (const [name, options] of variants) {
    const changed = options.env === undefined ? undefined : await cli.call(["--help"], options.env);
    if (changed?.stdout === usual.stdout && changed.stderr === usual.stderr) {
      compared.push({ name, differences: [], isIgnored: true });
      continue;
    }
    const snapshot = await takeSnapshot(repository, entry, binary, { sources: "help", ...options });
    compared.push({
      name,
      isIgnored: false,
      differences: typeof snapshot === "string" ? [snapshot] : differences(expected, unitsOf(snapshot)),
    });
  }
  return compared;
}

/** Each unit with its value fields, as text. */
function unitsOf({ commands }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    commands.flatMap(({ path, aliases = [], flags = [], args = [] }) => [
      [pathKey(path), aliases.join(" ")] as const,
      ...flags.map((flag) => {
        const { takes_value, value_name, value_names, repeatable, variadic, possible_values } = flag;
        return [
          `${pathKey(path)} ${spellingsOf(flag)[0] ?? ""}`,
          JSON.stringify([spellingsOf(flag), takes_value, value_name, value_names, repeatable, variadic, flag.default, possible_values]),
        ] as const;
      }),
      ...args.map(({ name, required, variadic }) => [`${pathKey(path)} <${name}>`, JSON.stringify([required, variadic])] as const),
    ]),
  );
}

function differences(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] {
  const lost = [...expected]
    .filter(([unit, value]) => found.get(unit) !== value)
    .map(([unit, value]) => `${unit}: ${value}, then ${found.get(unit) ?? "nothing"}`);
  return [
    ...lost,
    ...[...found.keys()].filter((unit) => !expected.has(unit)).map((unit) => `${unit}: nothing, then ${found.get(unit) ?? ""}`),
  ];
}
