import type { AnyNode, CallExpression, Expression, SpreadElement } from "acorn";
import { bindPattern } from "./bind-pattern.ts";
import { callOnCommand, DECLARING_METHODS, isCallOfCommand, SILENT_METHODS } from "./command-calls.ts";
import { CommandDraft } from "./command-draft.ts";
import { evaluatePlain, readProperty, type Evaluator } from "./evaluate-expression.ts";
import type { Machine } from "./machine.ts";
import { Scope } from "./scope.ts";
import type { SourceTexts } from "./source-texts.ts";
import { constant, opaque, propertyOf, textOf, truthOf, type FunctionNode, type OpaqueValue, type Value } from "./values.ts";
import { hasNames, isPlainArgument, keyText, placeOf } from "./reading.ts";
import { visitStatement } from "./visit-statement.ts";
import { addModule, isCommandModule } from "./yargs-calls.ts";

/**
 * Follows the calls that declare commands and options through the texts of a program. It binds names to what is assigned to
 * them and enters the functions that are given a command; nothing is run, and every branch is read.
 */
export class DeclarationReader implements Machine, Evaluator {
  readonly commands: CommandDraft[] = [];
  readonly #texts: SourceTexts;
  readonly #tops = new Map<number, Scope>();
  readonly #defined = new Map<string, Value>();
  /** Functions that hold declarations and were not entered so far, by where they stand. */
  readonly #pending = new Map<string, Value & { readonly type: "function" }>();
  readonly #entered = new Set<string>();
  readonly #results = new Map<string, Value>();
  readonly #modules = new Map<string, Value & { readonly type: "object" }>();
  readonly #consumed = new Set<string>();
  /** Functions that were read as something calls them, by where they stand. */
  readonly #called = new Set<string>();
  /** Commands below nothing that is known, each with the uncalled function that they were read in. */
  readonly #owners = new Map<CommandDraft, string>();
  #owner: string | undefined;
  #branches = 0;
  #depth = 0;
  #steps = MAX_STEPS;

  constructor(texts: SourceTexts) {
    this.#texts = texts;
  }

