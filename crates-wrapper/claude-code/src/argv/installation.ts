import { assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import { assertOn, type CommonOptions, type JsonOption } from "./common-options.ts";

/** The version that the binary names. */
export const versionArgv = argvBuilder<CommonOptions & { readonly version: true }>({
  path: [],
  flags: { version: "--version!" },
  check: (request) => assertOn(request, "version"),
});

/** The health of the installation. Reads settings of the working directory, trusted or not. */
export const doctorArgv = argvBuilder<CommonOptions>({
  path: ["doctor"],
  flags: {},
});

/** Has the installed Claude Code look for a newer version and install that. */
export const updateArgv = argvBuilder<CommonOptions>({
  path: ["update"],
  flags: {},
});

/** Has Claude Code install its native build: `claude install`. */
export interface InstallRequest extends CommonOptions {
  /** `stable`, `latest` or a version. */
  readonly target?: string;
  /** Also when it is installed. */
  readonly force?: boolean;
}

export const installArgv = argvBuilder<InstallRequest, "target">({
  path: ["install"],
  other: { target: "TEXT" },
  flags: { force: "--force" },
  args: ({ target }) => (target === undefined ? [] : [assertPositional(target, "target", "stable, latest or a version")]),
});

/** Whether the working directory is recorded as trusted, as JSON. Help conceals it. */
export const workspaceTrustArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["workspace-trust"],
  flags: { json: "--json" },
});

/** How Bash commands are confined, as one line of JSON. Help conceals it. */
export const sandboxStatusArgv = argvBuilder<CommonOptions>({
  path: ["sandbox", "status"],
  flags: {},
});
