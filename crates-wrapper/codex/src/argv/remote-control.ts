import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

interface Json {
  /** Codex prints JSON; the client sets it. */
  readonly json?: boolean;
}

/** Remote control in the foreground, for as long as the process lives: `codex remote-control`. */
export interface RemoteControlRequest extends CommonOptions {
  /** Without the shared background server. */
  readonly noDaemon?: boolean;
}

export const remoteControlArgv = argvBuilder<RemoteControlRequest & Json>({
  path: ["remote-control"],
  flags: {
    noDaemon: "--no-daemon",
    json: "--json",
  },
});

export const remoteControlStartArgv = argvBuilder<CommonOptions & Json>({
  path: ["remote-control", "start"],
  flags: { json: "--json" },
});

export const remoteControlStopArgv = argvBuilder<CommonOptions & Json>({
  path: ["remote-control", "stop"],
  flags: { json: "--json" },
});

export const remoteControlPairArgv = argvBuilder<CommonOptions & Json>({
  path: ["remote-control", "pair"],
  flags: { json: "--json" },
});
