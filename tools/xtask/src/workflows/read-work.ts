import { InputError, parseJson, type Files } from "@lockstep/kernel";
import { requireText, rootOptions, versionOption } from "../cli-root.ts";

/** One release that is to be taken in: one combination of a matrix. */
export interface Work {
  readonly cli: string;
  readonly version: string;
}

/**
 * The releases that a `watch.v1` document names, in its order. Names and versions go into the names of branches and artifacts, so
 * anything but a name and a version is refused. Throws `InputError` for a file that is absent or says something else.
 */
export async function readWork(files: Files, path: string): Promise<readonly Work[]> {
  const text = await requireText(files, path, "Make it: xtask watch --all --json");
  const document = parseJson(path, text);
  const clis = fieldOf(document, "clis");
  if (fieldOf(document, "schema") !== "watch.v1" || !Array.isArray(clis)) {
    throw new InputError("WATCH_DOCUMENT", `"${path}" is no watch.v1 document`, { hint: "Make it: xtask watch --all --json" });
  }
  return clis.flatMap((row: unknown, index): readonly Work[] => {
    const [cli, version] = [fieldOf(row, "cli"), fieldOf(row, "candidate")];
    if (version === undefined || version === null) return [];
    if (typeof cli === "string" && rootOptions.cli.format.pattern.test(cli)) {
      if (typeof version === "string" && versionOption.format.pattern.test(version)) return [{ cli, version }];
    }
    throw new InputError(
      "WATCH_DOCUMENT",
      `"${path}" must name a CLI and a version at /clis/${String(index)}, has ${JSON.stringify({ cli, candidate: version })}`,
      { hint: "Make it: xtask watch --all --json" },
    );
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
