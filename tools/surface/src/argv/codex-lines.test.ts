import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

/** Real command lines under the committed union of a real CLI. A unit is `path:name`; values of flags are no units. */
const folder = join(import.meta.dirname, "../../../../manifests/codex/snapshots/0.169.0");
const { commands, inputs } = JSON.parse(readFileSync(join(folder, "union.json"), "utf8")) as UpstreamSnapshotUnionV2;
const snapshots = inputs.map(
  ({ target_triple }) => JSON.parse(readFileSync(join(folder, `${target_triple}.json`), "utf8")) as UpstreamSnapshotV1,
);
const grammar = buildGrammar(commands, { snapshots });

const lines: readonly (readonly [line: string, uses: string])[] = [
  [
    "mcp add docs --env=A=b -- npx -y server --flag",
    "mcp: mcp/add: mcp/add:NAME mcp/add:--env mcp/add:COMMAND mcp/add:COMMAND mcp/add:COMMAND mcp/add:COMMAND",
  ],
  ["mcp add docs --url=https://x", "mcp: mcp/add: mcp/add:NAME mcp/add:--url"],
  ["sandbox --permission-profile=p -- ls -l", "sandbox: sandbox:--permission-profile sandbox:COMMAND sandbox:COMMAND"],
  ["sandbox -- uninstall", "sandbox: sandbox:COMMAND"],
  ["sandbox uninstall", "sandbox: sandbox/uninstall:"],
  [
    "execpolicy check --rules=r.rules -- git push --force",
    "execpolicy: execpolicy/check: execpolicy/check:--rules execpolicy/check:COMMAND execpolicy/check:COMMAND execpolicy/check:COMMAND",
  ],
  ["app-server daemon version", "app-server: app-server/daemon: app-server/daemon/version:"],
  [
    "app-server generate-ts --out=d --prettier=p",
    "app-server: app-server/generate-ts: app-server/generate-ts:--out app-server/generate-ts:--prettier",
  ],
  [
    "plugin marketplace add owner/repo --sparse=a --sparse=b",
    "plugin: plugin/marketplace: plugin/marketplace/add: plugin/marketplace/add:SOURCE plugin/marketplace/add:--sparse plugin/marketplace/add:--sparse",
  ],
  ["plugin add name@market --json", "plugin: plugin/add: plugin/add:PLUGIN[@MARKETPLACE] plugin/add:--json"],
  ["plugin remove name --marketplace=m", "plugin: plugin/remove: plugin/remove:PLUGIN[@MARKETPLACE] plugin/remove:--marketplace"],
  ["--config=a=1 exec --json -", ":--config exec: exec:--json exec:PROMPT"],
  ["exec fork ID -", "exec: exec/fork: exec/fork:SESSION_ID exec/fork:PROMPT"],
  ["exec resume ID -", "exec: exec/resume: exec/resume:SESSION_ID exec/resume:PROMPT"],
  // For clap the first word is SESSION_ID; that codex takes it for the prompt beside --last stands in its code alone.
  ["exec resume --last -", "exec: exec/resume: exec/resume:--last exec/resume:SESSION_ID"],
  ["cloud exec --env=e -", "cloud: cloud/exec: cloud/exec:--env cloud/exec:QUERY"],
  ["queue --thread=t --message=m --resume", "queue: queue:--thread queue:--message queue:--resume"],
  [
    "debug app-server send-message-v2 hello",
    "debug: debug/app-server: debug/app-server/send-message-v2: debug/app-server/send-message-v2:USER_MESSAGE",
  ],
  ["delete --force ID", "delete: delete:--force delete:SESSION"],
  ["completion zsh", "completion: completion:SHELL"],
  ["review --base=main", "review: review:--base"],
  // Unions list a flag that the root has too at the root alone.
  ["exec --cd=x review --json --uncommitted", "exec: :--cd exec/review: exec/review:--json exec/review:--uncommitted"],
  ["login --with-api-key", "login: login:--with-api-key"],
  // --json stands on both: clap lists the global flags of a middle command at those below it.
  ["remote-control --json start", "remote-control: remote-control:--json remote-control/start:"],
  ["remote-control start --json", "remote-control: remote-control/start: remote-control/start:--json"],
  ["hello exec", ":PROMPT exec:"],
  ["--model=m login --enable=f", ":--model login: :--enable"],
  // --image takes all words up to the next flag; that of exec resume takes one.
  ["exec --image a.png describe review", "exec: :--image"],
  ["exec -i a.png b.png --json -", "exec: :--image exec:--json exec:PROMPT"],
  ["exec --image=a.png describe", "exec: :--image exec:PROMPT"],
  ["exec resume -i a.png ID -", "exec: exec/resume: :--image exec/resume:SESSION_ID exec/resume:PROMPT"],
];
for (const [line, uses] of lines) {
  test(`matchArgv() credits the units when codex is given "${line}"`, () => {
    const match = matchArgv(grammar, line.split(" "));
    assert(match.type === "match", JSON.stringify(match));
    assert.equal(match.uses.map(({ path, name }) => `${path.join("/")}:${name}`).join(" "), uses);
  });
}

const refused: readonly (readonly [line: string, token: number, reason: string])[] = [
  ["login status --with-api-key", 2, '"login status" has no flag "--with-api-key": that of "login" stands before its sub-command'],
  ["login --model=m", 1, '"login" has no flag "--model": the root\'s is not global, and the snapshots show none there'],
  ["exec --sandbox=none -", 1, 'the flag "--sandbox" does not take "none"; expected one of read-only, workspace-write, danger-full-access'],
  ["completion csh", 1, 'the argument "SHELL" does not take "csh"; expected one of bash, elvish, fish, powershell, zsh'],
  ["exec --json --json", 2, 'the flag "--json" may not be repeated'],
  ["exec help resume", 1, '"help" asks for the help of a command'],
];
for (const [line, token, reason] of refused) {
  test(`matchArgv() refuses what codex refuses when it is given "${line}"`, () => {
    assert.deepEqual(matchArgv(grammar, line.split(" ")), { type: "mismatch", token, reason });
  });
}
