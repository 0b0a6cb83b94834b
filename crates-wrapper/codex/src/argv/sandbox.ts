import { assertNeeds, assertNoConflict, assertProgram } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { type FullAutoOption, fullAutoFlags } from "./exec-options.ts";

/** A program to run in codex's sandbox, without an agent: `codex sandbox`. */
export interface SandboxRequest extends CommonOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Directory that counts for the permissions; it needs `permissionProfile`. */
  readonly cd?: string;
  /** Name of a configuration profile. */
  readonly profile?: string;
  /** Name of a permission profile of the configuration. */
  readonly permissionProfile?: string;
  /** Also what an administrator requires; it needs `permissionProfile`. */
  readonly includeManagedConfig?: boolean;
  /** The sandbox state as codex hands it to its tools, in JSON, in place of `permissionProfile`. */
  readonly sandboxStateJson?: string;
  /** Further readable roots of that state; they need `sandboxStateJson`. */
  readonly sandboxStateReadableRoot?: readonly string[];
  /** No direct network access in that state; it needs `sandboxStateJson`. */
  readonly sandboxStateDisableNetwork?: boolean;
}

export const sandboxArgv = argvBuilder<SandboxRequest, "command">({
  path: ["sandbox"],
  other: { command: "TEXT...!" },
  flags: {
    cd: "--cd=TEXT",
    profile: "--profile=TEXT",
    permissionProfile: "--permission-profile=TEXT",
    includeManagedConfig: "--include-managed-config",
    sandboxStateJson: "--sandbox-state-json=TEXT",
    sandboxStateReadableRoot: "--sandbox-state-readable-root=TEXT...",
    sandboxStateDisableNetwork: "--sandbox-state-disable-network",
  },
  rest: ({ command }) => command,
  check: (request) => {
    assertProgram(request.command);
    assertNoConflict(request, [["sandboxStateJson", "permissionProfile"]]);
    assertNeeds(request, [
      ["cd", "permissionProfile"],
      ["includeManagedConfig", "permissionProfile"],
      ["sandboxStateReadableRoot", "sandboxStateJson"],
      ["sandboxStateDisableNetwork", "sandboxStateJson"],
    ]);
  },
});

/**
 * A program to run in the sandbox of one system, as codex had it up to 0.125.
 * @deprecated `SandboxRequest` is its successor.
 */
export interface PlatformSandboxRequest extends FullAutoOption, CommonOptions {
  readonly command: readonly string[];
}

/** @deprecated See `PlatformSandboxRequest`. */
export const sandboxLinuxArgv = argvBuilder<PlatformSandboxRequest, "command">({
  path: ["sandbox", "linux"],
  other: { command: "TEXT...!" },
  flags: fullAutoFlags,
  rest: ({ command }) => command,
  check: ({ command }) => assertProgram(command),
});

/**
 * A program to run in the sandbox of macOS, as codex had it up to 0.125.
 * @deprecated `SandboxRequest` is its successor.
 */
export interface MacosSandboxRequest extends PlatformSandboxRequest {
  /** Prints what the sandbox denied, after the end. */
  readonly logDenials?: boolean;
  readonly allowUnixSocket?: readonly string[];
}

/** @deprecated See `PlatformSandboxRequest`. */
export const sandboxMacosArgv = argvBuilder<MacosSandboxRequest, "command">({
  path: ["sandbox", "macos"],
  other: { command: "TEXT...!" },
  flags: {
    ...fullAutoFlags,
    logDenials: "--log-denials",
    allowUnixSocket: "--allow-unix-socket=TEXT...",
  },
  rest: ({ command }) => command,
  check: ({ command }) => assertProgram(command),
});
