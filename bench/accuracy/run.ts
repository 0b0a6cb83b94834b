import { join, resolve } from "node:path";
import { knownFrameworks, readCorpus, type CorpusEntry } from "./corpus.ts";
import { measure, type Measured } from "./measure.ts";

/** Development entry. */
const repository = resolve(import.meta.dirname, "../..");
const only = process.argv.includes("--cli") ? process.argv[process.argv.indexOf("--cli") + 1] : undefined;
for (const entry of readCorpus(repository).filter(({ id }) => only === undefined || id === only)) {
  const results = await measure(repository, entry, knownFrameworks(repository));
  console.log(JSON.stringify(results, null, 1));
}
