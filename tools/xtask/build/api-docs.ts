import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { compileExamples } from "./api-page/compile-examples.ts";
import { type Declaration, parseDeclarations, unnamed } from "./api-page/declarations.ts";
import { parseDocComment } from "./api-page/doc-comment.ts";
import { renderApiPage } from "./api-page/render-page.ts";
import { bundleWrapper } from "./bundle-wrapper.ts";
import { root, type WrapperPackage, wrapperPackages } from "./wrappers.ts";

const command = "make api-docs";

process.exitCode = await apiDocs(process.argv.includes("--check"));

/** Writes `docs/api/<wrapper>.md` of every wrapper package, or compares; prints what is wrong and returns the exit code. */
async function apiDocs(check: boolean): Promise<number> {
  const findings: string[] = [];
  for (const wrapper of wrapperPackages()) {
    const declarationText = await bundleWrapper(wrapper.folder).then(
      (texts) => texts.get("index.d.ts") ?? "",
      (error: Error) => error,
    );
    if (declarationText instanceof Error) {
      findings.push(`crates-wrapper/${wrapper.id} does not bundle: ${declarationText.message}`);
      continue;
    }
    const declarations = parseDeclarations(`${wrapper.id}.d.ts`, declarationText);
    findings.push(
      ...unnamed(wrapper.id, declarations),
      ...undocumented(wrapper, declarations),
      ...compileExamples(wrapper.name, declarations, declarationText),
    );
    const text = renderApiPage({
      packageName: wrapper.name,
      command,
      introduction: introductionOf(wrapper),
      declarations,
      programs: programsOf(wrapper),
    });
    const path = `docs/api/${wrapper.id}.md`;
    const old = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
    if (old === text) continue;
    if (check) {
      findings.push(`${path} is stale or edited by hand; write it with: ${command}`);
    } else {
      mkdirSync(join(root, "docs/api"), { recursive: true });
      writeFileSync(join(root, path), text);
      process.stdout.write(`${path}\n`);
    }
  }
  process.stderr.write(findings.map((finding) => `api-docs: ${finding}\n`).join(""));
  return findings.length === 0 ? 0 : 1;
}

/** What users can import and has no sentence. */
function undocumented({ id }: WrapperPackage, declarations: readonly Declaration[]): string[] {
  return declarations
    .filter(({ exported, comment }) => exported && parseDocComment(comment ?? "").text === "")
    .map(({ name }) => `"${name}" of crates-wrapper/${id} is exported and has no docstring; write a sentence above its declaration`);
}

/** The docstring on top of the entry file, which a bundle does not keep; it says `@packageDocumentation`. */
function introductionOf({ folder }: WrapperPackage): string | undefined {
  const { comments } = parseSync("index.ts", readFileSync(join(folder, "src/index.ts"), "utf8"));
  const docstring = comments.find(
    ({ type, value }) => type === "Block" && value.startsWith("*") && value.includes("@packageDocumentation"),
  );
  return docstring?.value.slice(1);
}

/** Everything in `examples/`, which the step "types" of preflight compiles. */
function programsOf({ folder }: WrapperPackage): { readonly name: string; readonly text: string }[] {
  const examples = join(folder, "examples");
  if (!existsSync(examples)) return [];
  const names = readdirSync(examples).filter((name) => name.endsWith(".ts"));
  return names.toSorted().map((name) => ({ name: `examples/${name}`, text: readFileSync(join(examples, name), "utf8") }));
}
