/**
 * Several calls of one program in one shell: a shell forks much faster than this process does. Each call prints between two
 * marks on both streams, the last of which has its exit code; a call counts only when all its marks are there.
 */
export interface ShellBatch {
  /** For the standard input of `/bin/sh -s`. */
  readonly script: string;
  /** How each call ended, in order; `undefined` for one that did not end by itself and has to be made again on its own. */
  read(output: { readonly stdout: string; readonly stderr: string }): readonly (BatchedCall | undefined)[];
}

/** The end of one call of a batch. */
export interface BatchedCall {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
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
        const stdout = between(output.stdout, `${nonce} ${String(index)}`);
        const stderr = between(output.stderr, `${nonce} ${String(index)}`);
        // From 126 on the shell speaks: it could not start the program, or a signal ended it.
        return stdout === undefined || stderr === undefined || stdout.exitCode >= 126
          ? undefined
          : { exitCode: stdout.exitCode, stdout: stdout.text, stderr: stderr.text };
      }),
  };
}

function between(text: string, mark: string): { readonly text: string; readonly exitCode: number } | undefined {
  const begin = `${mark}\n`;
  const from = text.indexOf(begin);
  const start = from + begin.length;
  const end = `\n${mark} `;
  const to = from === -1 ? -1 : text.indexOf(end, start - 1);
  const code = to === -1 ? undefined : /^\d+(?=\n)/.exec(text.slice(to + end.length, to + end.length + 4))?.[0];
  return code === undefined ? undefined : { text: text.slice(start, Math.max(to, start)), exitCode: Number(code) };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
