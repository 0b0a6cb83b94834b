import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import type { Pointer } from "./pointers.ts";
import { quote } from "./violation.ts";

const FILE_INVALID_NAME = "VERSION_FILE_INVALID_NAME" satisfies ViolationCode;
const DIR_UNREADABLE = "VERSIONS_DIR_UNREADABLE" satisfies ViolationCode;

/** The versions to validate: all that a pointer names and all `versions/*.json`. Reports files there that name no version. */
export function checkVersions({ files, isStableVersion, report }: CheckContext, pointers: readonly Pointer[]): readonly string[] {
  const versions = new Set(pointers.flatMap(({ value }) => (value.type === "version" ? [value.version] : [])));
  const folder = files.folder("versions");
  if (folder.type === "unreadable") report({ code: DIR_UNREADABLE, path: "versions", unit: "versions", message: folder.reason });
  for (const name of folder.type === "files" ? folder.names : []) {
    if (!name.endsWith(".json")) continue;
    const stem = name.slice(0, -".json".length);
    if (isStableVersion(stem)) versions.add(stem);
    else {
      const message = `The file's name must be a stable version MAJOR.MINOR.PATCH and ".json", is ${quote(name)}`;
      report({ code: FILE_INVALID_NAME, path: `versions/${name}`, unit: "versions", keyOrName: stem, field: "filename", message });
    }
  }
  return [...versions];
}
