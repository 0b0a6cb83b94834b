import type { TruthArg } from "./truth.ts";

/**
 * The arguments that a usage names which the author wrote and gave to the library, of a command that declares none: `jest
 * [TestPathPatterns]`, `container:pull -a APP [-v] PROCESS_TYPE...`. A word with a dash is a flag, and the one behind such a flag
 * with a value its value.
 * @param usage without the words that call the command
 * @param takesValue whether a flag takes a value
 */
export function argsInUsage(usage: string, takesValue: (flag: string) => boolean): readonly TruthArg[] {
  // `[TYPE [TYPE ...]]` is how one writes any number of them.
  const words = usage.replaceAll(/\[(\S+) \[\1 ?\.\.\.\]\]/g, "[$1...]").split(/\s+/);
  return words.flatMap((word, index): readonly TruthArg[] => {
    const before = words[index - 1] ?? "";
    const [, name = ""] = /^[[<]?([A-Za-z_][\w-]*)(?:\.\.\.)?[\]>]?(?:\.\.\.)?$/.exec(word) ?? [];
    const isWord = /^(?:options?|flags?|commands?)$/i.test(name);
    if (name === "" || isWord || (before.startsWith("-") && takesValue(before))) return [];
    // A bare word in small letters is one that is typed.
    if (!/^[[<]/.test(word) && name !== name.toUpperCase()) return [];
    return [{ name, required: !word.startsWith("["), variadic: word.includes("...") }];
  });
}
