import { pointerTo } from "@lockstep/kernel";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkPhantoms } from "./phantom-commands.ts";
import { fieldAt, fieldOf, itemsOf, pathOf, textOf } from "./json-view.ts";
import { commandPathText, quote, type Violation } from "./violation.ts";

const DUPLICATE_COMMAND_PATH = "DUPLICATE_COMMAND_PATH" satisfies ViolationCode;
const DUPLICATE_FLAG_KEY = "DUPLICATE_FLAG_KEY" satisfies ViolationCode;
const DUPLICATE_ARG_NAME = "DUPLICATE_ARG_NAME" satisfies ViolationCode;
const ROOT_COMMAND_MISSING = "ROOT_COMMAND_MISSING" satisfies ViolationCode;
const UNKNOWN_FIELD_VALUE = "UNKNOWN_FIELD_VALUE" satisfies ViolationCode;

const platforms: readonly unknown[] = ["linux", "macos", "windows"];

/** A place inside the checked document: what it is about, and its JSON pointer. */
type Place = Pick<Violation, "commandPath" | "keyOrName" | "field"> & { readonly pointer: string };

/** Checks the commands inside a snapshot or union: units once, a root command, no phantoms, known values. */
export function checkSurface(context: CheckContext, path: string, document: unknown, knownTargets: ReadonlySet<string>): void {
  checkUnits(context, path, document);
  checkPhantoms(context, path, document);
  if (context.applies(UNKNOWN_FIELD_VALUE)) checkFieldValues(context, path, document, knownTargets);
}

function checkUnits({ applies, report }: CheckContext, path: string, document: unknown): void {
  const commands = itemsOf(fieldOf(document, "commands")).map((command) => ({ command, tokens: pathOf(fieldOf(command, "path")) }));
  if (applies(ROOT_COMMAND_MISSING) && !commands.some(({ tokens }) => tokens?.length === 0)) {
    report({
      code: ROOT_COMMAND_MISSING,
      path,
      unit: "snapshots",
      field: "commands",
      pointer: "/commands",
      message: "One command must have the path [], the root; none of them has",
    });
  }
  if (!applies(DUPLICATE_COMMAND_PATH)) return;
  const once = (code: ViolationCode, what: string): ((id: string, place: Place) => void) => {
    const seen = new Map<string, string>();
    return (id, place) => {
      const earlier = seen.get(id);
      if (earlier === undefined) seen.set(id, place.pointer);
      else
        report({
          ...place,
          code,
          path,
          unit: "snapshots",
          message: `Each ${what} must be unique, ${quote(place.keyOrName ?? place.commandPath)} is at ${earlier} already`,
        });
    };
  };
  const commandOnce = once(DUPLICATE_COMMAND_PATH, "command path");
  for (const [index, { command, tokens }] of commands.entries()) {
    if (tokens === undefined) continue;
    const at = pointerTo("/commands", index);
    const commandPath = commandPathText(tokens);
    commandOnce(tokens.join("\0"), { commandPath, pointer: at });
    const flagOnce = once(DUPLICATE_FLAG_KEY, "flag key of a command");
    for (const [flagIndex, flag] of itemsOf(fieldOf(command, "flags")).entries()) {
      const key = textOf(fieldOf(flag, "key")) ?? textOf(fieldOf(flag, "long")) ?? textOf(fieldOf(flag, "short"));
      if (key !== undefined) flagOnce(key, { commandPath, keyOrName: key, pointer: `${at}/flags/${String(flagIndex)}` });
    }
    const argOnce = once(DUPLICATE_ARG_NAME, "arg name of a command");
    for (const [argIndex, arg] of itemsOf(fieldOf(command, "args")).entries()) {
      const name = textOf(fieldOf(arg, "name"));
      if (name !== undefined) argOnce(name, { commandPath, keyOrName: name, pointer: `${at}/args/${String(argIndex)}` });
    }
  }
}

function checkFieldValues(context: CheckContext, path: string, document: unknown, knownTargets: ReadonlySet<string>): void {
  const { conflictFields, report } = context;
  const unknown = (place: Place, wanted: string, actual: unknown): void =>
    report({ ...place, code: UNKNOWN_FIELD_VALUE, path, unit: "snapshots", message: `Must be ${wanted}, is ${quote(actual)}` });
  const target = (place: Place, value: unknown): void => {
    if (typeof value === "string" && !knownTargets.has(value)) unknown(place, `a known target (${[...knownTargets].join(", ")})`, value);
  };
  const binary = (pointer: string, value: unknown): void => {
    for (const field of ["os", "arch"]) {
      if (fieldAt(value, "platform", field) === "unknown")
        unknown({ field, pointer: `${pointer}/platform/${field}` }, `the ${field} of the binary's target`, "unknown");
    }
    target({ field: "target_triple", pointer: `${pointer}/target_triple` }, fieldOf(value, "target_triple"));
  };
  binary("/binary", fieldOf(document, "binary"));
  for (const [index, input] of itemsOf(fieldOf(document, "inputs")).entries()) {
    target({ field: "target_triple", pointer: `/inputs/${String(index)}/target_triple` }, fieldOf(input, "target_triple"));
    binary(`/inputs/${String(index)}/binary`, fieldOf(input, "binary"));
  }
  for (const [index, command] of itemsOf(fieldOf(document, "commands")).entries()) {
    const at = pointerTo("/commands", index);
    const tokens = pathOf(fieldOf(command, "path"));
    const commandPath = tokens === undefined ? undefined : commandPathText(tokens);
    const unit = (pointer: string, keyOrName: string | undefined, value: unknown): void => {
      for (const [item, found] of itemsOf(fieldOf(value, "available_on")).entries()) {
        target({ commandPath, keyOrName, field: "available_on", pointer: `${pointer}/available_on/${String(item)}` }, found);
      }
      for (const [item, found] of itemsOf(fieldOf(value, "platforms")).entries()) {
        if (!platforms.includes(found))
          unknown(
            { commandPath, keyOrName, field: "platforms", pointer: `${pointer}/platforms/${String(item)}` },
            platforms.join(", "),
            found,
          );
      }
    };
    unit(at, undefined, command);
    for (const [item, flag] of itemsOf(fieldOf(command, "flags")).entries())
      unit(`${at}/flags/${String(item)}`, textOf(fieldOf(flag, "key")) ?? textOf(fieldOf(flag, "long")), flag);
    for (const [item, arg] of itemsOf(fieldOf(command, "args")).entries())
      unit(`${at}/args/${String(item)}`, textOf(fieldOf(arg, "name")), arg);
    for (const [item, conflict] of itemsOf(fieldOf(command, "conflicts")).entries()) {
      const kind = fieldOf(conflict, "unit");
      const field = textOf(fieldOf(conflict, "field"));
      if (field === undefined || (kind !== "command" && kind !== "flag" && kind !== "arg") || conflictFields[kind].includes(field))
        continue;
      unknown(
        { commandPath, field: "conflicts", pointer: `${at}/conflicts/${String(item)}/field` },
        `a field whose conflicts are tracked (${conflictFields[kind].join(", ")})`,
        field,
      );
    }
  }
}
