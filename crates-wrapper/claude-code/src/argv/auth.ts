import { assertNoConflict } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** A sign-in in the browser: `claude auth login`. It prints the URL for a browser elsewhere, and waits. */
export interface AuthLoginRequest extends CommonOptions {
  /** A Claude subscription, which is also what it is without any option. */
  readonly claudeai?: boolean;
  /** An account of Anthropic Console, billed by API usage; not with `claudeai`. */
  readonly console?: boolean;
  /** Stands in the login page already. */
  readonly email?: string;
  /** Through single sign-on. */
  readonly sso?: boolean;
}

export const authLoginArgv = argvBuilder<AuthLoginRequest>({
  path: ["auth", "login"],
  flags: {
    claudeai: "--claudeai",
    console: "--console",
    email: "--email=TEXT",
    sso: "--sso",
  },
  check: (request) => assertNoConflict(request, [["claudeai", "console"]]),
});

/** Its answer in JSON is concealed by help. */
export const authLogoutArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["auth", "logout"],
  flags: { json: "--json" },
});

/** Who is logged in: `claude auth status`, as JSON unless `text` is set. */
export interface AuthStatusRequest extends CommonOptions, JsonOption {
  readonly text?: boolean;
}

export const authStatusArgv = argvBuilder<AuthStatusRequest>({
  path: ["auth", "status"],
  flags: { json: "--json", text: "--text" },
  check: (request) => assertNoConflict(request, [["json", "text"]]),
});

/** A token for a year, printed after a sign-in in the browser: `claude setup-token`. It needs a terminal and a Claude subscription. */
export const setupTokenArgv = argvBuilder<CommonOptions>({
  path: ["setup-token"],
  flags: {},
});
