/** A judgement that no argv can show: a unit that is forwarded as text, or one that we leave out on purpose. `key` is a flag, `name` an argument. */
export interface DeclaredUnit {
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly level: "passthrough" | "intentionally_unsupported";
  readonly note: string;
}

const interactiveOnly = "Only the interactive UI obeys it; exec accepts and ignores it before its own name.";

/** What is in neither this list nor a scenario is open work. */
export const declared: readonly DeclaredUnit[] = [
  { path: [], key: "--config", level: "passthrough", note: "Overrides are forwarded as text; their keys are not typed." },
  { path: [], key: "--enable", level: "passthrough", note: "Feature names are forwarded as text." },
  { path: [], key: "--disable", level: "passthrough", note: "Feature names are forwarded as text." },
  { path: [], key: "--help", level: "intentionally_unsupported", note: "Help texts are for people." },
  { path: [], key: "--search", level: "intentionally_unsupported", note: interactiveOnly },
  { path: [], key: "--ask-for-approval", level: "intentionally_unsupported", note: interactiveOnly },
  { path: [], key: "--remote", level: "intentionally_unsupported", note: "Connects the interactive UI; exec refuses it." },
  { path: [], key: "--remote-auth-token-env", level: "intentionally_unsupported", note: "Connects the interactive UI; exec refuses it." },
  { path: [], key: "--no-daemon", level: "intentionally_unsupported", note: "Concerns the background server of the interactive UI." },
  { path: ["agents"], level: "intentionally_unsupported", note: "Interactive UI." },
  { path: ["resume"], level: "intentionally_unsupported", note: "Interactive UI; exec resume is the headless form." },
  { path: ["fork"], level: "intentionally_unsupported", note: "Interactive UI." },
  { path: ["completion"], level: "intentionally_unsupported", note: "Shell completion is for people at a prompt." },
  {
    path: ["update"],
    level: "intentionally_unsupported",
    note: "A wrapper never updates a binary; versions are pinned and acquired elsewhere.",
  },
  {
    path: ["exec", "review"],
    key: "--cyber-access-program",
    level: "intentionally_unsupported",
    note: "Codex lists it and refuses it: not supported with exec review.",
  },
];
