import type { AnyNode } from "acorn";

/** The nodes directly below a node, in the order of the text. */
export function childNodes(node: AnyNode): readonly AnyNode[] {
  const nodes: AnyNode[] = [];
  for (const value of Object.values(node) as readonly unknown[]) {
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const each of value as readonly unknown[]) if (isNode(each)) nodes.push(each);
    } else if (isNode(value)) nodes.push(value);
  }
  return nodes;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}
