import { comparePaths, compareCodePoints } from "@lockstep/kernel";
import { flagNames } from "../help-page.ts";
import { DeclarationReader } from "./declaration-reader.ts";
import type { DeclaredCommand, DeclaredSurface, SourceText } from "./declared-surface.ts";
import { SourceTexts } from "./source-texts.ts";

/**
 * Reads what the texts of one program declare to commander or yargs: commands, options and arguments, hidden ones included.
 * In a long text a function is entered when it declares something itself, when one that does calls it, or when it calls one whose
 * command is not known otherwise.
 * Total: what does not parse, or is made in ways that only running it would show, is left out.
 */
export function readDeclarations(texts: readonly SourceText[]): DeclaredSurface {
  const reader = new DeclarationReader(new SourceTexts(texts));
  const byPlace = new Map<string, DeclaredCommand>();
  for (const draft of reader.read()) {
    const command = draft.finish();
    const id = JSON.stringify(command.path ?? [command.tail]);
    const known = byPlace.get(id);
    byPlace.set(id, known === undefined ? merge(command, undefined) : merge(known, command));
  }
  const commands = [...byPlace.values()].filter((command) => command.path !== undefined || command.options.length > 0);
  return { commands: commands.toSorted(compareCommands) };
}

/** Two declarations of one command as one: of units with a common name the first counts. */
function merge(first: DeclaredCommand, second: DeclaredCommand | undefined): DeclaredCommand {
  const known = new Set<string>();
  const options = [...first.options, ...(second?.options ?? [])].filter((option) => {
    const names = flagNames(option);
    const isNew = !names.some((name) => known.has(name));
    for (const name of isNew ? names : []) known.add(name);
    return isNew;
  });
  const args = new Map([...(second?.args ?? []), ...first.args].map((arg) => [arg.name, arg]));
  const { conditional, hidden, ...facts } = { ...second, ...first };
  const isOpen = conditional === true && (second === undefined || second.conditional === true);
  return {
    ...facts,
    ...(hidden === true && (second === undefined || second.hidden === true) ? { hidden: true } : {}),
    ...(isOpen ? { conditional: true } : {}),
    aliases: [...new Set([...first.aliases, ...(second?.aliases ?? [])])],
    args: [...args.values()],
    options,
  };
}

function compareCommands(a: DeclaredCommand, b: DeclaredCommand): number {
  if (a.path !== undefined && b.path !== undefined) return comparePaths(a.path, b.path);
  if (a.path !== undefined) return -1;
  if (b.path !== undefined) return 1;
  return comparePaths(a.tail ?? [], b.tail ?? []) || compareCodePoints(JSON.stringify(a), JSON.stringify(b));
}
