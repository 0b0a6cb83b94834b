import type { DeclaredOption } from "@lockstep/contracts";
import type { Framework } from "../parsers/help-parser.ts";
import { frameworkAt, type FrameworkChoice } from "../parsers/parser-for.ts";

/** In what a program of each framework declares its commands; of the others nothing that it ships can be read. */
const declaredIn: Partial<Record<Framework, readonly ("files" | "manifest")[]>> = {
  commander: ["files"],
  yargs: ["files"],
  oclif: ["manifest"],
  // Whose helps these are is not known, and what is read tells by itself what it declares.
  generic: ["files", "manifest"],
  auto: ["files", "manifest"],
};

/** What declarations may be read in when a `cli.json` names the framework: JavaScript files, a manifest, or nothing. */
export function declarationForms(framework: Framework): readonly ("files" | "manifest")[] {
  return declaredIn[framework] ?? [];
}

/** Whether the declarations of a program speak of a command: not where it is handed to a program of another kind. */
export function isDeclared(choice: FrameworkChoice, path: readonly string[]): boolean {
  return declarationForms(frameworkAt(choice, path)).length > 0;
}

/**
 * Whether a declared option that help does not show is certainly hidden. Unless it stands in a branch, the program has it: the
 * declaration is as good as an answer. One that the program may hide as it runs was hidden when help was read without it.
 */
export function isHiddenUnlessShown({ hidden, may_be_hidden, conditional }: DeclaredOption): boolean {
  return conditional !== true && (hidden === true || may_be_hidden === true);
}
