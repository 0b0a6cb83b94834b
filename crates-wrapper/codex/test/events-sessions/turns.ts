import { message, command, done, items, says, type Session, steps, text } from "./session.ts";

/** Turns as a whole: what the model thinks, failures, further turns, reviews. */
export const turnSessions: readonly Session[] = [
  {
    name: "reasoning",
    config: ['model_reasoning_summary="detailed"', "show_raw_agent_reasoning=true"],
    answer: () =>
      items(
        { type: "reasoning", summary: [text("summary_text", "**Thinking**"), text("summary_text", "Second")], encrypted_content: "e" },
        { type: "reasoning", summary: [], content: [text("reasoning_text", "raw")], encrypted_content: "e" },
        { ...message("On the way"), phase: "commentary" },
        { ...message("Done"), phase: "final_answer" },
      ),
  },
  { name: "refused", answer: () => ({ type: "failure", status: 400 }) },
  { name: "reconnected", streamRetries: 2, answer: steps({ type: "cut" }, { type: "cut" }, done) },
  { name: "cut-off", streamRetries: 1, answer: () => ({ type: "cut" }) },
  {
    name: "resumed",
    runs: [[], ["resume", "--last"], ["resume", "--last"]],
    answer: (_request, n) => (n % 2 === 1 ? items(command(`echo ${n}`)) : done),
  },
  {
    name: "resumed-after-failure",
    runs: [[], ["resume", "--last"]],
    answer: steps(items(command("echo one")), { type: "failure", status: 400 }, done),
  },
  { name: "compacted", runs: [[], ["resume", "--last"]], config: ["model_auto_compact_token_limit=50"], answer: () => done },
  { name: "review", runs: [["review"]], answer: () => says("No findings") },
  {
    name: "warnings",
    config: ["features.web_search_request=true", 'experimental_instructions_file="x.md"'],
    answer: () => done,
  },
];
