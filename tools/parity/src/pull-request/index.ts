export {
  buildPullRequest,
  MAX_BODY_LENGTH,
  type Comparison,
  type ProposedChange,
  type ProposedTarget,
  type PullRequest,
  type PullRequestInputs,
} from "./build-pull-request.ts";
export { rankWork, type RankedWork } from "./rank-work.ts";
