import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type FlagShape } from "../../help-page.ts";

/**
 * Reads the `_arguments` specs of one command (shell quoting already resolved): `*--config=[text]:key=value:_default`. A short
 * form and the long one after it with the same text are one flag. Specs of positionals are skipped.
 */
export function flagsOfSpecs(specs: readonly string[]): readonly FlagShape[] {
  const flags: FlagShape[] = [];
  let previous: Spec | undefined;
  for (const text of specs) {
    const spec = readSpec(text);
    if (spec === undefined) {
      previous = undefined;
      continue;
    }
    const pairs =
      previous !== undefined &&
      !previous.name.startsWith("--") &&
      spec.name.startsWith("--") &&
      previous.body === spec.body &&
      previous.repeatable === spec.repeatable;
    const short = spec.name.startsWith("--") ? (pairs ? previous?.name : undefined) : spec.name;
    if (pairs) flags.pop();
    flags.push(shapeOf(spec, short));
    previous = spec;
  }
  return flags;
}

interface Spec {
  readonly name: string;
  readonly repeatable: boolean;
  /** Everything after the name, equal for the spellings of one flag. */
  readonly body: string;
  readonly description: string;
  /** `+` and `=` announce a value; without a message it is optional. */
  readonly takesValue: boolean;
  /** One for each value; an empty one has no name. */
  readonly valueNames: readonly string[];
  /** That of the first value. */
  readonly action: string | undefined;
}

function readSpec(text: string): Spec | undefined {
  const match = /^(?:\([^)]*\))?(\*?)(?:\([^)]*\))?(--?[^\s[\]:=+*]+)([+=]?)(\[(?:[^\\\]]|\\.)*\])?(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, star = "", name = "", value = "", description = "", rest = ""] = match;
  const values = [...rest.matchAll(/::?((?:[^\\:]|\\.)*):((?:[^\\:]|\\.)*)/gsy)];
  return {
    name,
    repeatable: star !== "",
    body: `${description}${rest}`,
    description: unescape(description.slice(1, -1)).trim(),
    takesValue: value !== "",
    valueNames: values.map(([, valueName = ""]) => unescape(valueName).trim()),
    action: values[0]?.[2],
  };
}

function shapeOf(spec: Spec, short: string | undefined): FlagShape {
  const valueNames = spec.takesValue ? spec.valueNames.filter((name) => name !== "") : [];
  return omitAbsent({
    long: spec.name.startsWith("--") ? spec.name : undefined,
    short,
    takes_value: spec.takesValue,
    value_name: valueNames[0],
    repeatable: spec.repeatable ? true : undefined,
    description: spec.description === "" ? undefined : spec.description,
    possible_values: possibleValues(spec.action),
    deprecated: saysDeprecated(spec.description) ? true : undefined,
    optional_value: spec.takesValue && spec.action === undefined ? true : undefined,
    value_names: valueNames.length > 1 ? valueNames : undefined,
  });
}

/** `(a b)` lists values; `((a\:"meaning" b\:"meaning"))` lists them with meanings; anything else completes by a function. */
function possibleValues(action: string | undefined): readonly string[] | undefined {
  if (action === undefined || !/^\(.*\)$/s.test(action)) return undefined;
  const described = /^\(\((.*)\)\)$/s.exec(action)?.[1];
  const items =
    described === undefined
      ? action.slice(1, -1).match(/(?:[^\s\\]|\\.)+/gs)
      : [...described.matchAll(/((?:[^\s\\:"]|\\[^:])+)\\:"(?:[^"\\]|\\.)*"/gs)].map((match) => match[1] ?? "");
  const values = (items ?? []).map(unescape).filter((value) => value !== "");
  return values.length > 0 ? values : undefined;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, "$1");
}
