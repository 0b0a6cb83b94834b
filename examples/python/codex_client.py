"""A small wrapper of the Codex CLI: one call of `codex exec` or `codex exec resume` per turn. Standard library only."""

import json
import subprocess
from dataclasses import dataclass, field
from typing import Optional, Sequence


@dataclass(frozen=True)
class Turn:
    """What one turn gave: the thread to resume, and the last message of the agent."""

    thread_id: Optional[str]
    message: str


@dataclass(frozen=True)
class CodexClient:
    """Starts `binary`, a name on PATH or a path."""

    binary: str = "codex"
    model: Optional[str] = None
    sandbox: Optional[str] = None
    skip_git_repo_check: bool = False
    directories: Sequence[str] = field(default_factory=tuple)

    def run(self, prompt: str, *, thread_id: Optional[str] = None, schema_path: Optional[str] = None) -> Turn:
        """Sends one prompt, in a new thread or in the one that `thread_id` names. Raises CalledProcessError when codex fails."""
        words = [self.binary, "exec", "--json"]
        if self.model is not None:
            words += ["--model", self.model]
        if self.sandbox is not None:
            words += ["--sandbox", self.sandbox]
        for directory in self.directories:
            words += ["--add-dir", directory]
        if self.skip_git_repo_check:
            words.append("--skip-git-repo-check")
        if schema_path is not None:
            words += ["--output-schema", schema_path]
        if thread_id is not None:
            words += ["resume", thread_id]
        words.append("-")
        done = subprocess.run(words, input=prompt, capture_output=True, text=True, check=True)
        return read_turn(done.stdout)


def read_turn(output: str) -> Turn:
    """Reads the JSON lines that `codex exec --json` prints."""
    thread_id, message = None, ""
    for line in output.splitlines():
        event = json.loads(line)
        if event["type"] == "thread.started":
            thread_id = event["thread_id"]
        item = event.get("item", {})
        if event["type"] == "item.completed" and item.get("type") == "agent_message":
            message = item["text"]
    return Turn(thread_id, message)
