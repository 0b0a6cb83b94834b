/**
 * A typed wrapper of the Claude Code command line tool: command lines of runs without a terminal, of background sessions and of every
 * other command that works without one.
 *
 * @packageDocumentation
 */
export type { ArgvToken, ErrorReason, Unit, UnitState, UnsupportedUnit } from "@lockstep/wrapper";
export { authLoginArgv, type AuthLoginRequest, authLogoutArgv, authStatusArgv, type AuthStatusRequest, setupTokenArgv } from "./argv/auth.ts";
