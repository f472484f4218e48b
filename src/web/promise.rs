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

use super::engine::{Deferred, abandon, defer, make_error};
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

thread_local! {
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
    static CURRENT_ID: Cell<u32> = const { Cell::new(0) };
    static STEP: Entry = Closure::new(step);
    static WAKE: Entry = Closure::new(|id| {
        if let Some(waker) = of_task(id, |task| task.waker.clone()) {
            waker.wake();
        }
    });
}

/// The promise of a future.
pub(crate) fn promise(future: impl Future<Output = Outcome> + 'static) -> Promise {
    let deferred = defer();
    let promise = deferred.promise();
    let id = LAST_ID.get().wrapping_add(1);
    LAST_ID.set(id);
    let task = Task { id, future: Some(Box::pin(future)), waker: Waker::noop().clone(), deferred };
    TASKS.with_borrow_mut(|tasks| tasks.push(task));
    spawn_local(poll_fn(move |context| {
        of_task(id, |task| task.waker.clone_from(context.waker()));
        if STEP.with(|step| function(step).call1(&JsValue::UNDEFINED, &id.into())).is_err() {
            reject_all();
        }
        of_task(id, |_| Poll::Pending).unwrap_or(Poll::Ready(()))
    }));
    promise
}

/// The task that is polled.
pub(super) fn current() -> u32 {
    CURRENT_ID.get()
}

/// What JavaScript calls with the id of a task whose wait is over.
pub(super) fn with_wake<T>(use_it: impl FnOnce(&Function) -> T) -> T {
    WAKE.with(|wake| use_it(function(wake)))
}

fn function(entry: &Entry) -> &Function {
    entry.as_ref().unchecked_ref()
}

fn of_task<T>(id: u32, look: impl FnOnce(&mut Task) -> T) -> Option<T> {
    TASKS.with_borrow_mut(|tasks| tasks.iter_mut().find(|task| task.id == id).map(look))
}

/// Polls a task, and settles its promise with what comes of it.
fn step(id: u32) {
    let taken = of_task(id, |task| task.future.take().map(|future| (future, task.waker.clone())));
    let Some((mut future, waker)) = taken.flatten() else {
        return;
    };
    CURRENT_ID.set(id);
    let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(&waker)) else {
        of_task(id, |task| task.future = Some(future));
        return;
    };
    // What it holds is let go before anybody hears of its end.
    drop(future);
    let task = TASKS.with_borrow_mut(|tasks| {
        let place = tasks.iter().position(|task| task.id == id)?;
        Some(tasks.swap_remove(place))
    });
    if let Some(task) = task {
        match outcome {
            Ok(value) => task.deferred.resolve(&value),
            Err(error) => task.deferred.reject(&error),
        }
    }
}

/// Rejects all that waits: nobody knows what the others still can rely on. What they hold is in no state to be dropped.
fn reject_all() {
    abandon();
    for Task { future, deferred, .. } in TASKS.take() {
        std::mem::forget(future);
        let mut error = Error::internal("this package broke off; a new client works");
        error.delivery = Delivery::Unknown;
        deferred.reject(&make_error(&error, None));
    }
}
