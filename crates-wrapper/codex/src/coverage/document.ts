import type { ArgvToken } from "../argv/argv-token.ts";
import { declared, type DeclaredUnit } from "./declared.ts";
import { scenarios } from "./scenarios.ts";

/** What parity tools read of a wrapper, version 1: argv of real builder calls, without the binary, and declared judgements. */
export interface WrapperScenarios {
  readonly schema_version: 1;
  readonly wrapper_version: string;
  readonly scenarios: readonly { readonly name: string; readonly argv: readonly ArgvToken[] }[];
  readonly declared: readonly DeclaredUnit[];
}

/** Pure: the same version gives the same document. */
export function wrapperScenarios(wrapperVersion: string): WrapperScenarios {
  return {
    schema_version: 1,
    wrapper_version: wrapperVersion,
    scenarios: scenarios.map(({ name, argv }) => ({ name, argv })),
    declared,
  };
}
