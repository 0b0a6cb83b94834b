import { compare, valid } from "semver";
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
  { code, path, message }: Pick<Violation, "code" | "path"> & Partial<Pick<Violation, "message">>,
  rootWords: string,
  statusOf: (version: string) => string | undefined,
): string {
  const cutOff = code === "POINTER_LATEST_VALIDATED_MISMATCH" ? promotedApart(message ?? "") : undefined;
  if (cutOff !== undefined) return `xtask promote ${rootWords} ${cutOff}`;
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

/** The words that end a promotion that was cut off: the required target's pointer moves first, `latest_validated.txt` last. */
function promotedApart(message: string): string | undefined {
  const [, reached, left] = /, which is "([^"]+)"; is "([^"]+)"$/.exec(message) ?? [];
  if (reached === undefined || valid(reached) === null) return undefined;
  const isBack = left !== undefined && valid(left) !== null && compare(left, reached) > 0;
  return `--version ${reached}${isBack ? " --allow-older" : ""}`;
}
