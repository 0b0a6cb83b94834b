import type { AnyNode } from "acorn";
import { readProperty, type Evaluator } from "./evaluate-expression.ts";
import type { Scope } from "./scope.ts";
import { constant, opaque, type Value } from "./values.ts";

/** Gives the names of a pattern the parts of a value. */
export function bindPattern(pattern: AnyNode, value: Value, scope: Scope, machine: Evaluator): void {
  if (pattern.type === "Identifier") scope.bind(pattern.name, value);
  else if (pattern.type === "AssignmentPattern") {
    const isGiven = !(value.type === "constant" && value.value === undefined);
    bindPattern(pattern.left, isGiven ? value : machine.evaluate(pattern.right, scope), scope, machine);
  } else if (pattern.type === "ObjectPattern") {
    for (const property of pattern.properties) {
      if (property.type === "RestElement") bindPattern(property.argument, value, scope, machine);
      else if (property.key.type === "Identifier" && !property.computed)
        bindPattern(property.value, readProperty(value, property.key.name, machine), scope, machine);
      else bindPattern(property.value, opaque(), scope, machine);
    }
  } else if (pattern.type === "ArrayPattern") {
    pattern.elements.forEach((element, index) => {
      if (element === null) return;
      if (element.type === "RestElement") bindPattern(element.argument, opaque(), scope, machine);
      else bindPattern(element, value.type === "list" ? (value.items[index] ?? constant(undefined)) : opaque(), scope, machine);
    });
  } else if (pattern.type === "RestElement") bindPattern(pattern.argument, opaque(), scope, machine);
}
