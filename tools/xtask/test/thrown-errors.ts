import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "glob";
import { parseSync, Visitor, type Expression, type NewExpression } from "oxc-parser";

const root = join(import.meta.dirname, "../../..");
const exitCodes: Readonly<Record<string, number>> = { UsageError: 64, InputError: 3, EnvironmentError: 3, BusyError: 75 };

/** A place in the sources that makes an error for people. */
export interface ThrownError {
  readonly file: string;
  readonly line: number;
  /** `undefined` where the code is that of another error, which is passed on. */
  readonly codes: readonly string[] | undefined;
  readonly exitCode: number;
  readonly hasHint: boolean;
}

/** Every `new UsageError(…)`, `InputError`, `EnvironmentError` and `BusyError` in the sources of the tools. */
export function thrownErrors(): readonly ThrownError[] {
  const found: ThrownError[] = [];
  for (const file of globSync("tools/*/{src,build/stand-ins}/**/*.ts", {
    cwd: root,
    ignore: ["**/*.test.ts", "**/generated/**"],
  }).toSorted()) {
    const text = readFileSync(join(root, file), "utf8");
    if (!/new \w+Error\(/.test(text)) continue;
    const { program } = parseSync(file, text);
    new Visitor({
      NewExpression(node) {
        const exitCode = node.callee.type === "Identifier" ? exitCodes[node.callee.name] : undefined;
        if (exitCode === undefined) return;
        const line = text.slice(0, node.start).split("\n").length;
        found.push({ file, line, exitCode, codes: codesOf(node.arguments[0]), hasHint: hasHint(node) });
      },
    }).visit(program);
  }
  return found;
}

function codesOf(argument: NewExpression["arguments"][number] | undefined): readonly string[] | undefined {
  if (argument?.type === "Literal" && typeof argument.value === "string") return [argument.value];
  if (argument?.type !== "ConditionalExpression") return undefined;
  const both = [argument.consequent, argument.alternate].map((side: Expression) => codesOf(side));
  return both.includes(undefined) ? undefined : both.flatMap((codes) => codes ?? []);
}

/** Whether the options have a `hint`, or are made elsewhere or take over those of another error. */
function hasHint({ arguments: [, , options] }: NewExpression): boolean {
  if (options === undefined) return false;
  if (options.type !== "ObjectExpression") return true;
  return options.properties.some(
    (property) => property.type === "SpreadElement" || (property.key.type === "Identifier" && property.key.name === "hint"),
  );
}
