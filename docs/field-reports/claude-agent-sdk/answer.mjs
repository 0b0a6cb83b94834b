#!/usr/bin/env node
// Answers as Claude Code does in stream-json: yes to every control request, and one result to each message of the user.
import { createInterface } from "node:readline";

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
// What was sent by `initialize` counts only when it is confirmed.
const sent = ["mcp_servers", "plugins", "settings", "managed_settings", "disallowed_tools", "hooks", "code_running_mcp_tools"];
const applied = Object.fromEntries(sent.map((name) => [`${name}_applied`, true]));
const initialized = { commands: [], models: [], agents: [], account: {}, output_style: "default", available_output_styles: [], ...applied };

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === "control_request")
    say({ type: "control_response", response: { subtype: "success", request_id: message.request_id, response: initialized } });
  if (message.type === "user")
    say({
      type: "result",
      subtype: "success",
      is_error: false,
      duration_ms: 1,
      duration_api_ms: 1,
      num_turns: 1,
      result: "Hello",
      session_id: "5f0b6f6e-0000-4000-8000-000000000000",
      total_cost_usd: 0,
      usage: {},
      modelUsage: {},
      permission_denials: [],
      uuid: "5f0b6f6e-0000-4000-8000-000000000001",
    });
}
