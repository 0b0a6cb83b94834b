import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { compileFunction } from "node:vm";
import type { WrapperScenarios } from "@lockstep/contracts";
import { context } from "esbuild";

/** What `src/coverage/` of a wrapper exports, by the conventions of CONTRIBUTING.md ("What the mutation test wants of a wrapper"). */
interface Coverage {
  readonly scenarios: readonly { readonly argv: () => unknown }[];
  wrapperScenarios(version: string, calls?: Coverage["scenarios"]): WrapperScenarios;
}

/** A wrapper of which one source can be replaced. */
interface MutatedWrapper extends AsyncDisposable {
  /** The scenarios that the wrapper emits with each of these sources; one whose builder throws is absent. */
  scenarios(sources: readonly string[]): AsyncIterable<WrapperScenarios["scenarios"]>;
}

/** The scenarios of the wrapper in `folder` as it stands. */
export async function wholeScenarios(folder: string): Promise<WrapperScenarios["scenarios"]> {
  const document = (await import(join(folder, "src/coverage/document.ts"))) as Pick<Coverage, "wrapperScenarios">;
  return document.wrapperScenarios("0.0.0").scenarios;
}

/** Bundles the coverage of the wrapper in `folder` in memory. Both paths are absolute. */
export async function openWrapper(folder: string, mutatedPath: string): Promise<MutatedWrapper> {
  let contents = "";
  const coverage = join(folder, "src/coverage");
  const build = await context({
    stdin: {
      contents: 'export { scenarios } from "./scenarios.ts"; export { wrapperScenarios } from "./document.ts";',
      resolveDir: coverage,
    },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    packages: "external",
    logLevel: "silent",
    plugins: [
      {
        name: "mutation",
        setup: (host) =>
          host.onLoad({ filter: new RegExp(`[/\\\\]argv[/\\\\]${basename(mutatedPath)}$`) }, () => ({ contents, loader: "ts" })),
      },
    ],
  });
  const bundle = async (source: string): Promise<string> => {
    contents = source;
    const { outputFiles } = await build.rebuild();
    return outputFiles[0]?.text ?? "";
  };
  const require = createRequire(join(coverage, "document.ts"));
  return {
    async *scenarios(sources) {
      let next = bundle(sources[0] ?? "");
      for (const index of sources.keys()) {
        const code = await next;
        // The next one is bundled while this one is judged.
        next = bundle(sources[index + 1] ?? "");
        yield runScenarios(code, require);
      }
      await next;
    },
    [Symbol.asyncDispose]: () => build.dispose(),
  };
}

function runScenarios(code: string, require: NodeJS.Require): WrapperScenarios["scenarios"] {
  const module: { exports: Partial<Coverage> } = { exports: {} };
  compileFunction(code, ["module", "exports", "require"])(module, module.exports, require);
  const { scenarios = [], wrapperScenarios } = module.exports;
  return scenarios.flatMap((scenario) => {
    try {
      return wrapperScenarios?.("0.0.0", [scenario]).scenarios ?? [];
    } catch {
      return [];
    }
  });
}
