import { copyFile, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { orFail, unlessAbsent } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";

/** One file on its way: the new text beside it, and the old one under another name once it was replaced. */
interface Staged {
  readonly path: string;
  readonly temporary: string;
  readonly former: string;
  state: "staged" | "created" | "replaced";
}

/**
 * Replaces files all or nothing. `texts` maps absolute paths to texts. Every new text is synced to disk before the first one
 * takes its place, and when one cannot, those before it get their old text back. Throws `EnvironmentError` `FILE_ACCESS`.
 */
export async function writeAll(texts: ReadonlyMap<string, string>): Promise<void> {
  const files: Staged[] = [];
  try {
    for (const [path, text] of texts) {
      const token = nodeCrypto().randomBytes(6).toString("hex");
      const file: Staged = { path, temporary: `${path}.${token}.tmp`, former: `${path}.${token}.old`, state: "staged" };
      await orFail("create", dirname(path), makeFolder(dirname(path)));
      const handle = await orFail("write", path, open(file.temporary, "wx"));
      files.push(file);
      await orFail("write", path, writeAndSync(handle, text));
    }
    for (const file of files) {
      const hasFormer =
        files.length > 1 &&
        (await unlessAbsent(
          "keep",
          file.path,
          copyFile(file.path, file.former).then(() => true),
        )) === true;
      await orFail("replace", file.path, rename(file.temporary, file.path));
      file.state = hasFormer ? "replaced" : "created";
    }
  } catch (error) {
    for (const { path, former, state } of files.toReversed()) {
      if (state === "replaced") await rename(former, path);
      if (state === "created") await rm(path, { force: true });
    }
    throw error;
  } finally {
    await Promise.all(files.flatMap(({ temporary, former }) => [rm(temporary, { force: true }), rm(former, { force: true })]));
  }
}

async function writeAndSync(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
