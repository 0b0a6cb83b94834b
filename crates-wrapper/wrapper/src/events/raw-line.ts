import type { Line } from "@lockstep/runtime";
import { mistake } from "../mistakes.ts";
import { isObject, type RawObject } from "../raw-object.ts";

/** An object that is no event of a known type and shape. */
export interface UnknownEvent {
  readonly type: "unknown";
  readonly raw: RawObject;
  /** JSON pointer into `raw` and what was wanted there; empty for an unknown type. */
  readonly mistakes: readonly string[];
}

/** A line that is no JSON object, or was cut at the limit. */
export interface MalformedLine {
  readonly type: "malformed";
  readonly line: Line;
}

/** The JSON object on a line; `undefined` for any other line, and for one that was cut. */
export function objectOn(line: Line): RawObject | undefined {
  if (line.defect === "over-limit") return undefined;
  try {
    const value: unknown = JSON.parse(line.text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the `type` of an object that no table knows: an unknown type is no mistake; no type at all is one. */
export function mistakesOfType(type: unknown): readonly string[] {
  return typeof type === "string" ? [] : [mistake("/type", "string", type)];
}

/** Whether a table, such as one of guards by type, has a row for what a program printed as the key. */
export function isKeyOf<Table extends object>(table: Table, key: unknown): key is keyof Table {
  return typeof key === "string" && Object.hasOwn(table, key);
}
