"""Tests of the wrapper against whatever `codex` is on PATH. Run them with `python3 -m unittest`."""

import unittest

from codex_client import CodexClient


class CodexClientTest(unittest.TestCase):
    def test_starts_a_thread_with_every_option(self) -> None:
        client = CodexClient(model="gpt-test", sandbox="read-only", skip_git_repo_check=True, directories=("a", "b"))
        self.assertNotEqual(client.run("Say hello", schema_path="schema.json").message, "")

    def test_resumes_the_thread_that_codex_named(self) -> None:
        client = CodexClient()
        first = client.run("Say hello")
        self.assertIsNotNone(first.thread_id)
        self.assertNotEqual(client.run("And again", thread_id=first.thread_id).message, "")


if __name__ == "__main__":
    unittest.main()
