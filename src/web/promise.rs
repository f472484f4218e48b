//! Promises that settle whatever happens: also when this WebAssembly breaks off in the midst of a call.
//!
//! A panic ends in a trap, which unwinds to the nearest JavaScript frame and leaves what waits waiting. So each step of a
//! call has a JavaScript frame around it, which catches that, as it catches a stack that overflows.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::engine::{Deferred, engine, make_error};
use crate::error::{Delivery, Error};

type Outcome = Result<JsValue, JsValue>;

/// A promise that waits.
struct Task {
    id: u32,
    /// Absent while it is polled.
    future: Option<Pin<Box<dyn Future<Output = Outcome>>>>,
    waker: Waker,
    deferred: Deferred,
}

/// What JavaScript calls with a task's id.
type Entry = Closure<dyn Fn(u32)>;

/// What polls the tasks: one for as long as this WebAssembly is loaded.
pub(super) struct Executor {
    tasks: RefCell<Vec<Task>>,
    last_id: Cell<u32>,
    current_id: Cell<u32>,
    step: Entry,
    wake: Entry,
}

thread_local! {
    static EXECUTOR: Cell<Option<&'static Executor>> = const { Cell::new(None) };
}

/// What polls the tasks.
pub(super) fn executor() -> &'static Executor {
    EXECUTOR.get().unwrap_or_else(|| {
        let executor: &_ = Box::leak(Box::new(Executor {
            tasks: RefCell::default(),
            last_id: Cell::new(0),
            current_id: Cell::new(0),
            step: Closure::new(|id| executor().step(id)),
            wake: Closure::new(|id| executor().wake_task(id)),
        }));
        EXECUTOR.set(Some(executor));
        executor
    })
}

/// The promise of a future.
pub(crate) fn promise(future: impl Future<Output = Outcome> + 'static) -> Promise {
    executor().start(Box::pin(future))
}

impl Executor {
    /// The id of the task that is polled.
    pub(super) fn current(&self) -> u32 {
        self.current_id.get()
    }

    /// What JavaScript calls with the id of a task whose wait is over.
    pub(super) fn wake(&self) -> &Function {
        self.wake.as_ref().unchecked_ref()
    }

    fn start(&'static self, future: Pin<Box<dyn Future<Output = Outcome>>>) -> Promise {
        let deferred = engine().defer();
        let promise = deferred.promise();
        let id = self.last_id.get().wrapping_add(1);
        self.last_id.set(id);
        let task = Task { id, future: Some(future), waker: Waker::noop().clone(), deferred };
        self.tasks.borrow_mut().push(task);
        spawn_local(poll_fn(move |context| {
            self.task(id, |task| task.waker.clone_from(context.waker()));
            let step: &Function = self.step.as_ref().unchecked_ref();
            if step.call1(&JsValue::UNDEFINED, &id.into()).is_err() {
                self.reject_all();
            }
            self.task(id, |_| Poll::Pending).unwrap_or(Poll::Ready(()))
        }));
        promise
    }

    fn task<T>(&self, id: u32, look: impl FnOnce(&mut Task) -> T) -> Option<T> {
        self.tasks.borrow_mut().iter_mut().find(|task| task.id == id).map(look)
    }

    fn wake_task(&self, id: u32) {
        if let Some(waker) = self.task(id, |task| task.waker.clone()) {
            waker.wake();
        }
    }

    /// Polls a task, and settles its promise with what comes of it.
    fn step(&self, id: u32) {
        let taken = self.task(id, |task| task.future.take().map(|future| (future, task.waker.clone())));
        let Some((mut future, waker)) = taken.flatten() else {
            return;
        };
        self.current_id.set(id);
        let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(&waker)) else {
            self.task(id, |task| task.future = Some(future));
            return;
        };
        // What it holds is let go before anybody hears of its end.
        drop(future);
        let mut tasks = self.tasks.borrow_mut();
        let Some(place) = tasks.iter().position(|task| task.id == id) else {
            return;
        };
        let Task { deferred, .. } = tasks.swap_remove(place);
        drop(tasks);
        match outcome {
            Ok(value) => deferred.resolve(&value),
            Err(error) => deferred.reject(&error),
        }
    }

    /// Rejects all that waits: nobody knows what the others still can rely on, nor whether what they hold can be dropped.
    fn reject_all(&self) {
        engine().abandon();
        for Task { future, deferred, .. } in self.tasks.take() {
            std::mem::forget(future);
            let mut error = Error::internal("this package broke off; a new client works");
            error.delivery = Delivery::Unknown;
            deferred.reject(&make_error(&error, None));
        }
    }
}
