import type { Finding } from "@lockstep/parity/diff";
import type { DiffAnswer } from "./diff-document.ts";
import {
  ambiguityRemark,
  describeWaiver,
  groupByCommand,
  messageOf,
  reasonOf,
  remarksOf,
  shownFindings,
  summaryOf,
  titleOf,
  witnessLines,
  witnessRemark,
  type RenderChoice,
} from "./render-diff.ts";

/** A diff for a pull request: a table for each command, and behind it what was replayed. */
export function renderDiffAsMarkdown(answer: DiffAnswer, { all }: RenderChoice): string {
  const groups = groupByCommand(shownFindings(answer.findings, all)).map(([path, findings]) =>
    [
      `### ${code(path === "" ? answer.command : `${answer.command} ${path}`)}`,
      "",
      "| severity | what | finding | why |",
      "| --- | --- | --- | --- |",
      ...findings.map((finding) => row(finding, answer)),
      ...findings.flatMap(({ witness }) => {
        if (witness === undefined) return [];
        const lines = witnessLines(witness, answer.command);
        const remark = witnessRemark(witness);
        return [
          ...(lines.length === 0 ? [] : ["", "```console", ...lines, "```"]),
          ...(remark === undefined ? [] : ["", escapeText(`${remark.charAt(0).toUpperCase()}${remark.slice(1)}.`)]),
        ];
      }),
    ].join("\n"),
  );
  const { expired, unused, ambiguous } = answer.waivers;
  const waivers = [
    ...expired.map(
      (waiver) =>
        `- Expired waiver: ${escapeText(describeWaiver(waiver))}, held until ${waiver.expires_with} (${escapeText(waiver.owner)})`,
    ),
    ...ambiguous.map(
      (waiver) => `- Ambiguous waiver: ${escapeText(describeWaiver(waiver))}; ${ambiguityRemark} (${escapeText(waiver.owner)})`,
    ),
    ...unused.map((waiver) => `- Unused waiver: ${escapeText(describeWaiver(waiver))} (${escapeText(waiver.owner)})`),
  ];
  return [
    `## ${escapeText(titleOf(answer))}`,
    `${escapeText(summaryOf(answer, all))}\n\n${remarksOf(answer)
      .map((line) => `- ${escapeText(line.trim().replaceAll(/\s+/g, " "))}`)
      .join("\n")}`,
    ...groups,
    ...(waivers.length === 0 ? [] : [waivers.join("\n")]),
  ].join("\n\n");
}

function row(finding: Finding, { after, compared }: DiffAnswer): string {
  const { change, severity, waiver } = finding;
  const name = change.unit === "command" ? "" : `${code(change.name)} `;
  const why = waiver === undefined ? reasonOf(finding, after) : `${waiver.reason} (${waiver.owner}, until ${waiver.expires_with})`;
  const label = waiver === undefined ? severity : "waived";
  return `| ${label} | ${name}${escapeText(messageOf(finding, compared))} | ${code(change.code)} | ${escapeText(why)} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", String.raw`\|`)}\``;
}

/** Takes the meaning from what Markdown and HTML would read. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]|]/g, String.raw`\$&`)
    .replaceAll("<", "&lt;")
    .replaceAll(/\s*\n\s*/g, " ");
}