  /** Reads every part that declares something. */
  read(): void {
    for (const { textIndex, node } of this.#texts.pieces()) this.visit(node, this.#top(textIndex));
    // What nobody was seen to call declares things all the same.
    for (let rounds = 0; this.#pending.size > 0 && rounds < MAX_ROUNDS; rounds += 1) {
      const waiting = [...this.#pending];
      this.#pending.clear();
      for (const [at, fn] of waiting) {
        if (this.#entered.has(at)) continue;
        this.#owner = at;
        this.#enter(fn, []);
        this.#owner = undefined;
      }
      for (const [at, module] of this.#modules) {
        if (this.#consumed.has(at)) continue;
        this.#consumed.add(at);
        addModule(undefined, module, this);
      }
    }
    this.#findRoots();
  }

  get isConditional(): boolean {
    return this.#branches > 0;
  }

  /** Whether a command was read in a function that nothing seemed to call, and once more as something calls it. */
  isStandIn(command: CommandDraft): boolean {
    const seen = new Set<CommandDraft>();
    let top = command;
    while (top.parent !== undefined && !seen.has(top)) {
      seen.add(top);
      top = top.parent;
    }
    const owner = this.#owners.get(top);
    return owner !== undefined && this.#called.has(owner);
  }

  createCommand(name: string | undefined, parent: CommandDraft | undefined): CommandDraft {
    const command = new CommandDraft(name, parent);
    command.isConditional = this.isConditional;
    if (parent === undefined && this.#owner !== undefined) this.#owners.set(command, this.#owner);
    this.commands.push(command);
    return command;
  }

  adopt(parent: CommandDraft, value: Value | undefined, facts: Value | undefined): void {
    const child = this.#commandIn(value, true);
    if (child === undefined || child === parent || child.isRoot) return;
    child.parent ??= parent;
    if (truthOf(propertyOf(facts, "hidden")) === true) child.hidden = true;
  }

  markParsed(command: CommandDraft): void {
    this.#parsed.add(command);
  }

  readonly #parsed = new Set<CommandDraft>();
  readonly #made = new Set<CommandDraft>();

  consume(module: Value): void {
    if (module.type === "object") this.#consumed.add(module.at);
  }

  inBranch<Result>(action: () => Result): Result {
    this.#branches += 1;
    try {
      return action();
    } finally {
      this.#branches -= 1;
    }
  }

  exported(name: string, from: string | undefined): Value {
    return this.#valueOf(this.#texts.exported(name, from), `export:${from ?? ""}:${name}`);
  }

  visit(node: AnyNode, scope: Scope): void {
    if (this.#steps <= 0 || this.#depth > MAX_DEPTH) return;
    this.#steps -= 1;
    this.#depth += 1;
    visitStatement(node, scope, this);
    this.#depth -= 1;
  }

  evaluate(node: AnyNode, scope: Scope): Value {
    if (this.#steps <= 0 || this.#depth > MAX_DEPTH) return opaque();
    this.#steps -= 1;
    this.#depth += 1;
    const value = this.#evaluate(node, scope);
    this.#depth -= 1;
    if (isCommandModule(value) && !this.#modules.has(value.at)) this.#modules.set(value.at, value);
    return value;
  }

  /** What a name stands for, with what no scope binds looked up in the texts. */
  nameValue(name: string, scope: Scope, near: number): Value {
    if (name === "undefined") return constant(undefined);
    const bound = scope.find(name);
    if (bound !== undefined) return bound;
    const value = this.#valueOf(this.#texts.define(scope.textIndex, name, near), `${String(scope.textIndex)}:${name}`);
    return value;
  }

  /** A function as a value; one that holds declarations is read at the end if nobody enters it. */
  functionValue(node: FunctionNode, scope: Scope): Value & { readonly type: "function" } {
    const value = { type: "function" as const, node, scope };
    const at = placeOf(value);
    if (this.#texts.declares(scope.textIndex, node) && !this.#entered.has(at)) this.#pending.set(at, value);
    return value;
  }

  callFunction(value: Value | undefined, args: readonly Value[]): Value {
    if (value?.type !== "function" || this.#steps <= 0 || this.#depth > MAX_DEPTH) return opaque(args);
    const at = placeOf(value);
    // What is given decides what comes back; what is not told apart is read once.
    const isPlain = args.every((arg) => isPlainArgument(arg));
    const known = isPlain ? this.#results.get(at) : undefined;
    if (known !== undefined) return known;
    this.#called.add(at);
    return this.#enter(value, args);
  }

  #enter(value: Value & { readonly type: "function" }, args: readonly Value[]): Value {
    const at = placeOf(value);
    const isPlain = args.every((arg) => isPlainArgument(arg));
    if (isPlain) this.#results.set(at, opaque());
    this.#entered.add(at);
    this.#pending.delete(at);
    const { node, scope } = value;
    const inner = new Scope(scope.textIndex, scope);
    node.params.forEach((param, index) => {
      bindPattern(param, args[index] ?? opaque(), inner, this);
    });
    const outer = this.#returns;
    this.#returns = [];
    this.#depth += CALL_DEPTH;
    if (node.body.type === "BlockStatement") this.visit(node.body, inner);
    else this.addReturn(this.evaluate(node.body, inner));
    this.#depth -= CALL_DEPTH;
    const returned = this.#returns;
    this.#returns = outer;
    const result =
      returned.findLast((each) => each.type !== "opaque" && each.type !== "constant") ?? returned.at(-1) ?? constant(undefined);
    if (isPlain) this.#results.set(at, result);
    return result;
  }

  #returns: Value[] = [];

  /** Remembers what the function that is being read gives. */
  addReturn(value: Value): void {
    this.#returns.push(value);
  }

  /** Whether a call may declare something: it stands around a declaration, or hands a command on. */
  mayMatter(node: AnyNode, scope: Scope): boolean {
    if (node.type === "AwaitExpression") return this.mayMatter(node.argument, scope);
    if (node.type !== "CallExpression" || node.callee.type === "Super") return false;
    if (this.#texts.declares(scope.textIndex, node)) return true;
    let base: AnyNode = node;
    while (base.type === "CallExpression" && base.callee.type === "MemberExpression") base = base.callee.object;
    if (this.#isLocal(node.callee, scope)) return true;
    return [...node.arguments, base].some((arg) => {
      const value = arg.type === "Identifier" ? scope.peek(arg.name) : undefined;
      return value !== undefined && (this.#commandIn(value, false) !== undefined || (value.type === "opaque" && value.isNew));
    });
  }

  /** Whether a condition holds by its text; what calls something is not known. */
  testOf(node: AnyNode, scope: Scope): boolean | undefined {
    if (/^(?:Literal|Identifier|UnaryExpression|BinaryExpression|MemberExpression)$/.test(node.type) && node.end - node.start < MAX_TEST)
      return hasNames(node) ? undefined : truthOf(this.evaluate(node, scope));
    this.visit(node, scope);
    return undefined;
  }

  /** Whether a call enters a function of the same part of the text. */
  #isLocal(callee: AnyNode, scope: Scope): boolean {
    return callee.type === "Identifier" && scope.peek(callee.name)?.type === "function";
  }

  #evaluate(node: AnyNode, scope: Scope): Value {
    const plain = evaluatePlain(node, scope, this);
    if (plain !== undefined) return plain;
    if (node.type === "Identifier") return this.nameValue(node.name, scope, node.start);
    if (node.type === "CallExpression") return this.#call(node, scope);
    if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return this.functionValue(node, scope);
    if (node.type === "NewExpression") return opaque(this.#args(node.arguments, scope), true);
    if (node.type === "AwaitExpression") return this.evaluate(node.argument, scope);
    if (node.type === "ChainExpression") return this.evaluate(node.expression, scope);
    if (node.type === "ImportExpression") return { type: "module", from: textOf(this.evaluate(node.source, scope)) };
    if (node.type === "MemberExpression") {
      if (node.object.type === "Super" || node.property.type === "PrivateIdentifier") return opaque();
      const object = this.evaluate(node.object, scope);
      const key = node.computed ? this.evaluate(node.property, scope) : undefined;
      const name = key === undefined ? (node.property.type === "Identifier" ? node.property.name : undefined) : keyText(key);
      if (name === "argv") this.#markRoot(object);
      return name === undefined ? opaque() : readProperty(object, name, this);
    }
    if (node.type === "SequenceExpression") {
      for (const each of node.expressions.slice(0, -1)) this.visit(each, scope);
      const last = node.expressions.at(-1);
      return last === undefined ? opaque() : this.evaluate(last, scope);
    }
    if (node.type === "AssignmentExpression") {
      const value = this.evaluate(node.right, scope);
      if (node.left.type === "Identifier") scope.assign(node.left.name, value);
      else if (node.left.type === "ObjectPattern") bindPattern(node.left, value, scope, this);
      return value;
    }
    if (node.type === "ConditionalExpression") {
      const truth = this.testOf(node.test, scope);
      if (truth !== undefined) return this.evaluate(truth ? node.consequent : node.alternate, scope);
      const [first, second] = this.inBranch(() => [this.evaluate(node.consequent, scope), this.evaluate(node.alternate, scope)]);
      return first?.type === "opaque" && !first.isNew && second !== undefined ? second : (first ?? opaque());
    }
    this.visit(node, scope);
    return opaque();
  }

  #args(args: readonly (Expression | SpreadElement)[], scope: Scope): readonly Value[] {
    return args.flatMap((arg): readonly Value[] => {
      if (arg.type !== "SpreadElement") return [this.evaluate(arg, scope)];
      const spread = this.evaluate(arg.argument, scope);
      return spread.type === "list" ? spread.items : [opaque()];
    });
  }

  /** A call, with the calls that it is chained to: a chain may be longer than any stack is deep. */
  #call(node: CallExpression, scope: Scope): Value {
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
    let value = at.type === "CallExpression" ? this.#plainCall(at, scope) : at.type === "Super" ? opaque() : this.evaluate(at, scope);
    for (const { call, name } of links.toReversed()) value = this.#callMethod(value, name, call, scope);
    return value;
  }

  #plainCall({ callee, arguments: given }: CallExpression, scope: Scope): Value {
    const fn = callee.type === "Super" ? opaque() : this.evaluate(callee, scope);
    const args = this.#args(given, scope);
    if (callee.type === "Identifier" && callee.name === "require") return { type: "module", from: textOf(args[0]) };
    if (fn.type === "function") {
      const result = this.callFunction(fn, args);
      if (result.type !== "opaque" || result.isNew || result.command !== undefined) return result;
    }
    // What wraps a command or a function mostly gives it back.
    const [first] = args;
    return first?.type === "function" || isCommandModule(first) ? first : opaque(args);
  }

  #callMethod(target: Value, name: string, call: CallExpression, scope: Scope): Value {
    if (SILENT_METHODS.has(name) && (target.type === "command" || target.type === "opaque")) {
      for (const arg of call.arguments) this.visit(arg, scope);
      return target;
    }
    const declares = DECLARING_METHODS.has(name);
    if (target.type === "command" || (target.type === "opaque" && target.command !== undefined)) {
      const command = this.#commandIn(target, false);
      return command === undefined ? opaque() : callOnCommand(command, name, this.#args(call.arguments, scope), this);
    }
    const args = this.#args(call.arguments, scope);
    if (target.type === "opaque" && declares) {
      if (isCallOfCommand(target, name, args)) {
        const command = this.#commandIn(target, true);
        if (command !== undefined) return callOnCommand(command, name, args, this);
      }
      target.calls.push({ name, args, isConditional: this.isConditional });
      return target;
    }
    if (name === "require") return { type: "module", from: textOf(args[0]) };
    if (target.type === "module" && name === "then") return this.callFunction(args[0], [target]);
    if (target.type === "list" && (name === "forEach" || name === "map"))
      return { type: "list", items: target.items.map((item) => this.callFunction(args[0], [item])) };
    if (target.type === "list" || target.type === "constant") return opaque(args);
    const method = target.type === "function" ? target : readProperty(target, name, this);
    if (method.type === "function" && target.type !== "function") return this.callFunction(method, args);
    const [first] = args;
    return first?.type === "object" && name === "freeze" ? first : opaque(args);
  }

  /** The command that a value is; with `makes`, what nothing is known of becomes one. */
  #commandIn(value: Value | undefined, makes: boolean): CommandDraft | undefined {
    if (value?.type === "command") return value.command;
    if (value?.type !== "opaque") return undefined;
    if (value.command === undefined && makes) this.#becomeCommand(value);
    return value.command;
  }

  #becomeCommand(value: OpaqueValue): void {
    const command = this.createCommand(value.isNew ? textOf(value.args[0]) : undefined, undefined);
    value.command = command;
    if (value.isNew) this.#made.add(command);
    for (const { name, args } of value.calls.splice(0)) callOnCommand(command, name, args, this);
  }

  #markRoot(value: Value): void {
    const command = this.#commandIn(value, false);
    if (command !== undefined) this.#parsed.add(command);
  }

  /** The commands that read the command line are roots; where none does, those that were made and belong to none. */
  #findRoots(): void {
    const tops = [...this.#made].filter((command) => command.parent === undefined);
    const parsed = [...this.#parsed].filter((command) => command.parent === undefined && !this.isStandIn(command));
    for (const command of parsed.length > 0 ? parsed : tops) command.isRoot = true;
  }

  #valueOf(definition: ReturnType<SourceTexts["define"]>, key: string): Value {
    const known = this.#defined.get(key);
    if (known !== undefined) return known;
    this.#defined.set(key, opaque());
    if (definition === undefined) return this.#defined.get(key) ?? opaque();
    const top = this.#top(definition.textIndex);
    const { node } = definition;
    const value = node.type === "FunctionExpression" ? this.functionValue(node, top) : this.evaluate(node, top);
    this.#defined.set(key, value);
    return value;
  }

  #top(textIndex: number): Scope {
    const known = this.#tops.get(textIndex) ?? new Scope(textIndex);
    this.#tops.set(textIndex, known);
    return known;
  }
}

const MAX_STEPS = 1_500_000;
const MAX_DEPTH = 400;
const MAX_ROUNDS = 8;
const MAX_TEST = 200;
/** What a call counts for beside its own nesting. */
const CALL_DEPTH = 8;
