import { columnOf } from "./counts.ts";
import { html, type Html } from "./html.ts";
import type { PageOutcome, PageUnit } from "./model.ts";

/** A unit as it is typed behind the program's name; of the root's units and of the root itself that name is a part. */
export function unitText(binary: string, { kind, path, name }: PageUnit): string {
  const command = path.length === 0 ? [binary] : path;
  return [...command, ...(kind === "command" ? [] : [kind === "arg" ? `<${name}>` : name])].join(" ");
}

/** The command that a unit is or belongs to, as an attribute has it; of the root it is "". */
export function commandKey({ path }: Pick<PageUnit, "path">): string {
  return path.join(" ");
}

/** What a report makes of a unit: its words beside a spot of their colour. */
export function outcomeMark(outcome: PageOutcome): Html {
  const { className } = columnOf(outcome);
  return html`<span class="mark ${className}"><i class="${className}"></i>${outcomeText[outcome] ?? outcome}</span>`;
}

/** The words that tables have, where those of a report are longer or say less. */
const outcomeText: Readonly<Partial<Record<PageOutcome, string>>> = { "intentionally unsupported": "left out", hidden: "hidden upstream" };
