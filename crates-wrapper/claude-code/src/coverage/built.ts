import { builtFor, type Requests as RequestsWith } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";

/** Requests by the name of their scenario. `extraArgs` show nothing: they are the caller's. */
export type Requests<Request> = RequestsWith<Request, CommonOptions>;

/** A scenario for every request. A typed field that no request sets does not compile; the error names it. */
export const built = builtFor<CommonOptions>();
