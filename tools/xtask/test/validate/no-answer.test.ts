import assert from "node:assert/strict";
import { test } from "node:test";
import { filesWith, type Edit } from "./valid-root.ts";
import { run } from "./run.ts";

const scope = "/wrapper_coverage/scope_semantics";
const fatal: readonly {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly words?: readonly string[];
  readonly reason: string;
}[] = [
  { title: "absent rules", edits: [{ drop: "RULES.json" }], reason: '"root/RULES.json" does not exist' },
  {
    title: "unreadable rules",
    edits: [{ fail: "RULES.json", code: "FILE_ACCESS" }],
    reason: 'Cannot read "root/RULES.json": permission denied (EACCES)',
  },
  {
    title: "rules that are no JSON",
    edits: [{ write: "RULES.json", text: "" }],
    reason: '"root/RULES.json" at line 1, column 1 is not valid JSON: the text ends too early',
  },
  {
    title: "rules without a required field",
    edits: [{ remove: "RULES.json", at: "/union/required_target" }],
    reason: '"root/RULES.json" is no valid ParityRules; /union: the field "required_target" is missing',
  },
  {
    title: "rules with an invalid pattern and unknown scope semantics",
    edits: [
      { set: "RULES.json", at: "/versioning/pointers/stable_semver_pattern", to: "^(" },
      { set: "RULES.json", at: `${scope}/platforms_expand_using`, to: "magic" },
      { set: "RULES.json", at: `${scope}/defaults/no_scope_means`, to: "nothing" },
      { set: "RULES.json", at: `${scope}/scope_set_resolution/mode`, to: "first" },
    ],
    reason: `"root/RULES.json": /versioning/pointers/stable_semver_pattern must be a regular expression, is "^("; ${scope}/platforms_expand_using must be "union.platform_mapping", is "magic"; ${scope}/defaults/no_scope_means must be "all_expected_targets", is "nothing"; ${scope}/scope_set_resolution/mode must be "union", is "first"`,
  },
  {
    title: "rules of an unknown version",
    edits: [{ set: "RULES.json", at: "/rules_schema_version", to: 99 }],
    reason: `The rules' "rules_schema_version" is 99; this xtask knows `,
  },
  { title: "a named schema that is absent", edits: [], words: ["--schema", "absent.json"], reason: '"absent.json" does not exist' },
  {
    title: "a named version schema that is absent",
    edits: [],
    words: ["--version-metadata-schema", "absent.json"],
    reason: '"absent.json" does not exist',
  },
  {
    title: "an own schema that is no JSON",
    edits: [{ write: "SCHEMA.json", text: "{" }],
    reason: '"root/SCHEMA.json" at line 1, column 2 is not valid JSON: ',
  },
  {
    title: "an own schema that is unreadable",
    edits: [{ fail: "SCHEMA.json", code: "FILE_ACCESS" }],
    reason: 'Cannot read "root/SCHEMA.json": permission denied (EACCES)',
  },
  {
    title: "an own schema without the kinds",
    edits: [{ write: "SCHEMA.json", text: "{}" }],
    reason: '"root/SCHEMA.json" is no usable JSON Schema (draft 2020-12): ',
  },
  {
    title: "an own version schema that is no JSON",
    edits: [{ write: "VERSION_METADATA_SCHEMA.json", text: "nothing" }],
    reason: '"root/VERSION_METADATA_SCHEMA.json"',
  },
];

for (const { title, edits, words = [], reason } of fatal) {
  test(`validate gives no answer for ${title}`, async () => {
    for (const format of [[], ["--json"]]) {
      const { code, out, err } = await run(filesWith({ root: edits }), "codex-validate", "--root", "root", ...words, ...format);
      assert.deepEqual([code, out], [3, ""]);
      const [first = "", ...hints] = err.trimEnd().split("\n");
      assert(first.startsWith(`FAIL: codex-validate (${reason}`) && first.endsWith(")"), err);
      for (const hint of hints) assert.match(hint, /^ {2}hint: /);
    }
  });
}
