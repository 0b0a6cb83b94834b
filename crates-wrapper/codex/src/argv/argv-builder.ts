import { argvBuilderFor } from "../codex-tools.ts";
import { assertRequest, type CommonOptions, commonTokens } from "./common-options.ts";

/** Makes the pure function from a request to argv without the binary. It throws a `CodexError` for what codex refuses. */
export const argvBuilder = argvBuilderFor<CommonOptions>(assertRequest, commonTokens);
