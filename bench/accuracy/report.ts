import type { CorpusEntry } from "./corpus.ts";
import type { Measured, NotMeasured } from "./measure.ts";
import type { Answered } from "./scoring/accepted.ts";
import type { Exactness, Miss, Tally } from "./scoring/tally.ts";
import type { FlagField } from "./truth/truth.ts";

/** The generated part of `docs/accuracy.md`: tables, then every miss by name. The same results give the same text. */
export function renderReport(results: readonly (Measured | NotMeasured)[]): string {
  const measured = results.filter((result): result is Measured => "helpOnly" in result);
  const others = results.filter((result): result is NotMeasured => "reason" in result);
  return [
    "### Table 1: the parser alone",
    "",
    ...table(
      [
        "CLI",
        "version",
        "truth",
        "commands",
        "flags",
        "aliases",
        "args",
        "takes_value",
        "value_name",
        "repeatable",
        "default",
        "possible_values",
        "required, variadic",
        "hidden: commands, flags",
      ],
      measured.map(({ entry, version, source, helpOnly: score }) => [
        entry.title,
        version,
        source,
        tallyCell(score.commands),
        tallyCell(score.flags),
        tallyCell(score.aliases),
        tallyCell(score.args),
        ...FIELDS.map((field) => exactCell(score.fields[field])),
        exactCell(score.argShapes),
        `${String(score.hidden.commands.expected)}, ${String(score.hidden.flags.expected)}`,
      ]),
    ),
    "",
    "### Table 2: everything merged",
    "",
    ...table(
      [
        "CLI",
        "version",
        "commands",
        "flags",
        "aliases",
        "args",
        "takes_value",
        "value_name",
        "repeatable",
        "not asked",
        "candidates: accepted, rejected, open",
        "hidden flags accepted",
        "absent flags rejected",
        "unread source: commands",
        "unread source: spellings",
      ],
      measured.map(({ entry, version, merged: score, notAsked, candidates, accepted, unread }) => [
        entry.title,
        version,
        tallyCell(score.commands),
        tallyCell(score.flags),
        tallyCell(score.aliases),
        tallyCell(score.args),
        ...FIELDS.slice(0, 3).map((field) => exactCell(score.fields[field])),
        String(notAsked.length),
        candidates === undefined
          ? "–"
          : `${String(candidates.accepted)}, ${String(candidates.rejected)}, ${String(candidates.open.length)}`,
        answeredCell(accepted?.hidden),
        answeredCell(accepted?.absent),
        tallyCell(unread?.commands),
        tallyCell(unread?.spellings),
      ]),
    ),
    "",
    "### Table 2 in sum",
    "",
    ...sumTable(measured),
    "",
    "### The same help in other shapes",
    "",
    ...variantTable(measured),
    "",
    ...(others.length === 0
      ? []
      : [
          "### Not measured",
          "",
          ...others.map(
            ({ entry, version, reason }) =>
              `- ${entry.title}${version === undefined ? "" : ` ${version}`} (${entry.descriptor.framework}): ${reason}.`,
          ),
          "",
        ]),
    "### What remains",
    "",
    ...measured.flatMap(remaining),
  ].join("\n");
}

const FIELDS: readonly FlagField[] = ["takes_value", "value_name", "repeatable", "default", "possible_values"];

/** Recall and precision of what is merged, over all versions of Codex, whose surface is the aim, and over those of the other CLIs. */
function sumTable(measured: readonly Measured[]): readonly string[] {
  const isCodex = ({ entry }: Measured): boolean => entry.id === "codex";
  const groups = [
    ["Codex", measured.filter(isCodex)],
    ["the others", measured.filter((each) => !isCodex(each))],
  ] as const;
  const kinds = ["commands", "flags", "aliases", "args"] as const;
  return table(
    ["CLIs", "versions", ...kinds.flatMap((kind) => [`${kind}: recall`, "precision"]), "takes_value", "repeatable"],
    groups.map(([title, group]) => [
      title,
      String(group.length),
      ...kinds.flatMap((kind) => {
        const { found, expected, invented } = sumOf(group.map(({ merged }) => merged[kind] ?? { found: 0, expected: 0, invented: 0 }));
        return [percent(found, expected), percent(found, found + invented)];
      }),
      ...(["takes_value", "repeatable"] as const).map((field) => {
        const exact = group.map(({ merged }) => merged.fields[field] ?? { right: 0, of: 0 });
        return percent(
          exact.reduce((sum, { right }) => sum + right, 0),
          exact.reduce((sum, { of }) => sum + of, 0),
        );
      }),
    ]),
  );
}

