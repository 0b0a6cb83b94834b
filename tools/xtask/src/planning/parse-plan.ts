import { parseChangePlan, type ChangePlan } from "@lockstep/plans";
import { digest } from "./digest.ts";

/** Parses and checks the text of a stored plan. Throws `InputError`. */
export function parsePlan(path: string, text: string): ChangePlan {
  return parseChangePlan(path, text, digest);
}
