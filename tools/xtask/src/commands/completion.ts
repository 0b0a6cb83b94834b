import { UsageError } from "@lockstep/kernel";
import { completeWords } from "../completion/complete-words.ts";
import { shells, shellScripts, type Shell } from "../completion/shell-scripts.ts";
import { defineCommand } from "../world.ts";

/**
 * Prints what a shell has to source to complete the command lines of `xtask`, and answers what such a script asks: one line for
 * each candidate, with a tab before its description, and `:files` or `:folders` where the shell completes paths itself.
 */
export const completion = defineCommand({
  name: "completion",
  summary: "Print the script that completes xtask in bash, zsh or fish",
  examples: ["source <(xtask completion bash)", "xtask completion fish | source", "xtask completion --complete -- report --cli co"],
  options: {
    shell: { type: "words", placeholder: shells.join("|"), choices: shells, describe: "The shell" },
    complete: { type: "boolean", describe: "Answer a script: what can stand where the last word behind -- is" },
    line: { type: "command", placeholder: "<word>...", describe: "With --complete: the words behind xtask up to the cursor" },
  },
  exits: {
    0: "the script, or the candidates, if any",
    64: "wrong command line, or a shell that has no script",
  },
  documents: ["completion.v1"],
  reads: () => ["manifests/*/RULES.json", "manifests/*/artifacts.lock.json", "manifests/*/{snapshots,versions}/*"],
  writes: () => [],
  async run({ shell: words, complete, line }, { files }) {
    const [shell, ...others] = words;
    const hint = "xtask completion --help";
    if (complete) {
      if (shell !== undefined) throw new UsageError("WORD_UNEXPECTED", `With "--complete" no shell is named, such as "${shell}"`, { hint });
      const { candidates, paths } = await completeWords(line, files);
      const lines = candidates.map(({ value, describe }) => (describe === "" ? `${value}\t` : `${value}\t${describe}`));
      return {
        status: "ok",
        data: { schema: "completion.v1", type: "candidates", candidates, paths: paths ?? null },
        text: [...lines, ...(paths === undefined ? [] : [`:${paths}`])].join("\n"),
      };
    }
    if (line.length > 0) throw new UsageError("WORD_UNEXPECTED", 'Words behind "--" belong to the option "--complete"', { hint });
    if (others.length > 0 || shell === undefined || !isShell(shell)) {
      const named = words.length === 0 ? "no shell is named" : `there is no script for "${words.join(" ")}"`;
      throw new UsageError("SHELL_UNKNOWN", `${named[0]?.toUpperCase() ?? ""}${named.slice(1)}; name one of ${shells.join(", ")}`, {
        hint: "source <(xtask completion bash)",
      });
    }
    const script = shellScripts[shell];
    return { status: "ok", data: { schema: "completion.v1", type: "script", shell, script }, text: script };
  },
});

function isShell(word: string): word is Shell {
  return (shells as readonly string[]).includes(word);
}
