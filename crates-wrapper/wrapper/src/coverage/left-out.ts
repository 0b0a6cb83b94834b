import type { Surface } from "../versions/version-tools.ts";

/** A judgement that no argv can show: a unit that a wrapper leaves out on purpose. `key` is a flag, `name` an argument. */
export interface DeclaredUnit {
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly level: "passthrough" | "intentionally_unsupported";
  readonly note: string;
}

/** A command by its words, its flag or its argument, left out for the reason that `note` gives. */
export function leftOut(command: string, note: string, unit: { readonly key?: string; readonly name?: string } = {}): DeclaredUnit {
  return { path: command === "" ? [] : command.split(" "), ...unit, level: "intentionally_unsupported", note };
}

/** Every unit of a command, its sub-commands included, that a known version has. Flags that the root has too are the root's. */
export function wholeCommand({ commands }: Surface, command: string, note: string): DeclaredUnit[] {
  const rootFlags = new Set(commands.flatMap(({ path, flags }) => (path.length === 0 ? Object.keys(flags ?? {}) : [])));
  return commands
    .map(({ path, flags, args }) => ({ name: path.join(" "), flags: Object.keys(flags ?? {}), args: Object.keys(args ?? {}) }))
    .filter(({ name }) => name === command || name.startsWith(`${command} `))
    .flatMap(({ name, flags, args }) => [
      leftOut(name, note),
      ...flags.filter((key) => !rootFlags.has(key)).map((key) => leftOut(name, note, { key })),
      ...args.map((arg) => leftOut(name, note, { name: arg })),
    ]);
}
