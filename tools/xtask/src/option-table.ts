import type { OptionSpec } from "@lockstep/kernel";

/** An option that a flag names. */
export type FlaggedSpec = Exclude<OptionSpec, { readonly type: "words" | "command" }>;

/** The options that a flag names, each with its name. */
export function flaggedOptions(specs: Readonly<Record<string, OptionSpec>>): readonly (readonly [name: string, spec: FlaggedSpec])[] {
  return Object.entries(specs).flatMap(([name, spec]) => (spec.type === "words" || spec.type === "command" ? [] : [[name, spec] as const]));
}

/** The one entry of that type, if there is one. */
export function entryOf<Type extends "words" | "command">(
  specs: Readonly<Record<string, OptionSpec>>,
  type: Type,
): readonly [name: string, spec: Extract<OptionSpec, { readonly type: Type }>] | undefined {
  for (const [name, spec] of Object.entries(specs))
    if (spec.type === type) return [name, spec as Extract<OptionSpec, { readonly type: Type }>];
  return undefined;
}
