import { reshapedProcesses, type Processes } from "../remembered-processes.ts";
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

interface Shape {
  /** Variables of the program. */
  readonly env?: TakeOptions["env"];
  /** Changes what it printed. */
  readonly reshape?: (text: string) => string;
}

const variants: readonly (readonly [name: string, shape: Shape])[] = [
  ["60 columns", { env: { COLUMNS: "60" } }],
  ["80 columns", { env: { COLUMNS: "80" } }],
  ["120 columns", { env: { COLUMNS: "120" } }],
  ["CRLF", { reshape: (text) => text.replaceAll("\n", "\r\n") }],
  ["colour", { reshape: coloured }],
  ["own colour", { env: { NO_COLOR: "", CLICOLOR: "1", CLICOLOR_FORCE: "1", FORCE_COLOR: "1", TERM: "xterm-256color" } }],
];

/** Takes the help-only snapshot again in other shapes of the same help texts, and compares units and value fields. */
export async function compareVariants(
  repository: string,
  entry: CorpusEntry,
  binary: string,
  { cli, processes, base }: { readonly cli: IsolatedCli; readonly processes: Processes; readonly base: Snapshot },
): Promise<readonly Variant[]> {
  const expected = unitsOf(base);
  const compared: Variant[] = [];
  const usual = await cli.call(["--help"]);
  for (const [name, { env, reshape }] of variants) {
    const changed = env === undefined ? undefined : await cli.call(["--help"], env);
    if (changed?.stdout === usual.stdout && changed.stderr === usual.stderr) {
      compared.push({ name, differences: [], isIgnored: true });
      continue;
    }
    const snapshot = await takeSnapshot(repository, entry, binary, {
      sources: "help",
      ...(env === undefined ? {} : { env }),
      processes: reshape === undefined ? processes : reshapedProcesses(processes, reshape),
    });
    compared.push({
      name,
      isIgnored: false,
      differences: typeof snapshot === "string" ? [snapshot] : differences(expected, unitsOf(snapshot)),
    });
  }
  return compared;
}

/** A text whose headings and flags are in colour. */
function coloured(text: string): string {
  const escape = String.fromCharCode(0x1b);
  return text
    .replaceAll(/^([A-Z][A-Za-z ]*:)/gm, `${escape}[1m${escape}[4m$1${escape}[0m`)
    .replaceAll(/(^|[ ,])(--?[A-Za-z0-9][-A-Za-z0-9_]*)/gm, `$1${escape}[1;36m$2${escape}[0m`);
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
