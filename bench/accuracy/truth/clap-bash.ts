/** A command of a completion script that clap wrote for bash, with the names of its flags and sub-commands together. */
export interface BashCommand {
  readonly path: readonly string[];
  readonly flags: readonly string[];
}

/** What the script tells: the commands, and which names of sub-commands mean the same one. */
export interface BashCompletion {
  readonly commands: readonly BashCommand[];
  /** The command that a name stands for in its parent; the name itself when it is no alias. */
  aliasOf(parent: readonly string[], name: string): string;
}

/**
 * Reads a completion script that clap wrote for bash. A first `case` maps `state,word)` to the next state, a second one lists in
 * `opts` what each state offers. The `help` commands are left out.
 */
export function readBashCompletion(script: string): BashCompletion {
  // Some versions of clap put `subcmd` between the words of a state, and not at the same places everywhere.
  const plain = (state: string): string => state.replaceAll("__subcmd", "");
  const steps = [...script.matchAll(/^ *([^\s,]+),(\S+)\)\n *cmd="([^"\n]+)"$/gm)].map(([, from = "", word = "", to = ""]) => ({
    from,
    word,
    to,
  }));
  const [, root = ""] = /^ *",\$1"\)\n *cmd="([^"\n]+)"$/m.exec(script) ?? [];
  const options = new Map(
    [...script.matchAll(/^ *(\S+)\)\n *opts="([^"\n]*)"$/gm)].map(([, state = "", words = ""]) => [
      plain(state),
      words.trim().split(/\s+/),
    ]),
  );
  const main = new Map<string, string>();
  for (const { from, word, to } of steps) if (plain(to) === `${plain(from)}__${word.replaceAll("-", "__")}`) main.set(to + from, word);
  const states = new Map<string, string>([["", root]]);
  const commands: BashCommand[] = [];
  const walk = (state: string, path: readonly string[]): void => {
    states.set(path.join("\0"), state);
    commands.push({ path, flags: (options.get(plain(state)) ?? []).filter((word) => word.startsWith("-")) });
    for (const { from, word, to } of steps) {
      if (from === state && word !== "help" && (main.get(to + from) ?? word) === word) walk(to, [...path, word]);
    }
  };
  if (root !== "") walk(root, []);
  return {
    commands,
    aliasOf(parent, name) {
      const from = states.get(parent.join("\0"));
      const to = steps.find((step) => step.from === from && step.word === name)?.to;
      return (to === undefined ? undefined : main.get(to + String(from))) ?? name;
    },
  };
}
