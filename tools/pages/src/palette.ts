/** A colour of the page: as `#rrggbb` for each scheme. */
export interface SchemeColour {
  readonly light: string;
  readonly dark: string;
}

/** Every colour, by the custom property that has it. */
export const palette = {
  page: { light: "#fbfbfa", dark: "#16181b" },
  panel: { light: "#ffffff", dark: "#1d2024" },
  raised: { light: "#f1f2f0", dark: "#272b30" },
  line: { light: "#d9dbd7", dark: "#373c43" },
  control: { light: "#767b80", dark: "#868d95" },
  text: { light: "#1b1e22", dark: "#e6e8ea" },
  quiet: { light: "#565c63", dark: "#a9b0b7" },
  link: { light: "#1a55a8", dark: "#8cb8f2" },
  focus: { light: "#1a55a8", dark: "#8cb8f2" },
  covered: { light: "#1f7a4d", dark: "#58c08c" },
  "at-risk": { light: "#8a5a00", dark: "#e0ac4a" },
  missing: { light: "#b3261e", dark: "#f28b82" },
  "left-out": { light: "#5d5fa8", dark: "#a9abe8" },
  excluded: { light: "#5f6670", dark: "#a0a7b0" },
  "hidden-upstream": { light: "#6d6358", dark: "#b8ab9c" },
} as const satisfies Readonly<Record<string, SchemeColour>>;

export type ColourName = keyof typeof palette;

/** Which colours stand on which: the pairs that must differ enough to be read (`text`, 4.5 to 1) or to be seen (`shape`, 3 to 1). */
export const contrasts: readonly { readonly of: ColourName; readonly on: ColourName; readonly as: "text" | "shape" }[] = [
  ...(["page", "panel", "raised"] as const).flatMap((on) =>
    (["text", "quiet", "link", "covered", "at-risk", "missing", "left-out", "excluded", "hidden-upstream"] as const).map(
      (of) => ({ of, on, as: "text" }) as const,
    ),
  ),
  ...(["page", "panel", "raised"] as const).flatMap((on) =>
    (["control", "focus"] as const).map((of) => ({ of, on, as: "shape" }) as const),
  ),
];
