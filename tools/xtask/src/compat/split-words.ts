import { UsageError } from "@lockstep/kernel";

/**
 * The words of a command line as a POSIX shell would split it: at blanks, with single quotes, double quotes and backslashes.
 * Nothing is expanded: `$x`, `*` and `~` stand for themselves. Throws `UsageError` `LINE_UNFINISHED` for a quote without its end,
 * and for a backslash at the end.
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? "";
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word += char;
    } else if (char === "\\") {
      const next = line[at + 1];
      if (next === undefined) throw unfinished("a backslash with nothing behind it");
      // Between double quotes a backslash stands for itself, unless what follows means something there.
      word = (word ?? "") + (quote === '"' && !'"\\$`'.includes(next) ? char + next : next);
      at += 1;
    } else if (quote === '"') {
      if (char === '"') quote = undefined;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (quote !== undefined) throw unfinished(`a quote (${quote}) without its end`);
  return word === undefined ? words : [...words, word];
}

function unfinished(what: string): UsageError {
  return new UsageError("LINE_UNFINISHED", `The command line of "--argv" has ${what}`, {
    hint: "Words behind -- are taken as they are: xtask compat -- exec 'it is'",
  });
}

/** A word as a shell would have to be given it. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./[\]<>-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
