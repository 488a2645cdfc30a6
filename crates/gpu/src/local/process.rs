//! One process as the kernel shows it: who it is beyond its reusable number, and how to end it.

use std::fs;
use std::io;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpid};
use serde::{Deserialize, Serialize};

/// A process that cannot be mistaken for a later one with the same number: numbers are reused, the
/// moment of start within one boot is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) pid: i32,
    /// Ticks since boot, as the kernel counts them.
    start_ticks: u64,
    boot: String,
}

struct Stat {
    is_zombie: bool,
    start_ticks: u64,
}

/// Fields of `/proc/<pid>/stat`; the command before them may contain anything, so they are read from
/// its closing bracket on.
fn stat(pid: i32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = text.get(text.rfind(')')? + 1..)?.split_ascii_whitespace();
    let is_zombie = matches!(fields.next()?, "Z" | "X");
    // Field 22 of the line; the state just taken was field 3.
    let start_ticks = fields.nth(18)?.parse().ok()?;
    Some(Stat { is_zombie, start_ticks })
}

fn boot() -> io::Result<String> {
    Ok(fs::read_to_string("/proc/sys/kernel/random/boot_id")?.trim().to_owned())
}

impl Identity {
    /// The process with that number, as long as it has not been waited for.
    pub(super) fn of(pid: i32) -> io::Result<Self> {
        let stat = stat(pid).ok_or(io::ErrorKind::NotFound)?;
        Ok(Self { pid, start_ticks: stat.start_ticks, boot: boot()? })
    }

    /// Whether this very process runs. One that ended as our child is reaped on the way.
    pub(super) fn is_alive(&self) -> bool {
        let Some(stat) = stat(self.pid) else { return false };
        if stat.start_ticks != self.start_ticks || boot().ok().as_ref() != Some(&self.boot) {
            return false;
        }
        if stat.is_zombie {
            self.reap();
        }
        !stat.is_zombie
    }

    fn reap(&self) {
        if let Some(pid) = Pid::from_raw(self.pid) {
            // Not our child after a restart: whoever adopted it reaps it.
            let _adopted = waitpid(Some(pid), WaitOptions::NOHANG);
        }
    }

    /// Signals this process, and its group where it leads one: there are its descendants. A process
    /// that is gone is left alone, since its number may belong to a stranger by now.
    pub(super) fn signal(&self, signal: Signal) -> io::Result<()> {
        if !self.is_alive() {
            return Ok(());
        }
        let Some(pid) = Pid::from_raw(self.pid) else { return Ok(()) };
        match kill_process_group(pid, signal).or_else(|_leads_none| kill_process(pid, signal)) {
            Ok(()) | Err(Errno::SRCH) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }
}

/// Every process whose environment holds `entry`, a whole `NAME=value`. Children inherit it, so a
/// group's members are found even when its leader is gone.
pub(super) fn marked_with(entry: &str) -> io::Result<Vec<Identity>> {
    let mut found = Vec::new();
    for file in fs::read_dir("/proc")? {
        let Ok(pid) = file?.file_name().to_string_lossy().parse::<i32>() else { continue };
        // Processes of other users, and those that just ended, cannot be read and are not ours.
        let Ok(environment) = fs::read(format!("/proc/{pid}/environ")) else { continue };
        if environment.split(|byte| *byte == 0).any(|variable| variable == entry.as_bytes())
            && let Ok(identity) = Identity::of(pid)
            && identity.is_alive()
        {
            found.push(identity);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_alive_and_its_number_reused_is_not() {
        let me = Identity::of(i32::try_from(std::process::id()).unwrap()).unwrap();
        let stranger = Identity { start_ticks: me.start_ticks + 1, ..me.clone() };
        let before_the_reboot =
            Identity { boot: "another".to_owned(), ..Identity::of(me.pid).unwrap() };

        assert!(me.is_alive());
        assert!(!stranger.is_alive());
        assert!(!before_the_reboot.is_alive());
    }
}
