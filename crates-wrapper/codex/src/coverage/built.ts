import { builtFor, type Requests as RequestsWith } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";

/** Requests by the name of their scenario; fields that every command has are shown once for all, in `common options`. */
export type Requests<Request> = RequestsWith<Request, CommonOptions>;

/** A scenario for every request. A typed field that no request sets does not compile; the error names it. */
export const built = builtFor<CommonOptions>();
