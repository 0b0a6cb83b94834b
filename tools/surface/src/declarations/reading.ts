import type { AnyNode } from "acorn";
import { childNodes } from "./child-nodes.ts";
import { textOf, type Value } from "./values.ts";

/** Whether an argument of a call shows nothing of what the function declares: then one reading of it is as good as another. */
export function isPlainArgument(value: Value): boolean {
  if (value.type === "object") return !value.properties.has("command") && [...value.properties.values()].every(isPlainArgument);
  if (value.type === "opaque") return !value.isNew && value.command === undefined;
  return value.type !== "command" && value.type !== "list" && textOf(value) === undefined;
}

/** Whether a condition depends on anything but constants. */
export function hasNames(node: AnyNode): boolean {
  return node.type === "CallExpression" || node.type === "Identifier" || childNodes(node).some(hasNames);
}

/** Where a function stands, as a key. */
export function placeOf({ node, scope }: Value & { readonly type: "function" }): string {
  return `${String(scope.textIndex)}:${String(node.start)}`;
}

/** The name that a computed property has. */
export function keyText(key: Value): string | undefined {
  return key.type === "constant" ? String(key.value) : undefined;
}
