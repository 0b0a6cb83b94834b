//! A small wrapper of the Codex CLI: one call of `codex exec` or `codex exec resume` per turn. Standard library only.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// How much of the machine the commands of a turn may touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandbox {
    ReadOnly,
    WorkspaceWrite,
}

/// A request to Codex. `binary` is a path, or a name on PATH.
#[derive(Clone, Debug)]
pub struct Turn<'a> {
    pub binary: &'a str,
    pub prompt: &'a str,
    pub model: Option<&'a str>,
    pub sandbox: Option<Sandbox>,
    pub images: &'a [&'a str],
    pub ephemeral: bool,
    /// The thread to go on with; a new one when absent.
    pub thread: Option<&'a str>,
}

impl<'a> Turn<'a> {
    /// A turn in a new thread, with every option left to Codex.
    pub fn new(binary: &'a str, prompt: &'a str) -> Self {
        Turn { binary, prompt, model: None, sandbox: None, images: &[], ephemeral: false, thread: None }
    }

    /// The words behind the binary. The prompt is not among them: it goes through standard input.
    pub fn argv(&self) -> Vec<String> {
        let mut words = vec!["exec".to_string(), "--json".to_string()];
        if let Some(model) = self.model {
            words.push(format!("--model={model}"));
        }
        if let Some(sandbox) = self.sandbox {
            words.push(format!("--sandbox={}", sandbox_name(sandbox)));
        }
        if self.ephemeral {
            words.push("--ephemeral".to_string());
        }
        if let Some(thread) = self.thread {
            words.extend(["resume".to_string(), thread.to_string()]);
        }
        words.extend(self.images.iter().map(|image| format!("--image={image}")));
        words.push("-".to_string());
        words
    }

    /// Runs the turn and gives the JSON lines that Codex printed. Fails when it cannot be started or exits with another code than 0.
    pub fn run(&self) -> io::Result<Vec<String>> {
        let mut child = Command::new(self.binary).args(self.argv()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            match stdin.write_all(self.prompt.as_bytes()) {
                // It may answer without having read the prompt.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
                _ => drop(stdin),
            }
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(io::Error::new(io::ErrorKind::Other, format!("codex ended with {}", output.status)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect())
    }
}

fn sandbox_name(sandbox: Sandbox) -> &'static str {
    match sandbox {
        Sandbox::ReadOnly => "read-only",
        Sandbox::WorkspaceWrite => "workspace-write",
    }
}
