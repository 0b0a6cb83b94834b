/** A document that keeps its contract, and ones that do not. For tests. */
export interface ContractFixture {
  readonly good: Readonly<Record<string, unknown>>;
  /** Changes of the good one, each with the pointer and the message of its one mistake. */
  readonly bad: readonly (readonly [change: Readonly<Record<string, unknown>>, pointer: string, message: string])[];
}
