import type { Violation } from "../validate/violation.ts";

/** What ends the search for a command: nothing but a person can mend these files. */
const byHand = "Correct it by hand";

/** The codes that `validate --mode fix` mends. */
const mechanical: readonly string[] = ["POINTER_INVALID_FORMAT", "CURRENT_MISSING", "CURRENT_JSON_NOT_EQUAL_UNION"];

/**
 * The command that makes the file of a violation anew, or that it is mended by hand; `rootWords` lead a command to the root.
 * `statusOf` tells the status that a version's metadata shall keep.
 */
export function mendingStep(
  { code, path }: Pick<Violation, "code" | "path">,
  rootWords: string,
  statusOf: (version: string) => string | undefined,
): string {
  const isPointerOfTarget = path.startsWith("pointers/");
  if (mechanical.includes(code) || (code === "POINTER_MISSING_FILE" && isPointerOfTarget)) return `xtask validate ${rootWords} --mode fix`;
  if (path === "wrapper_coverage.json") return `xtask wrapper-coverage ${rootWords}`;
  if (path === "current.json") return `xtask validate ${rootWords} --mode fix`;
  const [folder = "", name = "", file = ""] = path.split("/");
  switch (folder) {
    case "snapshots":
      return file === "union.json"
        ? `xtask union ${rootWords} --version ${name}`
        : `xtask parity ${rootWords} --version ${name} --target ${file.replace(/\.json$/, "")}`;
    case "reports":
      return `xtask report ${rootWords} --version ${name}`;
    case "versions": {
      const version = name.replace(/\.json$/, "");
      return `xtask version-metadata ${rootWords} --version ${version} --status ${statusOf(version) ?? "reported"}`;
    }
    default:
      return byHand;
  }
}
