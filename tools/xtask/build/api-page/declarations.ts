import { type Class, type Comment, parseSync, type Statement, type TSInterfaceDeclaration, type TSTypeAliasDeclaration } from "oxc-parser";

/** A declaration of a bundled `.d.ts`, with its docstring as it is written there. */
export interface Declaration {
  readonly name: string;
  readonly type: "function" | "class" | "interface" | "alias" | "constant";
  /** Whether users can import it by name; what they cannot is there because an exported one refers to it. */
  readonly exported: boolean;
  /** Absent when there is none. */
  readonly comment: string | undefined;
  /** TypeScript without docstrings of its members: signatures of a function, the head of a class or interface, a whole alias. */
  readonly code: string;
  /** Of a class or interface. */
  readonly members: readonly Member[];
  /** Names of other declarations that stand in its types, in code-point order. */
  readonly references: readonly string[];
}

export interface Member {
  readonly name: string;
  readonly code: string;
  readonly comment: string | undefined;
}

/** The declarations of a bundle without imports of its own files, in the order of the text; overloads are one. Throws for what it does not know. */
export function parseDeclarations(path: string, text: string): readonly Declaration[] {
  const { program, comments, errors, module } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`"${path}" is not understood: ${errors.map(({ message }) => message).join(", ")}`);
  const exported = new Set(module.staticExports.flatMap(({ entries }) => entries.map(({ localName }) => localName.name)));
  const source: Source = { text, comments };
  const found = new Map<string, { readonly declaration: Declaration; readonly node: Statement }>();
  for (const statement of program.body) {
    for (const declaration of declarationsOf(source, statement)) {
      const earlier = found.get(declaration.name)?.declaration;
      found.set(declaration.name, {
        node: statement,
        declaration: {
          ...declaration,
          exported: exported.has(declaration.name),
          comment: earlier?.comment ?? declaration.comment,
          code: earlier === undefined ? declaration.code : `${earlier.code}\n${declaration.code}`,
        },
      });
    }
  }
  return [...found.values()].map(({ declaration, node }) => {
    const names = new Set<string>();
    collectNames(node, names);
    return { ...declaration, references: [...names].filter((name) => name !== declaration.name && found.has(name)).toSorted() };
  });
}

/** What is wrong with a package whose exported declarations refer to others that users cannot name. */
export function unnamed(id: string, declarations: readonly Declaration[]): string[] {
  return declarations
    .filter(({ exported }) => !exported)
    .map(({ name }) => {
      const users = declarations.filter(({ references }) => references.includes(name)).map((user) => `"${user.name}"`);
      return `"${name}" of crates-wrapper/${id} is part of ${users.join(", ")} and not exported; export it from src/index.ts`;
    });
}

interface Source {
  readonly text: string;
  readonly comments: readonly Comment[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function declarationsOf(source: Source, statement: Statement): Declaration[] {
  const common = { exported: false, comment: commentOf(source, statement), members: [], references: [] };
  const code = plain(source, statement);
  if (statement.type === "TSDeclareFunction" || statement.type === "FunctionDeclaration") {
    return [{ ...common, type: "function", name: nameOf(statement.id), code }];
  }
  if (statement.type === "VariableDeclaration") {
    return statement.declarations.map(({ id }) => ({
      ...common,
      type: "constant",
      name: source.text.slice(id.start, id.end).split(":", 1)[0] ?? "",
      code,
    }));
  }
  if (statement.type === "TSInterfaceDeclaration")
    return [{ ...common, type: "interface", name: statement.id.name, ...bodyOf(source, statement) }];
  if (statement.type === "ClassDeclaration")
    return [{ ...common, type: "class", name: nameOf(statement.id), ...bodyOf(source, statement) }];
  if (statement.type === "TSTypeAliasDeclaration") {
    return [{ ...common, type: "alias", name: statement.id.name, code: aliasCode(source, statement) }];
  }
  if (statement.type === "ImportDeclaration" || (statement.type === "ExportNamedDeclaration" && statement.declaration === null)) return [];
  throw new Error(`The declaration "${code.slice(0, 60)}" is a ${statement.type}, which the API page does not know`);
}

function nameOf(id: { readonly name: string } | null): string {
  return id?.name ?? "default";
}

/** The head of a class or interface, and its members but the private ones. */
function bodyOf(source: Source, { start, body }: TSInterfaceDeclaration | Class): Pick<Declaration, "code" | "members"> {
  const members = body.body.flatMap((node): Member[] => {
    const hidden =
      ("accessibility" in node && node.accessibility === "private") || ("key" in node && node.key.type === "PrivateIdentifier");
    if (hidden) return [];
    const name = "key" in node ? source.text.slice(node.key.start, node.key.end) : node.type;
    return [{ name, code: plain(source, node).replace(/^readonly /, ""), comment: commentOf(source, node) }];
  });
  return { code: plain(source, { start, end: body.start }), members };
}

/** With the docstrings inside: the fields of an object type have no list of their own. */
function aliasCode({ text }: Source, { start, end }: TSTypeAliasDeclaration): string {
  return text.slice(start, end).replace(/;$/, "");
}

/** The source of a node without docstrings, `declare`, and the semicolon. */
function plain({ text, comments }: Source, { start, end }: Span): string {
  let code = "";
  let at = start;
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue;
    code += text.slice(at, comment.start).trimEnd();
    at = comment.end;
  }
  code += text.slice(at, end);
  const indent = /(?:^|\n)( *)$/.exec(text.slice(0, start))?.[1] ?? "";
  return code
    .trim()
    .replaceAll(`\n${indent}`, "\n")
    .replace(/^(export )?declare /, "")
    .replace(/;$/, "");
}

/** The docstring that ends right before a node. */
function commentOf({ text, comments }: Source, { start }: Span): string | undefined {
  const before = comments.findLast(({ end }) => end <= start);
  const isDocstring = before?.type === "Block" && before.value.startsWith("*") && text.slice(before.end, start).trim() === "";
  return isDocstring ? before.value.slice(1) : undefined;
}

/** Every identifier of a tree but the names of members. */
function collectNames(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) for (const each of node) collectNames(each, names);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  if ("type" in node && node.type === "Identifier" && "name" in node) names.add(String(node.name));
  const isPlainKey = !("computed" in node) || node.computed !== true;
  for (const [field, value] of Object.entries(node)) if (field !== "key" || !isPlainKey) collectNames(value, names);
}
