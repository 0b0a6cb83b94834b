import { type Scenario, scenariosDocument, type WrapperScenarios } from "@lockstep/wrapper";
import { isSupported, knownVersions } from "../versions/support.ts";
import { declared } from "./declared.ts";
import { scenarios } from "./scenarios.ts";

/** What parity tools read of this wrapper. Pure: the same version gives the same document. A builder that throws is passed on. */
export function wrapperScenarios(wrapperVersion: string, calls: readonly Scenario[] = scenarios): WrapperScenarios {
  return scenariosDocument(wrapperVersion, { scenarios: calls, declared, versions: { knownVersions, isSupported } });
}
