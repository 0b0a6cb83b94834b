import { EnvironmentError } from "@lockstep/kernel";

/**
 * Stands in for `@lockstep/contracts/codegen` in the bundle: its generators are larger than everything else, and their input
 * and output are in the repository alone. Throws `EnvironmentError` `GENERATORS_ABSENT`.
 * @public
 */
export function generateContracts(): never {
  throw new EnvironmentError("GENERATORS_ABSENT", '"xtask codegen" is no part of the bundle: it works in the repository alone', {
    hint: "Run there: make codegen",
  });
}
