import { exclusions, type Case } from "./case.ts";

/** Broken exclusions of the rules. */
export const ruleCases: readonly Case[] = [
  {
    title: "exclusions of another schema version",
    edits: [
      { set: "RULES.json", at: "/parity_exclusions/schema_version", to: 2 },
      { set: "RULES.json", at: `${exclusions}/0/note`, to: " " },
    ],
    lines: ["PARITY_EXCLUSIONS_SCHEMA_VERSION error RULES.json /parity_exclusions/schema_version Must be 1, is 2"],
  },
  {
    title: "an exclusion with a blank note",
    edits: [{ set: "RULES.json", at: `${exclusions}/0/note`, to: " " }],
    lines: [
      'PARITY_EXCLUSIONS_NOTE_MISSING error RULES.json /parity_exclusions/units/0/note An exclusion needs a note that says why; the note is " "',
    ],
  },
  {
    title: "an exclusion without a note",
    edits: [{ remove: "RULES.json", at: `${exclusions}/1/note` }],
    lines: [
      "PARITY_EXCLUSIONS_NOTE_MISSING error RULES.json /parity_exclusions/units/1/note An exclusion needs a note that says why; the note is absent",
    ],
  },
  {
    title: "an exclusion twice",
    edits: [{ set: "RULES.json", at: `${exclusions}/-`, to: { unit: "flag", path: [], key: "--help", note: "Again." } }],
    lines: [
      'PARITY_EXCLUSIONS_DUPLICATE error RULES.json /parity_exclusions/units/2 The flag "(root) --help" is excluded twice: it is entry 1 already',
    ],
  },
  {
    title: "an arg exclusion behind a flag",
    edits: [{ set: "RULES.json", at: `${exclusions}/-`, to: { unit: "arg", path: [], name: "PROMPT", note: "Late." } }],
    lines: [
      'PARITY_EXCLUSIONS_NOT_SORTED error RULES.json /parity_exclusions/units Must be sorted by unit, path, and key or name: flag "(root) --help" stands before arg "(root) PROMPT"',
    ],
  },
  {
    title: "a deeper path before its prefix",
    edits: [
      { set: "RULES.json", at: `${exclusions}/0/path`, to: ["a", "b"] },
      { set: "RULES.json", at: `${exclusions}/1`, to: { unit: "command", path: ["a"], note: "Prefix." } },
    ],
    lines: [
      'PARITY_EXCLUSIONS_NOT_SORTED error RULES.json /parity_exclusions/units Must be sorted by unit, path, and key or name: command "a b" stands before command "a"',
    ],
  },
  {
    title: "a command exclusion with a key and a name",
    edits: [
      { set: "RULES.json", at: `${exclusions}/0/key`, to: "--x" },
      { set: "RULES.json", at: `${exclusions}/0/name`, to: "X" },
    ],
    lines: [
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/0/key An exclusion of the unit "command" takes no key, is "--x"',
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/0/name An exclusion of the unit "command" takes no name, is "X"',
    ],
  },
  {
    title: "a flag exclusion without a key",
    edits: [{ remove: "RULES.json", at: `${exclusions}/1/key` }],
    lines: [
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/1/key An exclusion of the unit "flag" needs a key, is absent',
    ],
  },
  {
    title: "a flag exclusion with a name",
    edits: [{ set: "RULES.json", at: `${exclusions}/1/name`, to: "X" }],
    lines: [
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/1/name An exclusion of the unit "flag" takes no name, is "X"',
    ],
  },
  {
    title: "arg exclusions without a name and with a key",
    edits: [{ set: "RULES.json", at: `${exclusions}/0`, to: { unit: "arg", path: [], name: " ", key: "--x", note: "Odd." } }],
    lines: [
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/0/key An exclusion of the unit "arg" takes no key, is "--x"',
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/0/name An exclusion of the unit "arg" needs a name, is " "',
    ],
  },
  {
    title: "an exclusion of an unknown unit",
    edits: [{ set: "RULES.json", at: `${exclusions}/1/unit`, to: "option" }],
    lines: [
      'PARITY_EXCLUSIONS_INVALID_ENTRY error RULES.json /parity_exclusions/units/1/unit Must be "command", "flag" or "arg", is "option"',
    ],
  },
];
