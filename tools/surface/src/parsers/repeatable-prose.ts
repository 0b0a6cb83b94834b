/**
 * Whether the description of a flag says in words of its author that it may be given several times: `(repeatable: …)`, a sentence
 * `Repeatable.`, `Can be repeated`, `May be specified multiple times`, `Repeat for multiple roots`. A text that speaks of
 * repeating anything else, or forbids it, does not.
 */
export function saysRepeatable(description: string | undefined): boolean {
  return description !== undefined && WORDINGS.some((wording) => wording.test(description));
}

const WORDINGS: readonly RegExp[] = [
  /\(repeatable\b/i,
  // A sentence or a part of one that has this word alone: `Repeatable, e.g. …`, `…; repeatable.`
  /(?:^|[.;,] )repeatable(?=$|[.;,:)]| or comma)/i,
  /\b(?:can|may) be repeated(?=$|[.;,:)])/i,
  /\b(?:can|may) be (?:given|passed|provided|set|specified|supplied|used) (?:(?:multiple|several|many) times|more than once)\b/i,
  /(?:^|[.;,(] ?)(?:give|pass|provide|specify|use) (?:this (?:flag|option) )?(?:(?:multiple|several|many) times|more than once)\b/i,
  /(?:^|[.;,(] ?)repeat (?:for (?:more|multiple|several)|to \w+ (?:more|multiple|several))\b/i,
];
