import { InputError, UsageError, type CommandResult } from "@lockstep/kernel";
import {
  judgeLine,
  readableVersion,
  verdictRanges,
  type LineVerdict,
  type ReadableVersion,
  type VerdictRange,
} from "@lockstep/parity/compat";
import { findGaps, gapBefore, gapsBetween, type VersionGap } from "@lockstep/parity/history";
import { compare } from "semver";
import { cliRoot, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { maskSecrets, type MaskedLine } from "../compat/mask-secrets.ts";
import { quoteWord, splitWords } from "../compat/split-words.ts";
import { fewVersions } from "../history/few-versions.ts";
import { assertKnown, historyPlace, readKnownSurfaces, type HistoryPlace, type KnownSurfaces } from "../history/known-versions.ts";
import { nearest } from "../nearest.ts";
import { wrapText } from "../text-columns.ts";
import { defineCommand } from "../world.ts";

const { required: _required, ...optionalVersion } = versionOption;

/** Tells in which versions a command line works, without running anything. */
export const compat = defineCommand({
  name: "compat",
  summary: "Tell in which known versions a command line works, and what breaks it elsewhere",
  examples: ["xtask compat --argv 'exec --full-auto hello'", "xtask compat --cli codex --version 0.146.0 -- exec --json --full-auto hello"],
  options: {
    ...rootOptions,
    argv: { type: "string", describe: "The command line in one word, split as a shell would; the program's name may stand first" },
    target: { type: "string", describe: "The target triple (default: the required one of the rules)" },
    version: { ...optionalVersion, describe: "The version that decides the exit code (default: the newest known)" },
    line: { type: "command", placeholder: "<word>...", describe: "The words of the command line, instead of --argv" },
  },
  exits: {
    0: "it works in the newest known version, or in that of `--version`",
    2: "it does not, or nobody knows (`works` is `null` then)",
    3: "no answer: that version was not looked at, or none was",
    64: "wrong command line",
  },
  documents: ["compat.v1"],
  reads: (options) => [
    ...["cli.json", "RULES.json", "supplement/commands.json", "snapshots/**"].map((name) => `${cliRoot(options).root}/${name}`),
    ".cache/history/**",
  ],
  writes: () => [],
  async run(options, world) {
    const where = cliRoot(options);
    const given = givenWords(options.argv, options.line);
    const place = await historyPlace(world, where, options.target);
    const known = await readKnownSurfaces(world, place);
    await assertKnown(world, place, known);
    const { descriptor } = place;
    const argv = given[0] === descriptor.binary ? given.slice(1) : given;
    const readable = known.versions.map((version) => readableVersion(version, descriptor.framework));
    const verdicts = judgeLine(argv, readable);
    const decisive = decisiveVerdict(options.version, verdicts, known, where);
    const masked = maskSecrets(argv, verdicts, world.env);
    return answer(place, known, { argv, verdicts, decisive, masked, near: suggestions(decisive, argv, readable) });
  },
});

function givenWords(argv: string | undefined, line: readonly string[]): readonly string[] {
  const hint = "For example: xtask compat --argv 'exec --full-auto hello'";
  if (argv !== undefined && line.length > 0) {
    throw new UsageError("OPTION_CONFLICT", 'The command line stands in "--argv" or behind "--", not in both', { hint });
  }
  if (argv === undefined && line.length === 0) {
    throw new UsageError("OPTION_MISSING", '"xtask compat" needs a command line, in "--argv" or behind "--"', { hint });
  }
  const words = argv === undefined ? line : splitWords(argv);
  if (words.length > 0) return words;
  throw new UsageError("LINE_EMPTY", 'The command line of "--argv" has no word', { hint });
}

/** The verdict of the version that decides. Throws `InputError` `VERSION_UNKNOWN`, which names the known ones. */
function decisiveVerdict(
  version: string | undefined,
  verdicts: readonly LineVerdict[],
  { released }: KnownSurfaces,
  where: CliRoot,
): LineVerdict {
  const found = version === undefined ? verdicts.at(-1) : verdicts.find((verdict) => verdict.version === version);
  if (found !== undefined) return found;
  const near = verdicts.toSorted((a, b) => compare(a.version, b.version)).map((verdict) => verdict.version);
  throw new InputError("VERSION_UNKNOWN", `${where.cli} ${version ?? ""} was not looked at; known are ${fewVersions(near)}`, {
    hint:
      released?.includes(version ?? "") === false
        ? "The registry had no such version when it was asked last"
        : `Look at it: xtask history build ${rootWords(where)} --versions ${version ?? ""}`,
  });
}

/** What a word that the decisive version does not know may have been meant as, by its token. */
function suggestions(
  { version, breaks, doubts, parts }: LineVerdict,
  argv: readonly string[],
  readable: readonly ReadableVersion[],
): ReadonlyMap<number, string> {
  const grammar = readable.find((each) => each.version === version)?.grammar;
  const near = new Map<number, string>();
  const unknown = [
    ...breaks.flatMap(({ token, reason }) =>
      reason === "unknown-flag" || reason === "unknown-command" ? [{ token, isFlag: reason === "unknown-flag" }] : [],
    ),
    ...doubts.map(({ token, unit }) => ({ token, isFlag: unit === "flag" })),
  ];
  for (const { token, isFlag } of unknown) {
    if (grammar === undefined) continue;
    const part = parts.find((each) => each.token === token && (each.type === "unknown" || each.type === "stray" || each.type === "arg"));
    if (part === undefined || !("path" in part)) continue;
    const command = part.path.reduce((above, word) => above.subCommands.get(word) ?? above, grammar.root);
    const names = isFlag ? [...command.flags.keys()] : [...command.subCommands.keys()];
    const word = part.type === "unknown" ? part.spelling : (argv[token] ?? "");
    const found = nearest(
      word,
      names.filter((name) => name !== word),
    );
    if (found !== undefined) near.set(token, found);
  }
  return near;
}

interface Answer {
  readonly argv: readonly string[];
  readonly verdicts: readonly LineVerdict[];
  readonly decisive: LineVerdict;
  readonly masked: MaskedLine;
  readonly near: ReadonlyMap<number, string>;
}

function answer({ where, descriptor }: HistoryPlace, known: KnownSurfaces, { verdicts, decisive, masked, near }: Answer): CommandResult {
  const versions = verdicts.map(({ version }) => version);
  const gaps = findGaps(versions, known.released);
  const ranges = verdictRanges(verdicts);
  const works = worksBy(decisive);
  const width = Math.max(...ranges.map((range) => spanOf(range).length));
  const asked = `${decisive.version}${decisive.version === versions.at(-1) ? ", the newest known" : ""}`;
  const tips = [...near].map(([token, name]) => `Did you mean "${name}" for "${masked.words[token] ?? ""}"?`);
  return {
    status: works === true ? "ok" : "findings",
    data: {
      schema: "compat.v1",
      cli: where.cli,
      target: known.target,
      argv: masked.words,
      version: decisive.version,
      works,
      suggestions: [...near].map(([token, name]) => ({ token, name })),
      ranges: ranges.map((range) => rangeDocument(range, masked)),
      versions: known.versions.map(({ version, origin }) => ({ version, origin })),
      outdated: known.outdated,
      gaps,
    },
    text: [
      [descriptor.binary, ...masked.words.map(quoteWord)].join(" "),
      `  on ${known.target}, read by ${String(versions.length)} ${versions.length === 1 ? "version" : "versions"}`,
      "",
      ...ranges.flatMap((range) => rangeLines(range, gaps, masked, width)),
      "",
      `${works === true ? "Works" : works === false ? "Does not work" : "Nobody knows whether it works"} in ${asked}`,
      ...tips,
    ].join("\n"),
  };
}

function rangeLines(range: VerdictRange, gaps: readonly VersionGap[], masked: MaskedLine, width: number): readonly string[] {
  const { breaks, doubts, risks } = range;
  const verdict = breaks.length > 0 ? "breaks" : doubts.length > 0 ? "unknown" : risks.length > 0 ? "works, at risk" : "works";
  const indent = " ".repeat(width + 4);
  const reasons = [
    ...breaks.map(({ token, reason, text }) => `${masked.words[token] ?? ""}: ${masked.mask(text)} [${reason}]`),
    ...doubts.map(({ token, text }) => `${masked.words[token] ?? ""}: ${masked.mask(text)} [not-asked]`),
    ...risks.map(({ text }) => masked.mask(text)),
  ];
  return [`  ${spanOf(range).padEnd(width)}  ${verdict}`, ...[...reasons, ...gapNotes(range, gaps)].map((line) => wrapText(indent, line))];
}

function gapNotes({ from, to }: VerdictRange, gaps: readonly VersionGap[]): readonly string[] {
  const inside = gapsBetween(gaps, from, to);
  const before = gapBefore(gaps, from);
  const describe = (place: string, some: readonly VersionGap[]): string =>
    some.some(({ versions }) => versions === null)
      ? `releases ${place}, if there are any, were not looked at`
      : `releases ${place} were not looked at: ${fewVersions(some.flatMap(({ versions }) => versions ?? []))}`;
  return [
    ...(inside.length === 0 ? [] : [describe("within", inside)]),
    ...(before === undefined || before.after === null ? [] : [describe(`between ${before.after} and ${from}`, [before])]),
  ];
}

function spanOf({ from, to }: VerdictRange): string {
  return from === to ? from : `${from} to ${to}`;
}

/** Whether a line works: `null` where something is in doubt and nothing else breaks it. */
function worksBy({ breaks, doubts }: Pick<LineVerdict, "breaks" | "doubts">): boolean | null {
  return breaks.length > 0 ? false : doubts.length > 0 ? null : true;
}

function rangeDocument({ from, to, lookedAt, breaks, doubts, risks }: VerdictRange, masked: MaskedLine): object {
  return {
    from,
    to,
    lookedAt,
    works: worksBy({ breaks, doubts }),
    breaks: breaks.map(({ token, reason, text }) => ({ token, word: masked.words[token] ?? "", reason, text: masked.mask(text) })),
    doubts: doubts.map(({ token, unit, text }) => ({ token, word: masked.words[token] ?? "", unit, text: masked.mask(text) })),
    risks: risks.map(({ token, state, text }) => ({ token, word: masked.words[token] ?? "", state, text: masked.mask(text) })),
  };
}
