import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

/** Real command lines under the committed union of a real CLI. A unit is `path:name`; values of flags are no units. */
const unionPath = join(import.meta.dirname, "../../../../manifests/codex/snapshots/0.169.0/union.json");
const { commands } = JSON.parse(readFileSync(unionPath, "utf8")) as UpstreamSnapshotUnionV2;
const grammar = buildGrammar(commands);

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
];
for (const [line, uses] of lines) {
  test(`matchArgv() credits the units when codex is given "${line}"`, () => {
    const match = matchArgv(grammar, line.split(" "));
    assert(match.type === "match", JSON.stringify(match));
    assert.equal(match.uses.map(({ path, name }) => `${path.join("/")}:${name}`).join(" "), uses);
  });
}

test('matchArgv() refuses a middle command\'s flag behind its sub-command when codex is given "login status --with-api-key"', () => {
  assert.deepEqual(matchArgv(grammar, ["login", "status", "--with-api-key"]), {
    type: "mismatch",
    token: 2,
    reason: '"login status" has no flag "--with-api-key": that of "login" stands before its sub-command',
  });
});
