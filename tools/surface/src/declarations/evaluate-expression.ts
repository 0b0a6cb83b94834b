import type { AnyNode, ObjectExpression } from "acorn";
import type { Scope } from "./scope.ts";
import { constant, opaque, propertyOf, truthOf, type Value } from "./values.ts";

/** What evaluating an expression needs of the reader. */
export interface Evaluator {
  evaluate(node: AnyNode, scope: Scope): Value;
  /** Looks for declarations in a part whose value does not matter. */
  visit(node: AnyNode, scope: Scope): void;
  inBranch<Result>(action: () => Result): Result;
  /** What a text exports by a name. */
  exported(name: string, from: string | undefined): Value;
}

/** The value of an operator applied to constants, of an object or of a list; `undefined` for expressions of any other kind. */
export function evaluatePlain(node: AnyNode, scope: Scope, machine: Evaluator): Value | undefined {
  if (node.type === "Literal") return literal(node.value);
  if (node.type === "TemplateLiteral") {
    const parts = node.expressions.map((each) => machine.evaluate(each, scope));
    const texts = parts.map((part) => (part.type === "constant" ? String(part.value) : undefined));
    if (texts.includes(undefined)) return opaque();
    return constant(node.quasis.map(({ value }, index) => `${value.cooked ?? ""}${texts[index] ?? ""}`).join(""));
  }
  if (node.type === "UnaryExpression") {
    const value = machine.evaluate(node.argument, scope);
    if (node.operator === "void") return constant(undefined);
    const truth = truthOf(value);
    if (node.operator === "!" && truth !== undefined) return constant(!truth);
    if (node.operator === "-" && value.type === "constant" && typeof value.value === "number") return constant(-value.value);
    return opaque();
  }
  if (node.type === "BinaryExpression") {
    if (node.left.type === "PrivateIdentifier") return opaque();
    return binary(node.operator, machine.evaluate(node.left, scope), machine.evaluate(node.right, scope));
  }
  if (node.type === "LogicalExpression") {
    const left = machine.evaluate(node.left, scope);
    const truth = truthOf(left);
    const isDone =
      node.operator === "||" ? truth === true : node.operator === "&&" ? truth === false : left.type !== "opaque" && !isNothing(left);
    if (isDone) return left;
    const isOpen = truth === undefined;
    const right = isOpen ? machine.inBranch(() => machine.evaluate(node.right, scope)) : machine.evaluate(node.right, scope);
    return right;
  }
  if (node.type === "ArrayExpression") {
    const items = node.elements.flatMap((each): readonly Value[] => {
      if (each === null) return [constant(undefined)];
      if (each.type !== "SpreadElement") return [machine.evaluate(each, scope)];
      const spread = machine.evaluate(each.argument, scope);
      return spread.type === "list" ? spread.items : [opaque()];
    });
    return { type: "list", items };
  }
  return node.type === "ObjectExpression" ? objectOf(node, scope, machine) : undefined;
}

/** A property of any value, by its name. */
export function readProperty(value: Value, name: string, machine: Pick<Evaluator, "exported">): Value {
  if (value.type === "module") return name === "default" ? value : machine.exported(name, value.from);
  if (value.type === "list" && /^\d{1,6}$/.test(name)) return value.items[Number(name)] ?? constant(undefined);
  return propertyOf(value, name) ?? opaque();
}

function objectOf(node: ObjectExpression, scope: Scope, machine: Evaluator): Value {
  const properties = new Map<string, Value>();
  let at = `${String(scope.textIndex)}:${String(node.start)}`;
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const spread = machine.evaluate(property.argument, scope);
      if (spread.type !== "object") continue;
      for (const [key, value] of spread.properties) properties.set(key, value);
      // A command that is copied to be wrapped is still that command.
      if (spread.properties.has("command")) ({ at } = spread);
      continue;
    }
    const { key } = property;
    const name = !property.computed && key.type === "Identifier" ? key.name : machine.evaluate(key, scope);
    if (property.kind !== "init") machine.visit(property.value, scope);
    else if (typeof name === "string") properties.set(name, machine.evaluate(property.value, scope));
    else if (name.type === "constant") properties.set(String(name.value), machine.evaluate(property.value, scope));
    else machine.visit(property.value, scope);
  }
  return { type: "object", properties, at };
}

function literal(value: unknown): Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
    ? constant(value)
    : opaque();
}

function binary(operator: string, left: Value, right: Value): Value {
  if (left.type !== "constant" || right.type !== "constant") return opaque();
  if (operator === "===" || operator === "==") return constant(left.value === right.value);
  if (operator === "!==" || operator === "!=") return constant(left.value !== right.value);
  if (operator !== "+") return opaque();
  if (typeof left.value === "number" && typeof right.value === "number") return constant(left.value + right.value);
  return constant(`${String(left.value)}${String(right.value)}`);
}

function isNothing(value: Value): boolean {
  return value.type === "constant" && (value.value === null || value.value === undefined);
}
