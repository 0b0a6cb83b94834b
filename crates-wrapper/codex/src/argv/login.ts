import { assertNoConflict } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

export const loginStatusArgv = argvBuilder<CommonOptions>({
  path: ["login", "status"],
  flags: {},
});

/** How to log in without a browser on this machine: a secret on stdin, or a code to type elsewhere. */
export interface LoginRequest extends CommonOptions {
  readonly withApiKey?: boolean;
  readonly withAccessToken?: boolean;
  readonly deviceAuth?: boolean;
}

export const loginArgv = argvBuilder<LoginRequest>({
  path: ["login"],
  flags: {
    withApiKey: "--with-api-key",
    withAccessToken: "--with-access-token",
    deviceAuth: "--device-auth",
  },
  check: (request) => assertNoConflict(request, [["withApiKey", "withAccessToken"]]),
});

export const logoutArgv = argvBuilder<CommonOptions>({
  path: ["logout"],
  flags: {},
});
