//! Memory of the browser's processes, as the kernel counts it.

use std::collections::BTreeMap;
use std::fs;

/// Measures the growth of the resident memory of a process group, in kilobytes.
pub struct MemoryGrowth {
    group: u32,
    at_start: BTreeMap<u32, u64>,
}

impl MemoryGrowth {
    /// Reads the resident memory of each process of the group and resets the peaks.
    pub fn start(group: u32) -> Self {
        let at_start = processes(group)
            .into_iter()
            .map(|process| {
                // "5" resets the peak: proc_pid_clear_refs(5).
                fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
                (process, kilobytes(process, "VmRSS:"))
            })
            .collect();
        Self { group, at_start }
    }

    /// Returns the largest growth of one process since the start, by its peak, in kilobytes.
    pub fn peak_growth(&self) -> u64 {
        let growth = |process: u32| {
            let before = self.at_start.get(&process).copied().unwrap_or(0);
            kilobytes(process, "VmHWM:").saturating_sub(before)
        };
        processes(self.group).into_iter().map(growth).max().unwrap()
    }
}

fn processes(group: u32) -> Vec<u32> {
    let of_group = |process: &u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // proc_pid_stat(5): behind the name in brackets are the state, the parent and the group.
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
