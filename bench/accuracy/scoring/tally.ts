/** How many of something were expected, how many of these were there, and how many are there that nobody expected. */
export interface Tally {
  readonly expected: number;
  readonly found: number;
  readonly invented: number;
}

/** How many values were looked at, and how many were right. */
export interface Exactness {
  readonly of: number;
  readonly right: number;
}

/** One unit that is not as it should be. */
export interface Miss {
  /** `exec --json`. */
  readonly unit: string;
  /** `missing`, `invented`, or the field. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Counts while units are compared. */
export class Count {
  expected = 0;
  found = 0;
  invented = 0;

  tally(): Tally {
    return { expected: this.expected, found: this.found, invented: this.invented };
  }
}
