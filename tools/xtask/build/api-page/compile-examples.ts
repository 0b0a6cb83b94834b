import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../wrappers.ts";
import type { Declaration } from "./declarations.ts";
import { codeOf, parseDocComment } from "./doc-comment.ts";

/**
 * What is wrong with the `@example`s of some declarations: one without a block of TypeScript, and what the compiler says of the
 * others. Each block is a module of its own, and sees of the package `declarationText`, which is what its users see.
 */
export function compileExamples(packageName: string, declarations: readonly Declaration[], declarationText: string): string[] {
  const owners = declarations.flatMap(({ name, comment, members }) => [
    { name, comment },
    ...members.map((member) => ({ name: `${name}.${member.name}`, comment: member.comment })),
  ]);
  const examples = owners.flatMap(({ name, comment }) =>
    parseDocComment(comment ?? "").examples.map((example) => ({ owner: name, blocks: codeOf(example) })),
  );
  const empty = examples.filter(({ blocks }) => blocks.length === 0).map(({ owner }) => `an @example of "${owner}" has no block \`\`\`ts`);
  const modules = examples.flatMap(({ owner, blocks }) => blocks.map((text) => ({ owner, text })));
  const files = new Map([
    ["declarations.d.ts", declarationText],
    ...modules.map(
      ({ owner, text }, index) => [`example-${index + 1}-${owner.replaceAll(/\W+/g, "-")}.ts`, `${text}\nexport {};\n`] as const,
    ),
  ]);
  return [...empty, ...compile(packageName, files)];
}

function compile(packageName: string, files: ReadonlyMap<string, string>): string[] {
  // Below the root, so that the types of Node are found.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/api-docs-"));
  try {
    const config = {
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { types: ["node"], skipLibCheck: false, paths: { [packageName]: ["./declarations.d.ts"] } },
      files: [...files.keys()],
    };
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { status, stdout, error } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.json", "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (error !== undefined) throw error;
    return status === 0 ? [] : stdout.trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
