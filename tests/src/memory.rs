//! How much memory a browser's processes take, as the kernel counts it.

use std::collections::BTreeMap;
use std::fs;

/// The memory of each process of one group, in kilobytes, at one moment.
pub struct Memory {
    group: u32,
    taken: BTreeMap<u32, u64>,
}

impl Memory {
    /// Notes what each process of the group takes now, and forgets its peaks.
    pub fn note(group: u32) -> Self {
        let taken = processes(group)
            .into_iter()
            .map(|process| {
                // "5" forgets the peak: proc_pid_clear_refs(5).
                fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
                (process, kilobytes(process, "VmRSS:"))
            })
            .collect();
        Self { group, taken }
    }

    /// The most that any one of them took since then, beyond what it had.
    pub fn extra(&self) -> u64 {
        let extra = |process: u32| {
            let before = self.taken.get(&process).copied().unwrap_or(0);
            kilobytes(process, "VmHWM:").saturating_sub(before)
        };
        processes(self.group).into_iter().map(extra).max().unwrap()
    }
}

fn processes(group: u32) -> Vec<u32> {
    let of_group = |process: &u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // Behind the name in brackets: the state, the parent, the group.
        let field = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split(' ').nth(3)?.parse().ok());
        field == Some(group)
    };
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(of_group)
        .collect()
}

fn kilobytes(process: u32, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix(field)?
                .trim()
                .split(' ')
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or(0)
}
