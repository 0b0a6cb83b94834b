import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** The gateway for sign-ins and telemetry of an enterprise: `claude gateway`. It runs until it is stopped. */
export interface GatewayRequest extends CommonOptions {
  /** Path of its YAML configuration. */
  readonly config: string;
}

export const gatewayArgv = argvBuilder<GatewayRequest>({
  path: ["gateway"],
  flags: { config: "--config=TEXT!" },
});
