//! What pods leave on this machine: a folder each, with a log; processes, while they live.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The pods of one installation. What is still alive when this is dropped is killed.
#[derive(Debug)]
pub struct Pods {
    folder: PathBuf,
}

/// A turn: its round, and the agent that took it.
pub type Turn = (u32, String);

impl Pods {
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Ids of the processes that live. A pod is told where its folder is, so its environment shows it.
    pub fn processes(&self) -> Vec<u32> {
        let mark = format!("POD_STATE_DIR={}/", self.folder.display());
        let alive = |id: &u32| {
            let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(mark.as_bytes()))
        };
        let entries = fs::read_dir("/proc").unwrap();
        let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        ids.filter(alive).collect()
    }

    /// SIGKILL, to every process of every pod.
    pub fn kill(&self) {
        let ids = self.processes();
        if !ids.is_empty() {
            let ids = ids.iter().map(u32::to_string);
            // One that ended by itself in the meantime cannot be killed, and need not be.
            drop(std::process::Command::new("kill").arg("-KILL").args(ids).status());
        }
    }

    /// How often each turn was decided, by any pod: a line of a log each.
    pub fn decided(&self) -> BTreeMap<Turn, u32> {
        let mut turns = BTreeMap::new();
        let Ok(folders) = fs::read_dir(&self.folder) else { return turns };
        for folder in folders {
            let log =
                fs::read_to_string(folder.unwrap().path().join("pod.log")).unwrap_or_default();
            for line in log.lines().filter(|line| line.contains("turn decided")) {
                let turn = (field(line, "run.round").parse().unwrap(), field(line, "agent.id"));
                *turns.entry(turn).or_default() += 1;
            }
        }
        turns
    }

    /// The last round in which a turn was decided.
    pub fn last_round(&self) -> u32 {
        self.decided().into_keys().map(|(round, _)| round).max().unwrap_or_default()
    }
}

impl Drop for Pods {
    fn drop(&mut self) {
        self.kill();
    }
}

fn field(line: &str, name: &str) -> String {
    let (_, rest) = line.split_once(&format!("{name}=")).unwrap();
    rest.split_whitespace().next().unwrap().trim_matches('"').to_owned()
}
