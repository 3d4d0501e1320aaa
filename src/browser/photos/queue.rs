//! Runs jobs one after another: the worker has memory for one photo at a time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

use crate::platform;
use crate::wizard::Wizard;

/// A job, started when its turn has come.
type Job = Box<dyn FnOnce() -> Pin<Box<dyn Future<Output = ()>>>>;

/// A queue of jobs of one wizard. Clones are handles to the same queue.
#[derive(Clone)]
pub struct JobQueue {
    wizard: Wizard,
    waiting: Rc<RefCell<VecDeque<(u32, Job)>>>,
    is_running: Rc<Cell<bool>>,
}

impl JobQueue {
    /// Creates an empty queue.
    #[must_use]
    pub fn new(wizard: Wizard) -> Self {
        Self {
            wizard,
            waiting: Rc::default(),
            is_running: Rc::default(),
        }
    }

    /// Queues a job. It is skipped if the answers were replaced before its turn.
    pub fn push<F: Future<Output = ()> + 'static>(&self, job: impl FnOnce() -> F + 'static) {
        let generation = self.wizard.answers.generation();
        let job: Job = Box::new(move || Box::pin(job()));
        self.waiting.borrow_mut().push_back((generation, job));
        if self.is_running.replace(true) {
            return;
        }
        let queue = self.clone();
        platform::spawn(async move {
            while let Some((generation, job)) = queue.next() {
                if queue.wizard.answers.generation() == generation {
                    job().await;
                }
            }
            queue.is_running.set(false);
        });
    }

    fn next(&self) -> Option<(u32, Job)> {
        self.waiting.borrow_mut().pop_front()
    }
}
