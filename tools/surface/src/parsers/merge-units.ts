import type { ArgShape } from "../help-page.ts";

/** Arguments of the section, made required or variadic where the usage says so, then those that only the usage shows. */
export function mergeArgs(shown: readonly ArgShape[], inUsage: readonly ArgShape[]): readonly ArgShape[] {
  const usage = new Map(inUsage.map((arg) => [arg.name, arg]));
  const rows = lastOfEach(shown, ({ name }) => name).map((arg) => ({
    ...arg,
    required: arg.required || usage.get(arg.name)?.required === true,
    variadic: arg.variadic || usage.get(arg.name)?.variadic === true,
  }));
  const names = new Set(rows.map(({ name }) => name));
  return [...rows, ...inUsage.filter(({ name }) => !names.has(name)).map((arg) => ({ ...arg, note: "inferred from usage" }))];
}

/** Of units with one key the last, at the place of the first. */
export function lastOfEach<Unit>(units: readonly Unit[], key: (unit: Unit) => string): readonly Unit[] {
  return [...new Map(units.map((unit) => [key(unit), unit])).values()];
}

/** Whether a row could be read. */
export function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
