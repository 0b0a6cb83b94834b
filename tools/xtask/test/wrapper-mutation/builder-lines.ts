import { type ArrowFunctionExpression, type Function as FunctionNode, type Node, parseSync, type TSType, Visitor } from "oxc-parser";

/** A builder line: source that puts words into a command line. */
export interface BuilderLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** The whole source without it. */
  readonly mutant: string;
}

/** The builder lines of a source, and what looks like one without being one, as `line: text`. */
export interface BuilderLines {
  readonly lines: readonly BuilderLine[];
  readonly overlooked: readonly string[];
}

/**
 * The builder lines of a file in `argv/` of a wrapper, by syntax alone:
 * - every property and spread of an object literal (a row of a flag table, `path`, `args` …), unless its value is an empty literal;
 * - every element of an array literal, and every spread argument of a call;
 * - what a function returns that is declared to return an array.
 *
 * Left out are types, what is thrown, checks (functions `assert…`, properties `check`), and what passes through
 * (`passthroughTokens`), which shows no support by contract. A text that begins like a flag outside of all builder lines, and a
 * list that grows by a method, are overlooked: the rule would not see them go.
 */
export function builderLines(path: string, source: string): BuilderLines {
  const { program, errors } = parseSync(path, source);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const emitting: { readonly node: Node; readonly instead: string }[] = [];
  const leftOut: Node[] = [];
  const suspicious: Node[] = [];
  const functions: (FunctionNode | ArrowFunctionExpression)[] = [];
  const flagLike = (node: Node, text: unknown): void => {
    if (typeof text === "string" && /^--?\w|^--$/.test(text)) suspicious.push(node);
  };
  new Visitor({
    ObjectExpression: ({ properties }) => {
      for (const node of properties) {
        if (node.type === "Property" && isNamed(node.key, /^check$/)) leftOut.push(node);
        else if (node.type === "SpreadElement" || !isEmptyLiteral(node.value)) emitting.push({ node, instead: "" });
      }
    },
    ArrayExpression: ({ elements }) => emitting.push(...elements.flatMap((node) => (node === null ? [] : [{ node, instead: "" }]))),
    CallExpression: (call) => {
      if (isNamed(call.callee, /^passthroughTokens$/)) leftOut.push(call);
      if (call.callee.type === "MemberExpression" && isNamed(call.callee.property, /^(?:push|unshift|concat|splice)$/))
        suspicious.push(call);
      emitting.push(...call.arguments.flatMap((node) => (node.type === "SpreadElement" ? [{ node, instead: "" }] : [])));
    },
    FunctionDeclaration: (node) => {
      functions.push(node);
      if (isNamed(node.id, /^(?:assert.*|passthroughTokens)$/)) leftOut.push(node);
    },
    "FunctionDeclaration:exit": () => void functions.pop(),
    ArrowFunctionExpression: (node) => {
      functions.push(node);
      if (node.expression && returnsArray(node)) emitting.push({ node: node.body, instead: "[]" });
    },
    "ArrowFunctionExpression:exit": () => void functions.pop(),
    ReturnStatement: ({ argument }) => {
      if (argument !== null && !isEmptyLiteral(argument) && returnsArray(functions.at(-1)))
        emitting.push({ node: argument, instead: "[]" });
    },
    ThrowStatement: (node) => void leftOut.push(node),
    TSInterfaceDeclaration: (node) => void leftOut.push(node),
    TSTypeAliasDeclaration: (node) => void leftOut.push(node),
    TSTypeAnnotation: (node) => void leftOut.push(node),
    Literal: (node) => flagLike(node, node.value),
    TemplateLiteral: (node) => flagLike(node, node.quasis[0]?.value.cooked),
  }).visit(program);

  const isWithin = (node: Node, outers: readonly Node[]): boolean =>
    outers.some(({ start, end }) => start <= node.start && node.end <= end);
  const found = emitting.filter(({ node }) => !isWithin(node.type === "SpreadElement" ? node.argument : node, leftOut));
  const describe = (node: Node): { readonly line: number; readonly text: string } => ({
    line: source.slice(0, node.start).split("\n").length,
    text: source.slice(node.start, node.end).replaceAll(/\s+/g, " "),
  });
  const covered = found.map(({ node }) => node);
  return {
    lines: found.map(({ node, instead }) => ({ ...describe(node), mutant: replaced(source, node, instead) })),
    overlooked: suspicious
      .filter((node) => !isWithin(node, leftOut) && (node.type === "CallExpression" || !isWithin(node, covered)))
      .map((node) => `${String(describe(node).line)}: ${describe(node).text}`),
  };
}

/** A node that goes takes the comma behind it along. */
function replaced(source: string, { start, end }: Node, instead: string): string {
  const rest = source.slice(end);
  return `${source.slice(0, start)}${instead}${instead === "" ? rest.replace(/^\s*,/, "") : rest}`;
}

function isNamed(node: Node | null, name: RegExp): boolean {
  return node?.type === "Identifier" && name.test(node.name);
}

function isEmptyLiteral(node: Node): boolean {
  return (
    (node.type === "ArrayExpression" && node.elements.length === 0) || (node.type === "ObjectExpression" && node.properties.length === 0)
  );
}

function returnsArray(node: FunctionNode | ArrowFunctionExpression | undefined): boolean {
  let type: TSType | undefined = node?.returnType?.typeAnnotation;
  if (type?.type === "TSTypeOperator") type = type.typeAnnotation;
  return type?.type === "TSArrayType";
}
