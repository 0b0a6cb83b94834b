// Sets every option of @openai/codex-sdk 0.163.0 once, against whatever codex it finds. Prints nothing.
import { Codex } from "@openai/codex-sdk";

const codexPathOverride = process.env.CODEX_SDK_PATH_OPTION === "1" ? process.env.XTASK_STAND_IN : undefined;
const codex = new Codex({
  ...(codexPathOverride === undefined ? {} : { codexPathOverride }),
  baseUrl: "http://127.0.0.1:9/v1",
  apiKey: "not-a-key",
  config: { model_provider: "fake", sandbox_workspace_write: { exclude_slash_tmp: true } },
  configOverrides: ["hide_agent_reasoning=true"],
});
const everything = {
  model: "gpt-test",
  threadSource: "sdk",
  sandboxMode: "workspace-write",
  workingDirectory: ".",
  skipGitRepoCheck: true,
  modelReasoningEffort: "high",
  networkAccessEnabled: true,
  webSearchMode: "cached",
  approvalPolicy: "never",
  additionalDirectories: [".", ".."],
};

await codex.startThread().run("Say hello");
await codex.startThread(everything).run(
  [
    { type: "text", text: "Describe it" },
    { type: "local_image", path: "picture.png" },
  ],
  { outputSchema: { type: "object", properties: {}, additionalProperties: false }, cyberAccessProgram: "standard" },
);
const thread = codex.resumeThread("019a0000-0000-7000-8000-000000000000", {
  ...everything,
  webSearchMode: undefined,
  webSearchEnabled: false,
});
await thread.run("Go on");
const { events } = await thread.runStreamed([
  { type: "text", text: "And this" },
  { type: "local_image", path: "picture.png" },
]);
await Array.fromAsync(events);