function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { found, expected, invented }) => ({
      found: sum.found + found,
      expected: sum.expected + expected,
      invented: sum.invented + invented,
    }),
    { found: 0, expected: 0, invented: 0 },
  );
}

/** Rounded down, so that one miss in many is none of 100 %. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${String(Math.floor((10_000 * part) / whole) / 100)} %`;
}

function variantTable(measured: readonly Measured[]): readonly string[] {
  const rows = measured.flatMap(({ entry, version, metamorphic }) => (metamorphic === undefined ? [] : [{ entry, version, metamorphic }]));
  const names = rows[0]?.metamorphic.map(({ name }) => name) ?? [];
  return table(
    ["CLI", "version", ...names],
    rows.map(({ entry, version, metamorphic }) => [
      entry.title,
      version,
      ...metamorphic.map(({ differences, isIgnored }) =>
        isIgnored ? "ignored" : differences.length === 0 ? "same" : `${String(differences.length)} differ`,
      ),
    ]),
  );
}

function remaining({ entry, version, helpOnly, merged, notAsked, unread, accepted, metamorphic = [] }: Measured): readonly string[] {
  const lists: readonly (readonly [string, readonly Miss[]])[] = [
    ["help alone", helpOnly.misses],
    ["merged", merged.misses],
    ["against the unread source", unread?.misses ?? []],
    ["against the program's answers", accepted?.misses ?? []],
    [
      "in other shapes",
      metamorphic.flatMap(({ name, differences }) =>
        differences.map((text) => ({ unit: name, what: "differs", expected: "the same", found: text })),
      ),
    ],
  ];
  const shown = lists.filter(([, misses]) => misses.length > 0);
  const open = Object.entries(accepted?.unanswered ?? {});
  if (shown.length === 0 && open.length === 0 && notAsked.length === 0) return [];
  return [
    `#### ${entry.title} ${version}`,
    "",
    ...shown.flatMap(([title, misses]) => [
      `${title[0]?.toUpperCase() ?? ""}${title.slice(1)}:`,
      "",
      ...missLines(misses, entry.known ?? []),
      "",
    ]),
    ...(notAsked.length === 0
      ? []
      : [`Declared and not asked about, because nobody has reviewed it: ${notAsked.map((unit) => `\`${unit}\``).join(", ")}.`, ""]),
    ...(open.length === 0
      ? []
      : [`Without an answer: ${open.map(([reason, count]) => `${String(count)} flags (${reason})`).join(", ")}.`, ""]),
  ];
}

/** Every miss by name: those of one kind whose reason is known in one line, the others in one each. */
function missLines(misses: readonly Miss[], known: NonNullable<CorpusEntry["known"]>): readonly string[] {
  const explained = misses.map((miss) => ({
    miss,
    why: known.find(({ pattern }) => new RegExp(pattern).test(`${miss.unit} | ${miss.what}`))?.why,
  }));
  const groups = Map.groupBy(explained, ({ miss, why }) => (why === undefined ? missLine(miss) : `${miss.what}. ${why}`));
  return [...groups].map(([line, group]) => {
    const [first] = group;
    if (first?.why === undefined) return `- ${line}`;
    if (group.length === 1) return `- ${missLine(first.miss)}. ${first.why}`;
    return `- ${String(group.length)} × ${line} ${group.map(({ miss }) => `\`${miss.unit}\``).join(", ")}.`;
  });
}

function missLine({ unit, what, expected, found }: Miss): string {
  return `\`${unit}\`, ${what}: expected ${quoted(expected)}, found ${quoted(found)}`;
}

function quoted(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 90)}…` : text;
  return short === "" ? "none" : `\`${short.replaceAll("`", "'")}\``;
}

/** `found/expected`, and what was invented. */
function tallyCell(tally: Tally | undefined): string {
  if (tally === undefined || (tally.expected === 0 && tally.invented === 0)) return "–";
  return `${String(tally.found)}/${String(tally.expected)}${tally.invented === 0 ? "" : ` +${String(tally.invented)}`}`;
}

function exactCell(exactness: Exactness | undefined): string {
  return exactness === undefined || exactness.of === 0 ? "–" : `${String(exactness.right)}/${String(exactness.of)}`;
}

/** As `exactCell`, and how many have no answer. */
function answeredCell(answered: Answered | undefined): string {
  if (answered === undefined || answered.unknown === 0) return exactCell(answered);
  return `${answered.of === 0 ? "" : `${exactCell(answered)}, `}${String(answered.unknown)} unknown`;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
