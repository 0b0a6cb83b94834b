import type { Json } from "@lockstep/kernel";
import { describeUnit, type FieldHistory, type UnitIdentity, type UnitOnTarget, type ViewExplanation } from "@lockstep/parity/why";
import { rootWords, type CliRoot } from "./cli-root.ts";
import type { UnitStory } from "./stages/why.ts";
import { wrapCommand, wrapLines, wrapText } from "./text-columns.ts";

/** How many names of scenarios are printed; the document of `--json` has all. */
const shownScenarios = 6;

/**
 * Everything about one unit for the terminal: the verdict first, then where each part of it comes from. `rootFlag` is the
 * command that asks about a flag of that name at the root.
 */
export function renderUnit(
  identity: UnitIdentity,
  typedAs: string | null,
  story: UnitStory,
  expected: readonly string[],
  where: CliRoot,
  rootFlag: string,
): string {
  return [
    wrapText("", story.verdict),
    ...(typedAs === null || typedAs === "" ? [] : [wrapText("", `("${typedAs}" is ${describeUnit(identity)}.)`)]),
    "",
    "Upstream",
    ...story.versions.flatMap((version) => versionLines(version, rootFlag)),
    ...unseenLines(story, expected),
    ...story.fields.filter((field) => !isRepeated(field, story.fields)).flatMap(fieldLines),
    "",
    "Rules",
    ...exclusionLines(identity, story),
    ...(story.supplement === null ? [] : [wrapText("  supplement/commands.json adds it: ", story.supplement.note)]),
    "",
    "Wrapper",
    ...wrapperLines(story, where),
    "",
    "Reports",
    ...story.versions.flatMap(reportLines),
    "",
    ...nextLines(identity, story, where, rootFlag),
  ].join("\n");
}

type VersionStory = UnitStory["versions"][number];

/** One line for each way in which the targets of a version have the unit. */
function versionLines({ version, listing, targets, stateAbove, conflicts }: VersionStory, rootFlag: string): readonly string[] {
  const label = `  ${version.padEnd(9)} `;
  const indent = " ".repeat(label.length);
  if (targets.length === 0) return [wrapText(label, "no snapshot")];
  const ways = [...Map.groupBy(targets, presenceText)];
  return [
    ...ways.map(([way, same], index) =>
      wrapText(index === 0 ? label : indent, `${way}, on ${same.map(({ target }) => target).join(", ")}`),
    ),
    ...(listing === "root" ? [wrapText(indent, `The root has this flag too, and the union counts it once, there: ${rootFlag}`)] : []),
    ...(listing === "no union" ? [wrapText(indent, "There is no union of this version")] : []),
    ...(stateAbove === null ? [] : [wrapText(indent, `A command on its path is ${stateAbove}`)]),
    ...conflicts.map(({ field, values, rootValues }) =>
      wrapText(
        indent,
        rootValues === null
          ? `conflict in ${field}: ${valuesText(values)}`
          : `differs from the root's flag in ${field}: ${valuesText(values)}; at the root ${valuesText(rootValues)}`,
      ),
    ),
  ];
}

function presenceText({ presence, isDeprecated, sources }: UnitOnTarget): string {
  const deprecated = isDeprecated ? " and deprecated" : "";
  return `${presence}${deprecated}${sources.length === 0 ? "" : ` (seen in ${sources.join(", ")})`}`;
}

function unseenLines({ versions }: UnitStory, expected: readonly string[]): readonly string[] {
  const seen = new Set(versions.flatMap(({ targets }) => targets.map(({ target }) => target)));
  const unseen = expected.filter((target) => !seen.has(target));
  return seen.size === 0 || unseen.length === 0 ? [] : [wrapText("  not known ", `on ${unseen.join(", ")}: no snapshot`)];
}

/** Of an arg the published note says what the description says. */
function isRepeated({ field, values }: FieldHistory, fields: readonly FieldHistory[]): boolean {
  const description = fields.find((other) => other.field === "description");
  return field === "note" && JSON.stringify(description?.values) === JSON.stringify(values);
}

/** A field on one line, or where its value differs, a line for each value with the versions that have it. */
function fieldLines({ field, values }: FieldHistory): readonly string[] {
  const name = `  ${field.replaceAll("_", " ")}: `;
  const [only] = values;
  const textOf = field === "usage" ? wrapLines : wrapText;
  if (values.length === 1 && only !== undefined) return [textOf(name, valueText(only.value))];
  return [
    `  ${field.replaceAll("_", " ")} differs:`,
    ...values.map(({ value, where }) => {
      const whereText = where.map(({ version, targets }) => `${version}${isSplit(values, version) ? ` (${targets.join(", ")})` : ""}`);
      return textOf("    ", `${valueText(value)}, in ${whereText.join(", ")}`);
    }),
  ];
}

