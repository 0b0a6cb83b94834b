import { eachOf, type IsolatedCli } from "../isolated-cli.ts";
import { type Truth, type TruthCommand, type TruthFlag } from "./truth.ts";

/** Asks a program of cobra what it would complete, command by command. It offers neither hidden nor deprecated units, and no types. */
export async function askCobra(cli: IsolatedCli): Promise<Truth | string> {
  const commands: TruthCommand[] = [];
  const unanswered: string[] = [];
  const visit = async (path: readonly string[]): Promise<void> => {
    const [below, flags] = [await complete(cli, path, ""), await complete(cli, path, "-")];
    if (below === undefined || flags === undefined) {
      unanswered.push(path.join(" "));
      return;
    }
    const all = [...flags, ...(await behindRequired(cli, path, flags))];
    if (!all.some(({ word }) => word === "--help")) unanswered.push(`${path.join(" ")}: flags`);
    commands.push({ path, aliases: [], hidden: false, args: [], flags: flagsOf(all) });
    const children = below.filter(({ word, text }) => /^[a-z][\w-]*$/i.test(word) && text !== "" && word !== "help");
    await eachOf(await commandsAmong(cli, path, children), path.length === 0 ? 2 : 1, (word) => visit([...path, word]));
  };
  await visit([]);
  if (commands.length === 0) return '"__complete" gives no answer';
  return { source: "cobra __complete", commands, knows: new Set(), knowsArgs: false, unanswered };
}

/** Where a flag is required, some versions offer nothing else until it is given. */
async function behindRequired(cli: IsolatedCli, path: readonly string[], flags: readonly Completion[]): Promise<readonly Completion[]> {
  const required = flags.map(({ word }) => word.replace(/=$/, "")).filter((word) => word.startsWith("--"));
  if (required.length === 0 || required.includes("--help")) return [];
  const others = (await complete(cli, [...path, ...required.map((name) => `${name}=1`)], "-")) ?? [];
  // A list may be given again, and is offered again.
  return others.filter(({ word }) => !flags.some((flag) => flag.word === word));
}

interface Completion {
  readonly word: string;
  readonly text: string;
}

async function complete(cli: IsolatedCli, path: readonly string[], begun: string): Promise<readonly Completion[] | undefined> {
  const { stdout, exitCode } = await cli.call(["__complete", ...path, begun]);
  if (exitCode !== 0) return undefined;
  // Some commands write there what belongs on standard error.
  const lines = stdout
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("Completion ended with directive: "));
  if (!/^:\d+$/.test(lines.at(-1) ?? "")) return undefined;
  return lines.slice(0, -1).map((line) => {
    const [word = "", text = ""] = line.split("\t");
    return { word, text };
  });
}

/** Arguments are completed as commands are; a command's own help, its flag `--help` or the help above names it. */
async function commandsAmong(cli: IsolatedCli, path: readonly string[], words: readonly Completion[]): Promise<readonly string[]> {
  const above = words.length === 0 ? "" : (await cli.call([...path, "--help"])).stdout;
  const found = await eachOf(words, 2, async ({ word }) => {
    const { stdout, stderr } = await cli.call([...path, word, "--help"]);
    if (`${stdout}${stderr}`.includes([...path, word].join(" ")) || isListed(above, word)) return [word];
    const flags = (await complete(cli, [...path, word], "-")) ?? [];
    return flags.some(({ text }) => text === `help for ${word}`) ? [word] : [];
  });
  return found.flat();
}

function isListed(help: string, word: string): boolean {
  return help.split("\n").some((line) => /^\s/.test(line) && line.trim().split(/:?\s{2,}/)[0] === word);
}

/** `--flag` and `-f` of one flag follow each other with the same text. */
function flagsOf(completions: readonly Completion[]): readonly TruthFlag[] {
  const flags: (TruthFlag & { readonly text: string })[] = [];
  for (const { word, text } of completions.filter((each) => each.word.startsWith("-"))) {
    const name = word.replace(/=$/, "");
    const last = flags.at(-1);
    if (last?.names.includes(name) === true) continue;
    if (last !== undefined && last.text === text && !name.startsWith("--") && last.names.length === 1)
      flags.splice(-1, 1, { ...last, names: [...last.names, name] });
    else flags.push({ names: [name], hidden: false, text });
  }
  return flags.map(({ names }) => ({ names, hidden: false }));
}
