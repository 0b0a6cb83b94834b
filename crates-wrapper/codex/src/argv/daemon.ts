import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

export const appServerDaemonStartArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "start"],
  flags: {},
});

export const appServerDaemonStopArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "stop"],
  flags: {},
});

export const appServerDaemonRestartArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "restart"],
  flags: {},
});

export const appServerDaemonVersionArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "version"],
  flags: {},
});

export const appServerDaemonEnableRemoteControlArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "enable-remote-control"],
  flags: {},
});

export const appServerDaemonDisableRemoteControlArgv = argvBuilder<CommonOptions>({
  path: ["app-server", "daemon", "disable-remote-control"],
  flags: {},
});
