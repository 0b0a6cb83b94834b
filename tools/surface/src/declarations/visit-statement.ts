import type { AnyNode } from "acorn";
import { bindPattern } from "./bind-pattern.ts";
import { childNodes } from "./child-nodes.ts";
import type { DeclarationReader } from "./declaration-reader.ts";
import { Scope } from "./scope.ts";
import { opaque, type Value } from "./values.ts";

/** Reads one statement, or an expression whose value does not matter, for the declarations in it. */
export function visitStatement(node: AnyNode, scope: Scope, reader: DeclarationReader): void {
  const visit = (child: AnyNode | null | undefined, within = scope): void => {
    if (child !== null && child !== undefined) reader.visit(child, within);
  };
  switch (node.type as string) {
    case "Program":
    case "BlockStatement":
      visitBlock(node, scope, reader);
      return;
    default:
  }
  if (node.type === "VariableDeclaration") {
    for (const { id, init } of node.declarations) {
      if (init === null || init === undefined) bindPattern(id, opaque(), scope, reader);
      else if (isCall(init) && !reader.mayMatter(init, scope))
        scope.bindLater(namesOf(id), () => {
          bindPattern(id, reader.evaluate(init, scope), scope, reader);
        });
      else bindPattern(id, reader.evaluate(init, scope), scope, reader);
    }
  } else if (node.type === "ReturnStatement") {
    if (node.argument !== null && node.argument !== undefined) reader.addReturn(reader.evaluate(node.argument, scope));
  } else if (node.type === "IfStatement") {
    const truth = reader.testOf(node.test, scope);
    if (truth !== undefined) visit(truth ? node.consequent : node.alternate);
    else
      reader.inBranch(() => {
        visit(node.consequent);
        visit(node.alternate);
      });
  } else if (node.type === "ForOfStatement") {
    const list = reader.evaluate(node.right, scope);
    const items: readonly Value[] = list.type === "list" && list.items.length <= MAX_ITEMS ? list.items : [opaque()];
    for (const item of items) {
      const inner = new Scope(scope.textIndex, scope);
      const target = node.left.type === "VariableDeclaration" ? node.left.declarations[0]?.id : node.left;
      if (target !== undefined) bindPattern(target, item, inner, reader);
      visit(node.body, inner);
    }
  } else if (node.type === "SwitchStatement" || node.type === "CatchClause" || node.type === "WhileStatement") {
    reader.inBranch(() => {
      for (const child of childNodes(node)) visit(child);
    });
  } else if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") {
    const value = reader.functionValue(node, scope);
    if (node.type !== "ArrowFunctionExpression" && node.id !== null && node.id !== undefined && scope.find(node.id.name) === undefined)
      scope.bind(node.id.name, value);
  } else if (node.type === "CallExpression") {
    if (reader.mayMatter(node, scope)) reader.evaluate(node, scope);
    else for (const child of childNodes(node)) visit(child);
  } else if (isEvaluated(node)) reader.evaluate(node, scope);
  else for (const child of childNodes(node)) visit(child);
}

/** Whether an expression calls something, whose value may never be asked for. */
function isCall(node: AnyNode): boolean {
  return node.type === "CallExpression" || (node.type === "AwaitExpression" && isCall(node.argument));
}

/** The names that a pattern binds. */
function namesOf(pattern: AnyNode): readonly string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "Property") return namesOf(pattern.value);
  if (pattern.type === "AssignmentPattern") return namesOf(pattern.left);
  return pattern.type === "ObjectPattern" || pattern.type === "ArrayPattern" || pattern.type === "RestElement"
    ? childNodes(pattern).flatMap(namesOf)
    : [];
}

/** Whether the value of an expression shows what it declares. */
function isEvaluated(node: AnyNode): boolean {
  return /^(?:AssignmentExpression|ConditionalExpression|LogicalExpression|SequenceExpression|ObjectExpression|ArrayExpression)$/.test(
    node.type,
  );
}

/** Names of functions count in the whole block, from its first statement on. */
function visitBlock(node: AnyNode, scope: Scope, reader: DeclarationReader): void {
  const inner = node.type === "Program" ? scope : new Scope(scope.textIndex, scope);
  const statements = childNodes(node);
  for (const statement of statements) {
    if (statement.type === "FunctionDeclaration" && statement.id !== null)
      inner.bind(statement.id.name, reader.functionValue(statement, inner));
  }
  for (const statement of statements) if (statement.type !== "FunctionDeclaration") reader.visit(statement, inner);
}

const MAX_ITEMS = 50;
