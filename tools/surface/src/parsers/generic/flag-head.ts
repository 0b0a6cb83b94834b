import { omitAbsent } from "@lockstep/kernel";
import type { FlagShape } from "../../help-page.ts";
import { cutFlagNames, nameFlag } from "../flag-names.ts";

/** The value that stands behind a flag's spellings. */
interface ShownValue {
  readonly names: readonly string[];
  readonly optional: boolean;
  readonly variadic: boolean;
}

/**
 * Reads the head of a flag row in any usual style: `-f, --file=FILE`, `-f FILE, --file FILE`, `--color[=WHEN]`, `-x <a> <b>`,
 * `--safe / --fast`. `undefined` when anything else stands there, so that prose is none.
 * @param hasGap whether a description follows behind two spaces or on the next line: words in small letters are then a value
 */
export function flagsOfHead(head: string, hasGap: boolean): readonly FlagShape[] | undefined {
  const assigned = /^(--?[^\s=].{0,80}?)=(\S{0,80}):$/.exec(head);
  if (assigned?.[1] !== undefined && assigned[2] !== undefined) return withDefault(assigned[1], assigned[2]);
  const names: string[] = [];
  const opposite: string[] = [];
  let shown: ShownValue = { names: [], optional: false, variadic: false };
  let into = names;
  let rest = head;
  for (;;) {
    const cut = cutFlagNames(rest);
    if (cut.names.length === 0) return undefined;
    for (const name of cut.names) into.push(name);
    const { value, end } = valueOf(cut.value, hasGap);
    if (value !== undefined && shown.names.length === 0) shown = value;
    const further = cut.value.slice(end);
    if (further === "") break;
    const separator = /^(?:,\s*|\s*\|\s*|\s+|(\s*\/\s*))(?=--?[^\s-])/.exec(further);
    if (separator === null) return undefined;
    // `-h/--help` is one flag, `--safe / --fast` are two.
    if (separator[1] !== undefined && separator[1] !== "/") into = opposite;
    rest = further.slice(separator[0].length);
  }
  return [names, opposite].filter(({ length }) => length > 0).map((each) => shapeOf(each, shown));
}

/** Reads `-A, --all=false:`, which shows the default where others show the value: of a switch that is true or false. */
function withDefault(head: string, shown: string): readonly FlagShape[] | undefined {
  const flags = flagsOfHead(head, false);
  if (flags === undefined || flags.some(({ takes_value }) => takes_value)) return undefined;
  const isSwitch = shown === "true" || shown === "false";
  const value = shown.replace(/^'(.*)'$/, "$1");
  return flags.map((flag) => ({
    ...flag,
    takes_value: !isSwitch,
    ...(isSwitch || value === "" || value === "[]" ? {} : { default: value }),
  }));
}

function shapeOf(names: readonly string[], { names: valueNames, optional, variadic }: ShownValue): FlagShape {
  const { long, short, aliases, negatable } = nameFlag(names, []);
  return omitAbsent({
    long,
    short,
    takes_value: valueNames.length > 0,
    value_name: valueNames[0],
    repeatable: variadic ? true : undefined,
    aliases,
    optional_value: valueNames.length > 0 && optional ? true : undefined,
    value_names: valueNames.length > 1 ? valueNames : undefined,
    variadic: variadic ? true : undefined,
    negatable,
  });
}

const NAME = "[A-Za-z_][^\\s<>\\[\\](){},]*";
const optionalValue = new RegExp(`^ ?\\[=?<?(${NAME}?)>?(\\.{3})?\\](\\.{3})?`);
const bracketedValue = /^[= ](<[^<>]{1,80}>(?:[=:@]<[^<>]{1,80}>){0,3})(\.{3})?/;
const capitalValue = /^[= ]([A-Z][A-Z0-9_.:/|+-]*?)(\.{3})?(?=[\s,]|$)/;
const assignedValue = /^=([^\s,]+?)(\.{3})?(?=[\s,]|$)/;
const smallValue = /^ ([a-z][\w.:/-]{0,23})(?=,? |,|$)/;
/** More are a sentence. */
const MAX_VALUES = 4;

/** Reads the values at the start of a text. */
function valueOf(text: string, hasGap: boolean): { readonly value: ShownValue | undefined; readonly end: number } {
  const optional = optionalValue.exec(text);
  if (optional?.[1] !== undefined)
    return {
      value: { names: [optional[1].replace(/\.+$/, "")], optional: true, variadic: (optional[2] ?? optional[3]) !== undefined },
      end: optional[0].length,
    };
  if (text.startsWith("=...")) return { value: { names: ["..."], optional: false, variadic: false }, end: "=...".length };
  const names: string[] = [];
  let variadic = false;
  let end = 0;
  while (names.length < MAX_VALUES) {
    const rest = text.slice(end, end + 200);
    if (names.length > 0 && !rest.startsWith(" ")) break;
    const match =
      bracketedValue.exec(rest) ?? capitalValue.exec(rest) ?? assignedValue.exec(rest) ?? (hasGap ? smallValue.exec(rest) : null);
    if (match?.[1] === undefined) break;
    names.push(match[1].replaceAll(/[<>]/g, ""));
    variadic ||= match[2] !== undefined;
    end += match[0].length;
  }
  return names.length === 0 ? { value: undefined, end: 0 } : { value: { names, optional: false, variadic }, end };
}