/** Whether the targets of a version have several values. */
function isSplit(values: FieldHistory["values"], version: string): boolean {
  return values.filter(({ where }) => where.some((other) => other.version === version)).length > 1;
}

function valueText(value: Json): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(valueText).join(", ") : JSON.stringify(value);
}

function valuesText(values: Readonly<Record<string, unknown>>): string {
  const byValue = Map.groupBy(Object.entries(values), ([, value]) => JSON.stringify(value));
  return [...byValue].map(([value, same]) => `${value} on ${same.map(([target]) => target).join(", ")}`).join("; ");
}

function exclusionLines(identity: UnitIdentity, { exclusion }: UnitStory): readonly string[] {
  if (exclusion === null) return ["  not excluded"];
  const what = exclusion.unit.unit === identity.unit ? "excluded" : `excluded with its command "${describeUnit(exclusion.unit)}"`;
  return [wrapText("  ", `${what}: ${exclusion.note === "" ? "no reason is given" : exclusion.note}`)];
}

function wrapperLines({ wrapper, versions }: UnitStory, { cli }: CliRoot): readonly string[] {
  if (wrapper === null) return ["  there is none, or no wrapper_coverage.json yet"];
  const isAtRoot = versions.at(-1)?.listing === "root";
  const { claims, inherited, scenarios, scenariosProblem } = wrapper;
  return [
    ...(claims.length + inherited.length === 0
      ? [isAtRoot ? "  claims nothing of it here; see the flag of the root" : "  claims nothing of it"]
      : []),
    ...claims.map(({ position, level, note, targets }) =>
      wrapText("  ", `${level}${targets === null ? "" : ` on ${targets.join(", ")}`}, at ${position}${note === null ? "" : `: ${note}`}`),
    ),
    ...inherited.map(({ path, note, targets }) =>
      wrapText(
        "  ",
        `left out on purpose with the command "${describeUnit({ unit: "command", path })}" on ${targets.join(", ")}${note === null ? "" : `: ${note}`}`,
      ),
    ),
    ...(scenariosProblem === null ? [] : [wrapText("  scenarios not read: ", scenariosProblem.split("\n")[0] ?? "")]),
    ...(scenarios === null ? [] : scenarioLines(scenarios, cli)),
  ];
}

type Scenarios = NonNullable<NonNullable<UnitStory["wrapper"]>["scenarios"]>;

function scenarioLines({ total, shownBy, example }: Scenarios, cli: string): readonly string[] {
  if (example === null) return [`  none of its ${String(total)} scenarios shows it`];
  const names = shownBy.slice(0, shownScenarios).map(({ name }) => `"${name}"`);
  const more = shownBy.length > shownScenarios ? ` and ${String(shownBy.length - shownScenarios)} more` : "";
  return [
    wrapText("  ", `shown by ${String(shownBy.length)} of its ${String(total)} scenarios: ${names.join(", ")}${more}`),
    wrapText("  ", `the shortest, "${example.name}":`),
    wrapCommand("    ", [cli, ...example.argv.map(shellWord)].join(" ")),
  ];
}

/** A word as a person would type it in a shell. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** One entry for the views of a version that say the same. */
function reportLines({ version, targets, reports }: VersionStory): readonly string[] {
  const label = `  ${version.padEnd(9)} `;
  if (reports.length === 0)
    return [`${label}no report: ${targets.length === 0 ? "there is no snapshot" : "it takes a union and a wrapper coverage"}`];
  const groups = [...Map.groupBy(reports, (report) => `${report.list ?? "in no list"}: ${report.because.text}${decisionsText(report)}`)];
  return groups.map(([text, same], index) =>
    wrapText(index === 0 ? label : " ".repeat(label.length), `${same.map(({ view }) => view).join(", ")}: ${text}`),
  );
}

function decisionsText({ because: { decisions } }: ViewExplanation): string {
  return decisions.length === 0 ? "" : ` (rules: ${decisions.join(", ")}; docs/rules.md)`;
}

function nextLines(identity: UnitIdentity, { versions }: UnitStory, where: CliRoot, rootFlag: string): readonly string[] {
  const newest = versions.at(-1);
  if (newest?.listing === "root" && identity.unit === "flag") return ["Next:", wrapCommand("  ", rootFlag)];
  if (newest === undefined || newest.reports.length === 0) return ["Next:", wrapCommand("  ", `xtask status ${rootWords(where)}`)];
  const command = identity.path.length === 0 ? "" : ` --command '${identity.path.join(" ")}'`;
  return [
    "Next: read the work queue around it:",
    wrapCommand("  ", `xtask report ${rootWords(where)} --version ${newest.version} --show${command}`),
  ];
}
