import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { runProcess } from "@lockstep/runtime";

/** The real binaries to check, which `make e2e` names: all pinned versions, or the one of CODEX_BINARY when run by hand. */
export function codexBinaries(): readonly string[] {
  const named = process.env["CODEX_BINARIES"] ?? process.env["CODEX_BINARY"];
  assert.ok(named, "Neither CODEX_BINARIES nor CODEX_BINARY is set, wanted paths of real codex binaries");
  return named.split(delimiter);
}

export async function versionOf(binary: string): Promise<string> {
  const { stdout, stderr } = await runProcess({ file: binary, args: ["--version"], env: {}, totalMs: 10_000 });
  const version = /^codex-cli (\S+)\s*$/.exec(stdout)?.[1];
  assert.ok(version, `${binary}: ${stdout}${stderr}`);
  return version;
}
