import type { AnyNode } from "acorn";
import { bindPattern } from "./bind-pattern.ts";
import { callOnCommand } from "./command-calls.ts";
import { CommandDraft } from "./command-draft.ts";
import { CommandRegister } from "./command-register.ts";
import type { Evaluator } from "./evaluate-expression.ts";
import { evaluateNode } from "./evaluate-node.ts";
import { FunctionRecords, type FunctionValue } from "./function-records.ts";
import type { Machine } from "./machine.ts";
import { hasNames, placeOf } from "./reading.ts";
import { Scope } from "./scope.ts";
import type { Definition, SourceTexts } from "./source-texts.ts";
import { constant, opaque, propertyOf, textOf, truthOf, type FunctionNode, type Value } from "./values.ts";
import { visitStatement } from "./visit-statement.ts";
import { addModule, isCommandModule } from "./yargs-calls.ts";

/**
 * Follows the calls that declare commands and options through the texts of a program. It binds names to what is assigned to
 * them and enters the functions that are given a command; nothing is run, and every branch is read.
 */
export class DeclarationReader implements Machine, Evaluator {
  readonly #texts: SourceTexts;
  readonly #register = new CommandRegister();
  readonly #functions = new FunctionRecords();
  readonly #tops = new Map<number, Scope>();
  readonly #defined = new Map<string, Value>();
  /** The function that is read though nothing seems to call it. */
  #owner: string | undefined;
  #returns: Value[] = [];
  #branches = 0;
  #depth = 0;
  #steps = MAX_STEPS;

  constructor(texts: SourceTexts) {
    this.#texts = texts;
  }

  /** Reads every part that declares something, and gives the commands. */
  read(): readonly CommandDraft[] {
    const isCalled = (at: string): boolean => this.#functions.isCalled(at);
    let pieces = this.#texts.pieces();
    for (let rounds = 0; pieces.length > 0 && rounds < MAX_ROUNDS; rounds += 1) {
      for (const { textIndex, node } of pieces) this.visit(node, this.#top(textIndex));
      this.#readUncalled();
      pieces = this.#callersOf(this.#register.openOwners(isCalled));
    }
    this.#register.findRoots(isCalled);
    return this.#register.commands.filter((command) => !this.#register.isStandIn(command, isCalled));
  }

  /** Reads what nobody was seen to call: it declares things all the same. */
  #readUncalled(): void {
    for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
      const waiting = this.#functions.takePending();
      if (waiting.length === 0) break;
      for (const fn of waiting) {
        if (this.#functions.isEntered(fn)) continue;
        this.#owner = placeOf(fn);
        this.#enter(fn, []);
        this.#owner = undefined;
      }
      for (const module of this.#register.takeModules()) addModule(undefined, module, this);
    }
  }

  /** The parts that call functions and were not read so far. */
  #callersOf(places: readonly string[]): readonly Definition[] {
    const functions = places.flatMap((at) => this.#functions.uncalledAt(at) ?? []);
    return [...Map.groupBy(functions, ({ scope }) => scope.textIndex)].flatMap(([textIndex, own]) =>
      this.#texts.callers(
        textIndex,
        own.map(({ node }) => node),
      ),
    );
  }

  get isConditional(): boolean {
    return this.#branches > 0;
  }

  createCommand(name: string | undefined, parent: CommandDraft | undefined): CommandDraft {
    const command = new CommandDraft(name, parent);
    command.isConditional = this.isConditional;
    this.#register.add(command, this.#owner);
    return command;
  }

  adopt(parent: CommandDraft, value: Value | undefined, facts: Value | undefined): void {
    const child = this.commandIn(value, true);
    if (child === undefined || child === parent || child.isRoot) return;
    child.parent ??= parent;
    if (truthOf(propertyOf(facts, "hidden")) === true) child.hidden = true;
  }

  markParsed(command: CommandDraft): void {
    this.#register.markParsed(command);
  }

  consume(module: Value): void {
    this.#register.place(module);
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
    return this.#valueOf(`export:${from ?? ""}:${name}`, () => this.#texts.exported(name, from));
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
    const value = evaluateNode(node, scope, this);
    this.#depth -= 1;
    if (isCommandModule(value)) this.#register.noteModule(value);
    return value;
  }

  /** What a name stands for, with what no scope binds looked up in the texts. */
  nameValue(name: string, scope: Scope, near: number): Value {
    if (name === "undefined") return constant(undefined);
    const bound = scope.find(name);
    if (bound !== undefined) return bound;
    return this.#valueOf(`${String(scope.textIndex)}:${name}`, () => this.#texts.define(scope.textIndex, name, near));
  }

  /** A function as a value; one that holds declarations is read at the end if nobody enters it. */
  functionValue(node: FunctionNode, scope: Scope): FunctionValue {
    const value = { type: "function" as const, node, scope };
    if (this.#texts.declares(scope.textIndex, node)) this.#functions.await(value);
    return value;
  }

  callFunction(value: Value | undefined, args: readonly Value[]): Value {
    if (value?.type !== "function" || this.#steps <= 0 || this.#depth > MAX_DEPTH) return opaque(args);
    const known = this.#functions.resultOf(value, args);
    if (known !== undefined) return known;
    this.#functions.markCalled(value);
    return this.#enter(value, args);
  }

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
    // It enters a function of the same part of the text.
    if (node.callee.type === "Identifier" && scope.peek(node.callee.name)?.type === "function") return true;
    return [...node.arguments, base].some((arg) => {
      const value = arg.type === "Identifier" ? scope.peek(arg.name) : undefined;
      return value !== undefined && (this.commandIn(value, false) !== undefined || (value.type === "opaque" && value.isNew));
    });
  }

  /** Whether a condition holds by its text; what calls something is not known. */
  testOf(node: AnyNode, scope: Scope): boolean | undefined {
    if (/^(?:Literal|Identifier|UnaryExpression|BinaryExpression|MemberExpression)$/.test(node.type) && node.end - node.start < MAX_TEST)
      return hasNames(node) ? undefined : truthOf(this.evaluate(node, scope));
    this.visit(node, scope);
    return undefined;
  }

  /** The command that a value is; with `makes`, what nothing is known of becomes one. */
  commandIn(value: Value | undefined, makes: boolean): CommandDraft | undefined {
    if (value?.type === "command") return value.command;
    if (value?.type !== "opaque") return undefined;
    if (value.command === undefined && makes) {
      const command = this.createCommand(value.isNew ? textOf(value.args[0]) : undefined, undefined);
      value.command = command;
      if (value.isNew) this.#register.markMade(command);
      for (const { name, args } of value.calls.splice(0)) callOnCommand(command, name, args, this);
    }
    return value.command;
  }

  #enter(fn: FunctionValue, args: readonly Value[]): Value {
    this.#functions.begin(fn, args);
    const { node, scope } = fn;
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
    this.#functions.end(fn, args, result);
    return result;
  }

  /** What a definition stands for, which is looked for once. */
  #valueOf(key: string, define: () => Definition | undefined): Value {
    const known = this.#defined.get(key);
    if (known !== undefined) return known;
    this.#defined.set(key, opaque());
    const definition = define();
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
