import { omitAbsent } from "@lockstep/kernel";
import type { ArgShape, CompletionSurface, DeclaredCommand, DeclaredFlag } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";

/**
 * Reads `oclif.manifest.json`, in which a package declares its commands, hidden ones included; `undefined` when the text is
 * none. It has neither topics without a command nor the commands of other plug-ins, which have manifests of their own.
 * @param topicSeparator `oclif.topicSeparator` of the package: with a colon an id is one word of a command line, with a space
 *   it is several
 */
export function readOclifManifest(text: string, topicSeparator: ":" | " " = ":"): CompletionSurface | undefined {
  const commands = recordOf(recordOf(parseJson(text))?.["commands"]);
  if (commands === undefined) return undefined;
  const pathOf = (id: string): readonly string[] => (topicSeparator === ":" ? [id] : id.split(":"));
  const read = Object.entries(commands).flatMap(([id, value]) => {
    const command = recordOf(value);
    return command === undefined || !isPath(pathOf(id)) ? [] : [commandOf(pathOf(id), command, pathOf)];
  });
  return { commands: read };
}

function commandOf(
  path: readonly string[],
  command: Readonly<Record<string, unknown>>,
  pathOf: (id: string) => readonly string[],
): DeclaredCommand {
  const aliases = [...textsOf(command["aliases"]), ...textsOf(command["hiddenAliases"])].map(pathOf).filter(isPath);
  const takesMore = command["strict"] === false;
  const args = entriesOf(command["args"]).map((arg) => argOf(arg, takesMore));
  return omitAbsent({
    path,
    flags: entriesOf(command["flags"]).flatMap(flagOf),
    about: firstLine(textOf(command["summary"]) ?? textOf(command["description"])),
    aliases: aliases.length > 0 ? aliases : undefined,
    args: args.length > 0 ? args : undefined,
    hidden: command["hidden"] === true ? true : undefined,
    deprecated: isDeprecated(command) ? true : undefined,
  });
}

function flagOf(flag: Readonly<Record<string, unknown>>): readonly DeclaredFlag[] {
  const name = textOf(flag["name"]);
  if (name === undefined || !isFlagName(name)) return [];
  const takesValue = flag["type"] === "option";
  const char = textOf(flag["char"])?.slice(0, 1);
  const aliases = [
    ...textsOf(flag["aliases"]).map((alias) => (alias.length === 1 ? `-${alias}` : `--${alias}`)),
    ...textsOf(flag["charAliases"]).map((alias) => `-${alias}`),
  ].filter((alias) => isFlagName(alias.replace(/^--?/, "")));
  const values = textsOf(flag["options"]);
  const names = typeof flag["helpValue"] === "string" ? [flag["helpValue"]] : textsOf(flag["helpValue"]);
  const shown = (names.length > 0 ? names : [values.length > 0 ? "option" : "value"]).map((each) => each.replace(/^<([^<>]*)>$/, "$1"));
  const isMultiple = takesValue && flag["multiple"] === true;
  return [
    omitAbsent({
      long: `--${name}`,
      short: char === undefined || !isFlagName(char) ? undefined : `-${char}`,
      takes_value: takesValue,
      value_name: takesValue ? shown[0] : undefined,
      repeatable: isMultiple ? true : undefined,
      aliases: aliases.length > 0 ? aliases : undefined,
      description: textOf(flag["summary"]) ?? textOf(flag["description"]),
      default: takesValue ? defaultOf(flag["default"]) : undefined,
      possible_values: values.length > 0 ? values : undefined,
      env: textOf(flag["env"]),
      deprecated: isDeprecated(flag) ? true : undefined,
      value_names: takesValue && shown.length > 1 ? shown : undefined,
      negatable: flag["allowNo"] === true ? true : undefined,
      global: flag["helpGroup"] === "GLOBAL" ? true : undefined,
      hidden: flag["hidden"] === true ? true : undefined,
    }),
  ];
}

/** An arg of a command that takes more words than it names is variadic, as its help says. */
function argOf(arg: Readonly<Record<string, unknown>>, takesMore: boolean): ArgShape {
  const values = textsOf(arg["options"]);
  const description = textOf(arg["description"]);
  return omitAbsent({
    name: (textOf(arg["name"]) ?? "").toUpperCase(),
    required: arg["required"] === true,
    variadic: takesMore || arg["multiple"] === true,
    note: description,
    description,
    default: defaultOf(arg["default"]),
    possible_values: values.length > 0 ? values : undefined,
  });
}

function isDeprecated({ deprecated, state }: Readonly<Record<string, unknown>>): boolean {
  return state === "deprecated" || (deprecated !== undefined && deprecated !== false && deprecated !== null);
}

/** Help shows a default as JavaScript makes a text of it, and none that is empty, zero or false. */
function defaultOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(String).join(",");
  return (typeof value === "string" || typeof value === "number" || value === true) && value !== "" && value !== 0
    ? String(value)
    : undefined;
}

function isPath(path: readonly string[]): boolean {
  return path.every(isCommandName);
}

function isFlagName(name: string): boolean {
  return /^[^\s-]\S*$/.test(name);
}

/** The members of an object by name, or of the list that old versions write. */
function entriesOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const members = Array.isArray(value)
    ? value.map((member) => recordOf(member))
    : Object.entries(recordOf(value) ?? {}).map(([name, member]) =>
        recordOf(member) === undefined ? undefined : { name, ...recordOf(member) },
      );
  return members.filter(
    (member) => member !== undefined && typeof member["name"] === "string" && member["name"] !== "",
  ) as readonly Readonly<Record<string, unknown>>[];
}

function firstLine(text: string | undefined): string | undefined {
  const line = text?.trim().split("\n")[0]?.trim();
  return line === "" ? undefined : line;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string" && each !== "") : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
