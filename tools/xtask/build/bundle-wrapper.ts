import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { root } from "./wrappers.ts";

/**
 * The wrapper package in `folder` as one ES module and one declaration file, by file name; what it uses of the other packages
 * of `crates-wrapper/` and JSON files are part of them. Throws when a bundle takes in code from outside of `crates-wrapper/`, or imports anything but Node's modules:
 * a wrapper has no dependencies.
 */
export async function bundleWrapper(folder: string): Promise<ReadonlyMap<string, string>> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const bundle = await rolldown({
    cwd: root,
    input: { index: join(folder, "src/index.ts") },
    platform: "node",
    external: /^node:/,
    plugins: [dts({ cwd: root, tsconfig: join(root, "crates-wrapper/tsconfig.bundle.json"), generator: "tsgo", logger: silent })],
    experimental: { attachDebugInfo: "none" },
    onLog(_level, log) {
      throw new Error(`${relative(root, folder)} does not bundle: ${log.message}`);
    },
  });
  const { output } = await bundle.generate({ format: "esm" }).catch((error: unknown) => {
    const [, json] = /did not generate dts file for (\S+\.json)/.exec(String(error)) ?? [];
    if (json === undefined) throw error;
    throw new Error(`A public type takes its shape from "${relative(root, json)}"; write the type down instead`, { cause: error });
  });
  const chunks = output.filter((file): file is OutputChunk => file.type === "chunk");
  const foreign = chunks.flatMap(({ imports, moduleIds }) => [
    ...imports.filter((name) => !name.startsWith("node:")),
    ...moduleIds.filter((id) => !id.startsWith("\0") && !id.startsWith(join(root, "crates-wrapper/"))),
  ]);
  if (foreign.length > 0) throw new Error(`${relative(root, folder)} has dependencies, wanted none: ${foreign.join(", ")}`);
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]));
}

/** The `prepack` script of a wrapper package: writes the bundles into its `dist/`. */
async function prepack(folder: string): Promise<void> {
  const texts = await bundleWrapper(folder);
  const dist = join(folder, "dist");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  for (const [name, text] of texts) writeFileSync(join(dist, name), text);
}

if (import.meta.filename === process.argv[1]) await prepack(process.cwd());
