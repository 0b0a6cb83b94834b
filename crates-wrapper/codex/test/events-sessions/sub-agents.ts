import { agentCall, done, items, type ModelAnswer, outputs, promptOf, says, type Session, threadIn } from "./session.ts";

/** Agents that the model starts. */
export const subAgentSessions: readonly Session[] = [
  {
    name: "sub-agents",
    config: ["features.multi_agent=true"],
    answer: (request) => {
      if (promptOf(request).includes("Child job")) return says("Child answer");
      const agent = threadIn(request);
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      const stranger = "01a1fc28-e867-7a83-b2f2-96e1dc77f88d";
      const script = [
        () => ask("spawn_agent", { message: "Child job" }),
        () => ask("wait_agent", { targets: [agent], timeout_ms: 10_000 }),
        () => ask("send_input", { target: agent, message: "Child job again" }),
        () => ask("close_agent", { target: agent }),
        () => ask("resume_agent", { id: agent }),
        () => ask("send_input", { target: stranger, message: "x" }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
  {
    name: "sub-agents-in-trouble",
    config: ["features.multi_agent=true"],
    answer: (request) => {
      if (promptOf(request).includes("Bad job")) return { type: "failure", status: 400 };
      if (promptOf(request).includes("Long job")) return { type: "silence" };
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      const script = [
        () => ask("spawn_agent", { message: "Bad job" }),
        () => ask("wait_agent", { targets: [threadIn(request)], timeout_ms: 10_000 }),
        () => ask("spawn_agent", { message: "Long job" }),
        () => ask("wait_agent", { targets: [threadIn(request)], timeout_ms: 10_000 }),
        () => ask("close_agent", { target: threadIn(request) }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
  {
    // The second generation of sub-agents, of which exec prints the waiting alone since 0.146.
    name: "sub-agents-v2",
    config: ["features.multi_agent_v2=true"],
    answer: (request) => {
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      if (!JSON.stringify(request.input).includes("Run 1")) return says("Child answer");
      const target = "/root/kid";
      const script = [
        () => ask("spawn_agent", { task_name: "kid", message: "Child job", fork_turns: "none" }),
        () => ask("send_message", { target, message: "A note" }),
        () => ask("followup_task", { target, message: "Child job again" }),
        () => ask("wait_agent", { timeout_ms: 10_000 }),
        () => ask("list_agents", {}),
        () => ask("interrupt_agent", { target }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
];
