/** What a binary says of a command line. */
export type Verdict =
  /** It takes the line; `path` is the command that the line ends at, where the binary says it. */
  | { readonly type: "accepted"; readonly path: readonly string[] | undefined }
  | { readonly type: "refused"; readonly reason: string }
  /** It refuses the line for what no snapshot says of a CLI. */
  | { readonly type: "undecided"; readonly kind: string };

/** Asks a binary about a command line, without letting it act. */
export type Oracle = (argv: readonly string[]) => Promise<Verdict>;

/** A kind of refusal that no snapshot can foresee, and the words by which the binary gives it. */
export interface BeyondSnapshots {
  readonly kind: string;
  readonly words: RegExp;
}

/** A refusal in the binary's words, or the kind of it that no snapshot can foresee. */
export function refusal(reason: string, beyond: readonly BeyondSnapshots[]): Verdict {
  const found = beyond.find(({ words }) => words.test(reason));
  return found === undefined ? { type: "refused", reason } : { type: "undecided", kind: found.kind };
}
