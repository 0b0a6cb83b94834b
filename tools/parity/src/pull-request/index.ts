export {
  buildPullRequest,
  type Comparison,
  type ProposedChange,
  type ProposedTarget,
  type PullRequestInputs,
} from "./build-pull-request.ts";
export { rankWork } from "./rank-work.ts";
