import type { AnyNode, CallExpression, Expression, SpreadElement } from "acorn";
import { callOnCommand, DECLARING_METHODS, isCallOfCommand, SILENT_METHODS } from "./command-calls.ts";
import type { DeclarationReader } from "./declaration-reader.ts";
import { readProperty } from "./evaluate-expression.ts";
import type { Scope } from "./scope.ts";
import { opaque, textOf, type Value } from "./values.ts";
import { isCommandModule } from "./yargs-calls.ts";

/** The values of the arguments of a call; one that is spread and unknown is one unknown value. */
export function evaluateArgs(args: readonly (Expression | SpreadElement)[], scope: Scope, reader: DeclarationReader): readonly Value[] {
  return args.flatMap((arg): readonly Value[] => {
    if (arg.type !== "SpreadElement") return [reader.evaluate(arg, scope)];
    const spread = reader.evaluate(arg.argument, scope);
    return spread.type === "list" ? spread.items : [opaque()];
  });
}

/** What a call gives, with the calls that it is chained to: a chain may be longer than any stack is deep. */
export function evaluateCall(node: CallExpression, scope: Scope, reader: DeclarationReader): Value {
  const links: { readonly call: CallExpression; readonly name: string }[] = [];
  let at: AnyNode = node;
  while (
    at.type === "CallExpression" &&
    at.callee.type === "MemberExpression" &&
    at.callee.property.type === "Identifier" &&
    !at.callee.computed
  ) {
    links.push({ call: at, name: at.callee.property.name });
    at = at.callee.object;
  }
  let value = at.type === "CallExpression" ? callPlain(at, scope, reader) : at.type === "Super" ? opaque() : reader.evaluate(at, scope);
  for (const { call, name } of links.toReversed()) value = callMethod(value, name, { call, scope }, reader);
  return value;
}

function callPlain({ callee, arguments: given }: CallExpression, scope: Scope, reader: DeclarationReader): Value {
  const fn = callee.type === "Super" ? opaque() : reader.evaluate(callee, scope);
  const args = evaluateArgs(given, scope, reader);
  if (callee.type === "Identifier" && callee.name === "require") return { type: "module", from: textOf(args[0]) };
  const [first] = args;
  if (fn.type === "function") {
    const result = reader.callFunction(fn, args);
    // What a function makes of a command is still that command, and not one more of the function's own.
    if (isCommandModule(first) && isCommandModule(result) && first.at !== result.at) {
      reader.consume(result);
      return { ...result, at: first.at };
    }
    if (result.type !== "opaque" || result.isNew || result.command !== undefined) return result;
  }
  // What wraps a command or a function mostly gives it back.
  return first?.type === "function" || isCommandModule(first) ? first : opaque(args);
}

function callMethod(
  target: Value,
  name: string,
  { call, scope }: { readonly call: CallExpression; readonly scope: Scope },
  reader: DeclarationReader,
): Value {
  if (SILENT_METHODS.has(name) && (target.type === "command" || target.type === "opaque")) {
    for (const arg of call.arguments) reader.visit(arg, scope);
    return target;
  }
  if (target.type === "command" || (target.type === "opaque" && target.command !== undefined)) {
    const command = reader.commandIn(target, false);
    return command === undefined ? opaque() : callOnCommand(command, name, evaluateArgs(call.arguments, scope, reader), reader);
  }
  const args = evaluateArgs(call.arguments, scope, reader);
  if (target.type === "opaque" && DECLARING_METHODS.has(name)) {
    const command = isCallOfCommand(target, name, args) ? reader.commandIn(target, true) : undefined;
    if (command !== undefined) return callOnCommand(command, name, args, reader);
    target.calls.push({ name, args, isConditional: reader.isConditional });
    return target;
  }
  if (name === "require") return { type: "module", from: textOf(args[0]) };
  if (target.type === "module" && name === "then") return reader.callFunction(args[0], [target]);
  if (target.type === "list" && (name === "forEach" || name === "map"))
    return { type: "list", items: target.items.map((item) => reader.callFunction(args[0], [item])) };
  if (target.type === "list" || target.type === "constant") return opaque(args);
  const method = target.type === "function" ? target : readProperty(target, name, reader);
  if (method.type === "function" && target.type !== "function") return reader.callFunction(method, args);
  const [first] = args;
  return first?.type === "object" && name === "freeze" ? first : opaque(args);
}
