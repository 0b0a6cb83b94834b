import assert from "node:assert/strict";
import { test } from "node:test";
import { transformSync } from "esbuild";
import fc from "fast-check";
import { readDeclarations } from "./read-declarations.ts";

/** A program's commands in an order in which each stands behind the one above it. */
interface Program {
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly hidden: boolean;
    readonly alias: string | undefined;
    readonly options: readonly Declared[];
  }[];
  /** Whether each command is declared in a function of its own. */
  readonly isSplit: boolean;
}

interface Declared {
  readonly name: string;
  readonly short: string | undefined;
  readonly takesValue: boolean;
  readonly hidden: boolean;
  readonly choices: readonly string[] | undefined;
  readonly about: string;
}

const option = fc.record({
  short: fc.boolean(),
  takesValue: fc.boolean(),
  hidden: fc.boolean(),
  choices: fc.option(fc.constant(["a", "b-c"]), { nil: undefined }),
  about: fc.constantFrom("Plain", 'With "quotes"', "It's `code` ${x}", "Two\nlines", "}){;(", "/* no */ // comment", "ünï ⚡"),
});
const program: fc.Arbitrary<Program> = fc.record({
  isSplit: fc.boolean(),
  commands: fc
    .array(
      fc.record({ above: fc.nat({ max: 3 }), hidden: fc.boolean(), hasAlias: fc.boolean(), options: fc.array(option, { maxLength: 4 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((all) => {
      const paths: (readonly string[])[] = [];
      return all.map(({ above, hidden, hasAlias, options }, at) => {
        const parent = paths[above % Math.max(paths.length, 1)];
        const path = parent === undefined ? [] : [...parent, `cmd${String(at)}`];
        paths.push(path);
        return {
          path,
          hidden: hidden && at > 0,
          alias: hasAlias && at > 0 ? `al${String(at)}` : undefined,
          options: options.map(({ short, takesValue, choices, ...facts }, index) => ({
            ...facts,
            name: `opt-${String(at)}-${String(index)}`,
            short: short ? "abcd"[index] : undefined,
            takesValue,
            choices: takesValue ? choices : undefined,
          })),
        };
      });
    }),
});

const quote = (text: string): string => JSON.stringify(text);
const variable = (path: readonly string[]): string => ["cmd", ...path].join("_");

/** The text of a program that declares all of it with commander. */
function commanderText({ commands, isSplit }: Program): string {
  const lines = commands.map(({ path, hidden, alias, options }) => {
    const made =
      path.length === 0
        ? `new Command()`
        : `${variable(path.slice(0, -1))}.command(${quote(path.at(-1) ?? "")}${hidden ? ", { hidden: true }" : ""})${alias === undefined ? "" : `.alias(${quote(alias)})`}`;
    const calls = options.map(({ name, short, takesValue, hidden: isHidden, choices, about }) => {
      const flags = quote(`${short === undefined ? "" : `-${short}, `}--${name}${takesValue ? " <v>" : ""}`);
      if (!isHidden && choices === undefined) return `.option(${flags}, ${quote(about)})`;
      return `.addOption(new Option(${flags}, ${quote(about)})${isHidden ? ".hideHelp()" : ""}${choices === undefined ? "" : `.choices(${JSON.stringify(choices)})`})`;
    });
    return { path, text: `${made}${calls.join("")}` };
  });
  const body = isSplit
    ? lines.map(({ path, text }) =>
        path.length === 0
          ? `const ${variable(path)} = ${text};`
          : `const ${variable(path)} = register_${variable(path)}(${variable(path.slice(0, -1))});`,
      )
    : lines.map(({ path, text }) => `const ${variable(path)} = ${text};`);
  const functions = isSplit
    ? lines
        .filter(({ path }) => path.length > 0)
        .map(({ path, text }) => `function register_${variable(path)}(${variable(path.slice(0, -1))}) { return ${text}; }`)
    : [];
  return `${functions.join("\n")}\nasync function main() {\n${body.join("\n")}\nawait cmd.parseAsync(process.argv);\n}\nmain();`;
}

/** The text of a program that declares all of it with yargs, each command as a module. */
function yargsText({ commands }: Program): string {
  const calls = ({ path, options }: Program["commands"][number]): string =>
    [
      ...options.map(({ name, short, takesValue, hidden, choices, about }) => {
        const facts = [
          `type: ${quote(takesValue ? "string" : "boolean")}`,
          `describe: ${quote(about)}`,
          ...(short === undefined ? [] : [`alias: ${quote(short)}`]),
          ...(hidden ? ["hidden: true"] : []),
          ...(choices === undefined ? [] : [`choices: ${JSON.stringify(choices)}`]),
        ];
        return `.option(${quote(name)}, { ${facts.join(", ")} })`;
      }),
      ...commands
        .filter((other) => other.path.length === path.length + 1 && other.path.slice(0, -1).join(" ") === path.join(" "))
        .map((other) => `.command(${variable(other.path)})`),
    ].join("");
  const modules = commands
    .filter(({ path }) => path.length > 0)
    .toReversed()
    .map((command) => {
      const { path, hidden, alias } = command;
      const facts = [`command: ${quote(path.at(-1) ?? "")}`, `describe: ${hidden ? "false" : quote("About it")}`];
      if (alias !== undefined) facts.push(`aliases: [${quote(alias)}]`);
      return `const ${variable(path)} = { ${facts.join(", ")}, builder: (y) => y${calls(command)}, handler: () => {} };`;
    });
  const root = commands.find(({ path }) => path.length === 0);
  return `${modules.join("\n")}\nyargs(process.argv).scriptName("tool")${root === undefined ? "" : calls(root)}.parse();`;
}

const minified = (text: string): string => transformSync(text, { minify: true, format: "esm", charset: "utf8" }).code;
/** What surrounds a program in a large bundle: more than is parsed as one. */
const padding = `var filler = [${Array.from({ length: 4000 }, (_, at) => `{ id: "${String(at)}", run: (x) => x + ${String(at)} }`).join(", ")}];\n`;

function expected({ commands }: Program): unknown {
  return commands
    .map(({ path, hidden, alias, options }) => ({
      path: path.join(" "),
      hidden,
      aliases: alias === undefined ? [] : [alias],
      options: options.map(({ name, short, takesValue, hidden: isHidden, choices, about }) => ({
        name: `--${name}`,
        short: short === undefined ? undefined : `-${short}`,
        takesValue,
        hidden: isHidden,
        choices,
        about,
      })),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function actual(text: string): unknown {
  return readDeclarations([{ name: "bundle.js", text }])
    .commands.map(({ path, hidden, aliases, options }) => ({
      path: path?.join(" "),
      hidden: hidden === true,
      aliases,
      options: options.map(({ long, short, takes_value, hidden: isHidden, possible_values, description }) => ({
        name: long,
        short,
        takesValue: takes_value,
        hidden: isHidden === true,
        choices: possible_values,
        about: description,
      })),
    }))
    .toSorted((a, b) => ((a.path ?? "") < (b.path ?? "") ? -1 : 1));
}

/** Whether anything can be read of a program: one without options declares nothing. */
const declares = ({ commands }: Program): boolean => commands.some(({ options }) => options.length > 0);

/** In a bundle a function is read for what it declares itself; one that only calls others is not looked for. */
const declaresAtRoot = ({ commands }: Program): boolean => (commands[0]?.options.length ?? 0) > 0;

for (const [library, textOf] of [
  ["commander", commanderText],
  ["yargs", yargsText],
] as const) {
  test(`readDeclarations() gives what minified programs of ${library} declare`, () => {
    fc.assert(
      fc.property(program.filter(declares), (declared) => {
        assert.deepEqual(actual(minified(textOf(declared))), expected(declared));
      }),
      { numRuns: 200 },
    );
  });

  test(`readDeclarations() gives the same for a program of ${library} inside a large bundle`, () => {
    fc.assert(
      fc.property(program.filter(declaresAtRoot), (declared) => {
        assert.deepEqual(actual(padding + minified(textOf(declared)) + padding.replace("filler", "more")), expected(declared));
      }),
      { numRuns: 20 },
    );
  });
}
