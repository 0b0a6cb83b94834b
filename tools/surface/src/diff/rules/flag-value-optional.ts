import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-optional" satisfies ChangeCode;

/**
 * The value of a flag may be left out, or a switch may have one. Where an optional value stands behind `=` alone, the next word is no
 * value any more; where it does not, the word behind what was a switch is one now. Where that is the program's choice it is a risk.
 */
export const flagValueOptional: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { optionalValues }) {
    if (!after.takes_value || after.optional_value !== true || (before.takes_value && before.optional_value === true)) return [];
    const found = { before: before.takes_value ? "required" : "none", after: "optional" };
    const harmless = before.takes_value ? "next word" : "same word";
    if (optionalValues === harmless) return [{ ...found, message: "takes a value or none now" }];
    const [isSure, may] = optionalValues === "either" ? [false, "may be"] : [true, "is"];
    const word = before.takes_value ? `the next word ${may} no value any more` : `a word behind it ${may} its value`;
    return [
      {
        ...found,
        message: `takes a value or none now: ${word}`,
        impact: isSure ? "breaks" : "risk",
        affected: { type: before.takes_value ? "next word" : "followed" },
      },
    ];
  },
};
