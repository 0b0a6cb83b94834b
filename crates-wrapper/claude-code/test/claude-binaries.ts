import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { runProcess } from "@lockstep/runtime";

/** The real binaries to check, which `make e2e` names: all pinned versions, or the one of CLAUDE_CODE_BINARY when run by hand. */
export function claudeBinaries(): readonly string[] {
  const named = process.env["CLAUDE_CODE_BINARIES"] ?? process.env["CLAUDE_CODE_BINARY"];
  assert.ok(named, "Neither CLAUDE_CODE_BINARIES nor CLAUDE_CODE_BINARY is set, wanted paths of real claude binaries");
  return named.split(delimiter);
}

export async function versionOf(binary: string): Promise<string> {
  const { stdout, stderr } = await runProcess({ file: binary, args: ["--version"], env: {}, totalMs: 20_000 });
  const version = /^(\S+) \(Claude Code\)\s*$/.exec(stdout)?.[1];
  assert.ok(version, `${binary}: ${stdout}${stderr}`);
  return version;
}
