/**
 * Several calls of one program in one shell: a shell forks much faster than this process does. Each call prints between two
 * marks on both streams; a call counts only when it ended with exit code 0 and both its marks are there.
 */
export interface ShellBatch {
  /** For the standard input of `/bin/sh -s`. */
  readonly script: string;
  /** The output of each call, in order; `undefined` for a call that has to be made again on its own. */
  read(output: {
    readonly stdout: string;
    readonly stderr: string;
  }): readonly ({ readonly stdout: string; readonly stderr: string } | undefined)[];
}

/**
 * Plans a batch.
 * @param calls the words of each call, the program first
 * @param nonce a text that no call prints
 */
export function planShellBatch(calls: readonly (readonly string[])[], nonce: string): ShellBatch {
  const lines = calls.flatMap((words, index) => {
    const mark = `${nonce} ${String(index)}`;
    return [
      `echo '${mark}'; echo '${mark}' >&2`,
      `${words.map(quote).join(" ")} </dev/null`,
      String.raw`code=$?; printf '\n%s\n' "${mark} $code"; printf '\n%s\n' "${mark} $code" >&2`,
    ];
  });
  return {
    script: `${lines.join("\n")}\n`,
    read: (output) =>
      calls.map((_, index) => {
        const stdout = between(output.stdout, `${nonce} ${String(index)}\n`, `\n${nonce} ${String(index)} 0\n`);
        const stderr = between(output.stderr, `${nonce} ${String(index)}\n`, `\n${nonce} ${String(index)} 0\n`);
        return stdout === undefined || stderr === undefined ? undefined : { stdout, stderr };
      }),
  };
}

function between(text: string, begin: string, end: string): string | undefined {
  const from = text.indexOf(begin);
  const to = from === -1 ? -1 : text.indexOf(end, from + begin.length - 1);
  if (to === -1) return undefined;
  return text.slice(from + begin.length, Math.max(to, from + begin.length));
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
