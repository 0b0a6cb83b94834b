import { omitAbsent } from "@lockstep/kernel";
import { nameFlag } from "../parsers/flag-names.ts";
import type { KeyDraft } from "./command-draft.ts";
import type { DeclaredOption } from "./declared-surface.ts";
import { choicesOf, constant, scalarText, textOf, textsOf, truthOf, type Value } from "./values.ts";

/** What yargs is told of a key, as an option; `undefined` for a name that no command line can spell. */
export function yargsOption(name: string, { properties, isConditional, isPersistent }: KeyDraft): DeclaredOption | undefined {
  const own = (...keys: readonly string[]): Value | undefined =>
    keys.map((key) => properties.get(key)).find((value) => value !== undefined);
  const is = (...keys: readonly string[]): boolean => keys.some((key) => truthOf(properties.get(key)) === true);
  const spelled = [name, ...(textsOf(own("alias")) ?? [])];
  if (!spelled.every((each) => /^[\w@][\w@.:/-]*$/.test(each))) return undefined;
  const names = nameFlag(
    spelled.map((each) => (each.length === 1 ? `-${each}` : `--${each}`)),
    [],
  );
  const type = textOf(own("type")) ?? knownTypes.find((known) => is(known));
  const shown = own("default", "defaultDescription");
  const isBoolean = type === "boolean" || (type === undefined && shown?.type === "constant" && typeof shown.value === "boolean");
  const isSwitch = isBoolean || type === "count";
  const isArray = type === "array" || is("array");
  // Without a type yargs takes the next word, unless it is a flag.
  const isOptional = type === undefined && !isSwitch && !is("requiresArg", "nargs", "choices", "default", "coerce");
  const hidden = own("hidden");
  const isHidden = truthOf(hidden);
  return omitAbsent({
    ...names,
    takes_value: !isSwitch,
    repeatable: isArray || type === "count" ? true : undefined,
    description: textOf(own("describe", "description", "desc")),
    default: shown?.type === "list" ? undefined : scalarText(shown),
    possible_values: properties.has("choices") ? choicesOf(own("choices")) : undefined,
    deprecated: is("deprecated", "deprecate") || truthOf(own("deprecated", "deprecate")) === undefined ? true : undefined,
    optional_value: isOptional ? true : undefined,
    hidden: hidden !== undefined && isHidden === true ? true : undefined,
    may_be_hidden: hidden !== undefined && isHidden === undefined ? true : undefined,
    conditional: isConditional ? true : undefined,
    // Whatever says `global`, unless it says `true`, may keep it from the commands below.
    persistent: isPersistent && truthOf(own("global") ?? constant(true)) === true ? true : undefined,
  });
}

const knownTypes: readonly string[] = ["array", "boolean", "count", "number", "string"];
