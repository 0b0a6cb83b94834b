import assert from "node:assert/strict";
import { test } from "node:test";
import { compileExamples } from "../build/api-page/compile-examples.ts";
import { parseDeclarations, unnamed } from "../build/api-page/declarations.ts";
import { parseDocComment } from "../build/api-page/doc-comment.ts";
import { renderApiPage } from "../build/api-page/render-page.ts";

const bundle = `/** A number of things. */
interface Count {
  readonly value: number;
}
/**
 * Opens a client; see {@link Client | what it gives}. It asks nothing.
 * @param path - Where the \`Client\` works.
 * @returns A client.
 * @throws \`Failure\` when there is no such path.
 * @example
 * \`\`\`ts
 * import { open } from "some-package";
 *
 * await open("/tmp").count();
 * \`\`\`
 */
declare function open(path: string): Client;
declare function open(path: string, mode: Mode): Client;
/** How it opens. */
type Mode = {
  /** Waits for others. */
  readonly wait: boolean;
} | "at-once";
/** Talks. */
interface Client extends Iterable<string> {
  /** Counts, with a \`Count\`. */
  count(): Promise<Count>;
  readonly mode?: Mode;
}
/**
 * Went wrong.
 * @group Errors
 */
declare class Failure extends Error {
  #secret;
  readonly code: "a" | "b";
  /** @deprecated Use \`code\`. */
  static of(text: string): Failure;
  private constructor();
}
declare const limit: 5;
export { type Client, type Count, Failure, type Mode, limit, open };
`;

const page = `# API of some-package

<!-- Written by \`make docs\` from the docstrings of the source. Edits are lost. -->

What it is for: [\`open\`](#open).

## Contents

- [Programs](#programs)
- [Functions](#functions)
  - [\`open\`](#open): Opens a client; see \`Client\`.
- [Types](#types)
  - [\`Client\`](#client): Talks.
  - [\`Count\`](#count): A number of things.
  - [\`Mode\`](#mode): How it opens.
- [Constants](#constants)
  - [\`limit\`](#limit)
- [Errors](#errors)
  - [\`Failure\`](#failure): Went wrong.

## Programs

### ask.ts

\`\`\`ts
open("/");
\`\`\`

## Functions

### open

Opens a client; see [what it gives](#client). It asks nothing.

\`\`\`ts
function open(path: string): Client
function open(path: string, mode: Mode): Client
\`\`\`

- \`path\`: Where the [\`Client\`](#client) works.

**Returns:** A client.

**Throws:** [\`Failure\`](#failure) when there is no such path.

Example:

\`\`\`ts
import { open } from "some-package";

await open("/tmp").count();
\`\`\`

Its types: [\`Client\`](#client), [\`Mode\`](#mode).

## Types

### Client

Talks.

\`\`\`ts
interface Client extends Iterable<string>
\`\`\`

- \`count(): Promise<Count>\`: Counts, with a [\`Count\`](#count).
- \`mode?: Mode\`

Its types: [\`Count\`](#count), [\`Mode\`](#mode).

### Count

A number of things.

\`\`\`ts
interface Count
\`\`\`

- \`value: number\`

### Mode

How it opens.

\`\`\`ts
type Mode = {
  /** Waits for others. */
  readonly wait: boolean;
} | "at-once"
\`\`\`

## Constants

### limit

\`\`\`ts
const limit: 5
\`\`\`

## Errors

### Failure

Went wrong.

\`\`\`ts
class Failure extends Error
\`\`\`

- \`code: "a" | "b"\`
- \`static of(text: string): Failure\`

  **Deprecated:** Use \`code\`.
`;

test("renderApiPage() describes every declaration of a bundle, with links among them", () => {
  const rendered = renderApiPage({
    packageName: "some-package",
    command: "make docs",
    introduction: "* What it is for: `open`. @packageDocumentation".replace(" @", "\n * @"),
    declarations: parseDeclarations("index.d.ts", bundle),
    programs: [{ name: "ask.ts", text: 'open("/");\n' }],
  });
  assert.equal(rendered, page);
});

test("renderApiPage() numbers the anchors of headings that read the same", () => {
  const declarations = parseDeclarations(
    "index.d.ts",
    "/** A. */\ndeclare function types(): Types;\n/** B. */\ninterface Types {}\nexport { types, type Types };\n",
  );
  const rendered = renderApiPage({ packageName: "p", command: "c", introduction: undefined, declarations, programs: [] });
  assert.match(
    rendered,
    /- \[Functions\]\(#functions\)\n {2}- \[`types`\]\(#types\).*\n- \[Types\]\(#types-1\)\n {2}- \[`Types`\]\(#types-2\)/,
  );
});

test("parseDeclarations() says which declarations users can import and refuses what it does not know", () => {
  const exported = parseDeclarations("index.d.ts", bundle).filter((each) => each.exported);
  assert.deepEqual(exported.map(({ name }) => name).toSorted(), ["Client", "Count", "Failure", "Mode", "limit", "open"]);
  assert.throws(
    () => parseDeclarations("index.d.ts", "declare namespace A {}\n"),
    /a TSModuleDeclaration, which the API page does not know/,
  );
  assert.throws(() => parseDeclarations("index.d.ts", "interface {"), /"index.d.ts" is not understood/);
});

test("unnamed() tells which declarations users cannot import, and what refers to them", () => {
  assert.deepEqual(unnamed("some", parseDeclarations("index.d.ts", bundle)), []);
  assert.deepEqual(unnamed("some", parseDeclarations("index.d.ts", bundle.replace("type Count, ", ""))), [
    '"Count" of crates-wrapper/some is part of "Client" and not exported; export it from src/index.ts',
  ]);
});

test("parseDocComment() takes an at sign in fenced code for no tag and refuses an unknown tag", () => {
  assert.deepEqual(parseDocComment("*\n * Text.\n * @example\n * ```ts\n * @decorated\n * ```\n ".slice(1)).examples, [
    "```ts\n@decorated\n```",
  ]);
  assert.throws(() => parseDocComment(" @exmaple x "), /"@exmaple" has no place/);
});

test("compileExamples() passes what compiles and names the declaration of what does not", () => {
  const declarations = parseDeclarations("index.d.ts", bundle);
  assert.deepEqual(compileExamples("some-package", declarations, bundle), []);
  const broken = bundle.replaceAll('open("/tmp")', "open(5)").replace("/** Talks. */", "/**\n * Talks.\n * @example Like this.\n */");
  const [empty, first = ""] = compileExamples("some-package", parseDeclarations("index.d.ts", broken), broken);
  assert.equal(empty, 'an @example of "Client" has no block ```ts');
  assert.match(first, /^example-1-open\.ts\(3,12\): error TS2345: /);
});
