import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** Remote control in the foreground, for as long as the process lives: `codex remote-control`. */
export interface RemoteControlRequest extends CommonOptions {
  /** Without the shared background server. */
  readonly noDaemon?: boolean;
}

export const remoteControlArgv = argvBuilder<RemoteControlRequest & JsonOption>({
  path: ["remote-control"],
  flags: {
    noDaemon: "--no-daemon",
    json: "--json",
  },
});

export const remoteControlStartArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["remote-control", "start"],
  flags: { json: "--json" },
});

export const remoteControlStopArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["remote-control", "stop"],
  flags: { json: "--json" },
});

export const remoteControlPairArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["remote-control", "pair"],
  flags: { json: "--json" },
});
