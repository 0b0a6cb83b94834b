import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from "acorn";
import type { CommandDraft } from "./command-draft.ts";
import type { Scope } from "./scope.ts";

export type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression | AnonymousFunction;
type AnonymousFunction = Omit<FunctionDeclaration, "id"> & { readonly id: null };

/** What an expression stands for, as far as its text says. */
export type Value =
  | { readonly type: "constant"; readonly value: Constant }
  | { readonly type: "list"; readonly items: readonly Value[] }
  /** `at` is where its text stands. */
  | { readonly type: "object"; readonly properties: ReadonlyMap<string, Value>; readonly at: string }
  | { readonly type: "function"; readonly node: FunctionNode; readonly scope: Scope }
  | { readonly type: "command"; readonly command: CommandDraft }
  /** What an `import` gives: its properties are exports. */
  | { readonly type: "module"; readonly from: string | undefined }
  | OpaqueValue;

export type Constant = string | number | boolean | null | undefined;

/**
 * Something that no text explains: what a constructor or an unknown function made, or a name without a value. What it is shows
 * in what is done with it: it is an option where `addOption` takes it, and a command once an option is added to it.
 */
export interface OpaqueValue {
  readonly type: "opaque";
  /** Whether `new` made it. */
  readonly isNew: boolean;
  /** What made it was given. */
  readonly args: readonly Value[];
  /** The methods that were called on it and keep it what it is. */
  readonly calls: MethodCall[];
  command?: CommandDraft;
}

/** One call of a method. */
export interface MethodCall {
  readonly name: string;
  readonly args: readonly Value[];
  /** Whether it stands in a branch. */
  readonly isConditional: boolean;
}

/** A value of which nothing is known. */
export function opaque(args: readonly Value[] = [], isNew = false): OpaqueValue {
  return { type: "opaque", isNew, args, calls: [] };
}

/** A constant as a value. */
export function constant(value: Constant): Value {
  return { type: "constant", value };
}

/** The text that a value is; `undefined` when it is no text. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.type === "constant" && typeof value.value === "string" ? value.value : undefined;
}

/** The texts of a list, or the one text that a value is; absent when any is unknown. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  const one = textOf(value);
  if (one !== undefined) return [one];
  if (value?.type !== "list") return undefined;
  const texts = value.items.map(scalarText).filter((text) => text !== undefined);
  return texts.length === value.items.length ? texts : undefined;
}

/**
 * The choices of an option; `undefined` when they are unknown. Two that are alike are none: a function made them whose text does not
 * tell what it gives.
 */
export function choicesOf(value: Value | undefined): readonly string[] | undefined {
  const texts = textsOf(value);
  return texts === undefined || new Set(texts).size < texts.length ? undefined : texts;
}

/** Whether a value is true by its text; `undefined` when that is not known. */
export function truthOf(value: Value | undefined): boolean | undefined {
  if (value === undefined) return false;
  if (value.type === "constant") return Boolean(value.value);
  return value.type === "opaque" ? undefined : true;
}

/** A text, number or boolean as help prints it. */
export function scalarText(value: Value | undefined): string | undefined {
  if (value?.type !== "constant" || value.value === undefined || value.value === null) return undefined;
  return String(value.value);
}

/** A property of an object. */
export function propertyOf(value: Value | undefined, name: string): Value | undefined {
  return value?.type === "object" ? value.properties.get(name) : undefined;
}
