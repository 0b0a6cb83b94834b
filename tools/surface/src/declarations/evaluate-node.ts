import type { AnyNode, MemberExpression } from "acorn";
import { bindPattern } from "./bind-pattern.ts";
import type { DeclarationReader } from "./declaration-reader.ts";
import { evaluateArgs, evaluateCall } from "./evaluate-call.ts";
import { evaluatePlain, readProperty } from "./evaluate-expression.ts";
import { keyText } from "./reading.ts";
import type { Scope } from "./scope.ts";
import { opaque, textOf, type Value } from "./values.ts";

/** The value of an expression of any kind. */
export function evaluateNode(node: AnyNode, scope: Scope, reader: DeclarationReader): Value {
  const plain = evaluatePlain(node, scope, reader);
  if (plain !== undefined) return plain;
  if (node.type === "Identifier") return reader.nameValue(node.name, scope, node.start);
  if (node.type === "CallExpression") return evaluateCall(node, scope, reader);
  if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return reader.functionValue(node, scope);
  if (node.type === "NewExpression") return opaque(evaluateArgs(node.arguments, scope, reader), true);
  if (node.type === "AwaitExpression") return reader.evaluate(node.argument, scope);
  if (node.type === "ChainExpression") return reader.evaluate(node.expression, scope);
  if (node.type === "ImportExpression") return { type: "module", from: textOf(reader.evaluate(node.source, scope)) };
  if (node.type === "MemberExpression") return memberOf(node, scope, reader);
  if (node.type === "SequenceExpression") {
    for (const each of node.expressions.slice(0, -1)) reader.visit(each, scope);
    const last = node.expressions.at(-1);
    return last === undefined ? opaque() : reader.evaluate(last, scope);
  }
  if (node.type === "AssignmentExpression") {
    const value = reader.evaluate(node.right, scope);
    if (node.left.type === "Identifier") scope.assign(node.left.name, value);
    else if (node.left.type === "ObjectPattern") bindPattern(node.left, value, scope, reader);
    return value;
  }
  if (node.type === "ConditionalExpression") {
    const truth = reader.testOf(node.test, scope);
    if (truth !== undefined) return reader.evaluate(truth ? node.consequent : node.alternate, scope);
    const [first, second] = reader.inBranch(() => [reader.evaluate(node.consequent, scope), reader.evaluate(node.alternate, scope)]);
    return first?.type === "opaque" && !first.isNew && second !== undefined ? second : (first ?? opaque());
  }
  reader.visit(node, scope);
  return opaque();
}

function memberOf(node: MemberExpression, scope: Scope, reader: DeclarationReader): Value {
  if (node.object.type === "Super" || node.property.type === "PrivateIdentifier") return opaque();
  const object = reader.evaluate(node.object, scope);
  const key = node.computed ? reader.evaluate(node.property, scope) : undefined;
  const name = key === undefined ? (node.property.type === "Identifier" ? node.property.name : undefined) : keyText(key);
  // yargs reads the command line when somebody looks at what it read.
  const command = name === "argv" ? reader.commandIn(object, false) : undefined;
  if (command !== undefined) reader.markParsed(command);
  return name === undefined ? opaque() : readProperty(object, name, reader);
}
