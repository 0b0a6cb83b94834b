import type { DiffCommand } from "./surface-view.ts";
import { readUsageItems } from "./usage-items.ts";

/**
 * The names of the args that each line of a command's usage asks for: outside of brackets, and with nothing else to choose in their
 * place. Lines that do not name the command do not count; nothing is asked for where none does.
 */
export function neededArgs({ path, usage = "" }: Pick<DiffCommand, "path" | "usage">): ReadonlySet<string> {
  const lines = usage.split("\n").flatMap((line) => {
    const items = readUsageItems(path, line);
    if (items === undefined) return [];
    const isBar = (index: number): boolean => items[index]?.type === "bar";
    const names = items.flatMap((item, index) => (item.type === "value" && !isBar(index - 1) && !isBar(index + 1) ? [item.name] : []));
    return [new Set(names)];
  });
  const [first = new Set<string>(), ...others] = lines;
  return new Set([...first].filter((name) => others.every((names) => names.has(name))));
}
