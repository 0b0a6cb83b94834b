import type { CommandDraft } from "./command-draft.ts";
import { argumentOf, argumentsOf, commanderOption } from "./commander-option.ts";
import type { Machine } from "./machine.ts";
import { choicesOf, propertyOf, scalarText, textOf, truthOf, type MethodCall, type Value } from "./values.ts";

/** Adds what `.option(flags, description, parse or default, default)` or a made option declares. */
export function addCommanderOption(
  command: CommandDraft,
  [flags, description, ...rest]: readonly Value[],
  machine: Machine,
  calls: readonly MethodCall[] = [],
): void {
  const spelled = textOf(flags);
  if (spelled === undefined) return;
  const option = commanderOption(spelled, {
    description: textOf(description),
    // A function there turns words into values.
    default: rest.find(({ type }) => type !== "function" && type !== "opaque"),
    calls,
    isConditional: machine.isConditional,
  });
  if (option !== undefined) command.options.push(option);
}

/** Adds what `.argument("<name>", description, default)`, a made argument, or a list of them declares. */
export function addCommanderArgument(command: CommandDraft, first: Value | undefined, args: readonly Value[]): void {
  const made = first?.type === "opaque" ? first : undefined;
  const [spelled, description, value] = made?.args ?? args;
  const found = argumentsOf(textOf(spelled)?.split(/\s+/) ?? []);
  const only = found.length === 1;
  const choices = choicesOf(made?.calls.findLast(({ name }) => name === "choices")?.args[0]);
  const about = textOf(description);
  const shown = scalarText(made?.calls.findLast(({ name }) => name === "default")?.args[0] ?? value);
  for (const arg of found)
    command.addArg({
      ...arg,
      ...(only && about !== undefined ? { description: about } : {}),
      ...(only && shown !== undefined ? { default: shown } : {}),
      ...(only && choices !== undefined ? { possible_values: choices } : {}),
    });
}

/**
 * Adds the sub-command of commander's `.command("name <arg>", { hidden })` and gives it; `undefined` when the call is one of
 * yargs', which has a description, a builder or a whole module there.
 */
export function addCommanderCommand(command: CommandDraft, args: readonly Value[], machine: Machine): Value | undefined {
  const [first, second] = args;
  const text = textOf(first);
  const isFacts = second === undefined || (second.type === "object" && !yargsFacts.some((key) => second.properties.has(key)));
  if (text === undefined && first?.type === "opaque" && isFacts && command.keys.size === 0) {
    // Its name is made when the program runs: nothing of it belongs to the command above.
    return { type: "command", command: machine.createCommand(undefined, undefined) };
  }
  if (text === undefined || args.length > 2 || !isFacts || text.startsWith("$")) return undefined;
  const [name = "", ...words] = text.trim().split(/\s+/);
  const made = machine.createCommand(name, command);
  if (truthOf(propertyOf(second, "hidden")) === true) made.hidden = true;
  for (const word of words) {
    const arg = argumentOf(word);
    if (arg !== undefined) made.addArg(arg);
  }
  return { type: "command", command: made };
}

const yargsFacts: readonly string[] = ["builder", "handler", "describe", "command"];
