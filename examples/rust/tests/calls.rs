//! Tests of the wrapper against whatever `codex` is on PATH.

use codex_client::{Sandbox, Turn};

#[test]
fn starts_a_thread_with_every_option() {
    let turn = Turn {
        model: Some("gpt-test"),
        sandbox: Some(Sandbox::WorkspaceWrite),
        images: &["a.png", "b.png"],
        ephemeral: true,
        ..Turn::new("codex", "Say hello")
    };
    assert!(!turn.run().expect("codex runs").is_empty());
}

#[test]
fn resumes_a_thread() {
    let turn = Turn { thread: Some("019a0000-0000-7000-8000-000000000000"), ..Turn::new("codex", "And again") };
    assert!(turn.run().expect("codex runs").iter().any(|line| line.contains("thread.started")));
}
