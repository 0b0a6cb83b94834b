import { pointerTo } from "@lockstep/kernel";
import { usageSubject, type UsageContext, type UsageSubject } from "@lockstep/surface/usage-subject";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { fieldOf, itemsOf, pathOf, textOf } from "./json-view.ts";
import { commandPathText, quote } from "./violation.ts";

const PHANTOM_COMMAND = "PHANTOM_COMMAND" satisfies ViolationCode;

/** Reports the commands of a snapshot or union that are another command's help over again: phantoms, and aliases listed as commands. */
export function checkPhantoms({ applies, report }: CheckContext, path: string, document: unknown): void {
  if (!applies(PHANTOM_COMMAND)) return;
  const commands = itemsOf(fieldOf(document, "commands")).flatMap((command, index) => {
    const tokens = pathOf(fieldOf(command, "path"));
    const usage = textOf(fieldOf(command, "usage"));
    return tokens === undefined || usage === undefined ? [] : [{ tokens, usage, pointer: pointerTo("/commands", index) }];
  });
  const byPath = new Map(commands.map((command) => [command.tokens.join("\0"), command]));
  const [program = ""] = byPath.get("")?.usage.trim().split(/\s+/) ?? [];
  const context: UsageContext = { program, usageOf: (tokens) => byPath.get(tokens.join("\0"))?.usage };
  for (const { tokens, usage, pointer } of commands) {
    if (tokens.length === 0) continue;
    const name = tokens.join(" ");
    const subject = usageSubject(tokens, usage, context);
    const message = messageFor(name, usage, subject, beginsWithItself(subject, context));
    if (message === undefined) continue;
    report({
      code: PHANTOM_COMMAND,
      path,
      unit: "snapshots",
      commandPath: commandPathText(tokens),
      field: "usage",
      pointer: `${pointer}/usage`,
      message,
    });
  }
}

/** Says what the usage names, what that means, and what to do; `undefined` when nothing is wrong. */
function messageFor(name: string, usage: string, subject: UsageSubject, namesItself: boolean): string | undefined {
  if (subject.type !== "ancestor" && subject.type !== "other") return undefined;
  // Two commands that name each other are no aliases.
  if (subject.type === "other" && !namesItself) return undefined;
  const other = quote(subject.path.join(" "));
  const found = `The usage names ${subject.path.length === 0 ? "the root" : `the command ${other}`}, not ${quote(name)}, found ${quote(usage)}`;
  return subject.type === "ancestor"
    ? `${found}; the binary does not know ${quote(name)}: snapshot it again`
    : `${found}; ${quote(name)} is an alias and belongs into the "aliases" of ${other}: snapshot it again`;
}

/** Whether the usage of the command that is named begins with that command. */
function beginsWithItself(subject: UsageSubject, context: UsageContext): boolean {
  if (subject.type !== "other") return false;
  const [line = ""] = context.usageOf(subject.path)?.split("\n") ?? [];
  return usageSubject(subject.path, line, context).type === "own";
}
