//! Signals without a browser. Effects run there only.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hoso_view::{NodeRef, Signal};
use leptos::prelude::{GetUntracked, Owner};
use leptos::reactive::computed::ArcMemo;

#[test]
fn ok_reads_what_was_written() {
    let owner = Owner::new();
    owner.with(|| {
        let signal = Signal::new(1);
        signal.set(2);
        signal.update(|n| *n += 1);
        assert_eq!(signal.get_untracked(), 3);
        signal.set_untracked(5);
        assert_eq!(signal.with_untracked(|n| n * 2), 10);
        assert_eq!(Signal::<String>::default().get_untracked(), "");
    });
}

/// Counts how often a memo that reads the signal is computed.
fn counted(read: impl Fn() + Send + Sync + 'static) -> (ArcMemo<usize>, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = runs.clone();
    let memo = ArcMemo::new(move |_| {
        read();
        counter.fetch_add(1, Ordering::Relaxed)
    });
    (memo, runs)
}

#[test]
fn ok_tracked_reads_subscribe_and_writes_notify() {
    let owner = Owner::new();
    owner.with(|| {
        let signal = Signal::new(1);
        let (memo, runs) = counted(move || {
            signal.track();
            assert_ne!(signal.get(), 0);
            signal.with(|n| assert_ne!(*n, 0));
        });
        let runs = || {
            memo.get_untracked();
            runs.load(Ordering::Relaxed)
        };
        assert_eq!(runs(), 1);
        assert_eq!(runs(), 1); // Nothing was written.
        signal.set(2);
        assert_eq!(runs(), 2);
        signal.update(|n| *n += 1);
        assert_eq!(runs(), 3);
        signal.notify();
        assert_eq!(runs(), 4);
        signal.set_untracked(9);
        assert_eq!(runs(), 4);
    });
}

#[test]
fn ok_untracked_reads_do_not_subscribe() {
    let owner = Owner::new();
    owner.with(|| {
        let signal = Signal::new(1);
        let (memo, runs) = counted(move || {
            assert_ne!(signal.get_untracked(), 0);
            signal.with_untracked(|n| assert_ne!(*n, 0));
        });
        memo.get_untracked();
        signal.set(2);
        memo.get_untracked();
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn ok_a_reference_is_empty_until_mounted_and_after_cleanup() {
    let owner = Owner::new();
    let node_ref = owner.with(NodeRef::new);
    assert!(node_ref.get_untracked().is_none());
    owner.cleanup();
    assert!(node_ref.get_untracked().is_none());
}
