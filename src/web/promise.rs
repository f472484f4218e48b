//! Promises that settle whatever happens: also when this WebAssembly breaks off in the midst of a call.
//!
//! A panic ends in a trap, which unwinds to the nearest JavaScript frame and leaves what waits waiting. So each step of a
//! call has a JavaScript frame around it, which catches that, as it catches a stack that overflows.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::engine::{engine, make_error};
use crate::error::{Delivery, Error};

type Outcome = Result<JsValue, JsValue>;
type Running = Pin<Box<dyn Future<Output = Outcome>>>;

const RESOLVE: u32 = 0;
const REJECT: u32 = 1;

/// A promise that waits.
struct Task {
    id: u32,
    /// Absent while a step is made.
    future: Option<Running>,
}

/// What makes the steps of tasks: one for as long as this WebAssembly is loaded.
pub(super) struct Executor {
    tasks: RefCell<Vec<Task>>,
    last_id: Cell<u32>,
    /// The task of which a step is made: one is never made within another.
    current: Cell<u32>,
    /// How its wait ended.
    outcome: Cell<u8>,
    /// What JavaScript calls with a task, to have a step of it made.
    step: Closure<dyn Fn(u32)>,
    /// What JavaScript calls with a task and how its wait ended.
    wake: Closure<dyn Fn(u32, u8)>,
}

thread_local! {
    static EXECUTOR: Cell<Option<&'static Executor>> = const { Cell::new(None) };
}

/// What makes the steps of tasks.
pub(super) fn executor() -> &'static Executor {
    EXECUTOR.get().unwrap_or_else(|| {
        let executor: &_ = Box::leak(Box::new(Executor {
            tasks: RefCell::default(),
            last_id: Cell::default(),
            current: Cell::default(),
            outcome: Cell::default(),
            step: Closure::new(|id| executor().step(id)),
            wake: Closure::new(|id, outcome| executor().go_on(id, outcome)),
        }));
        EXECUTOR.set(Some(executor));
        executor
    })
}

/// The promise of a future, which waits by scopes only: nothing else wakes it.
pub(crate) fn promise(future: impl Future<Output = Outcome> + 'static) -> Promise {
    executor().start(Box::pin(future))
}

impl Executor {
    /// The task of which a step is made.
    pub(super) fn current(&self) -> u32 {
        self.current.get()
    }

    /// How the wait of that task ended.
    pub(super) fn outcome(&self) -> u8 {
        self.outcome.get()
    }

    /// What JavaScript calls with a task and how its wait ended.
    pub(super) fn wake(&self) -> &Function {
        self.wake.as_ref().unchecked_ref()
    }

    fn start(&'static self, future: Running) -> Promise {
        let id = self.last_id.get().wrapping_add(1);
        self.last_id.set(id);
        self.tasks.borrow_mut().push(Task { id, future: Some(future) });
        // Not at once: whoever makes a call has its promise before anything else happens.
        spawn_local(async move { self.go_on(id, 0) });
        engine().promise(id)
    }

    /// Makes a step of a task within a JavaScript frame.
    fn go_on(&self, id: u32, outcome: u8) {
        self.current.set(id);
        self.outcome.set(outcome);
        let step: &Function = self.step.as_ref().unchecked_ref();
        if step.call1(&JsValue::UNDEFINED, &id.into()).is_err() {
            self.reject_all();
        }
    }

    fn task<T>(&self, id: u32, look: impl FnOnce(&mut Task) -> T) -> Option<T> {
        self.tasks.borrow_mut().iter_mut().find(|task| task.id == id).map(look)
    }

    /// Polls a task, and settles its promise with what comes of it.
    fn step(&self, id: u32) {
        let Some(mut future) = self.task(id, |task| task.future.take()).flatten() else {
            return;
        };
        let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            self.task(id, |task| task.future = Some(future));
            return;
        };
        // What it holds is let go before anybody hears of its end.
        drop(future);
        let mut tasks = self.tasks.borrow_mut();
        let Some(place) = tasks.iter().position(|task| task.id == id) else {
            return;
        };
        tasks.swap_remove(place);
        drop(tasks);
        match outcome {
            Ok(value) => engine().settle(id, RESOLVE, &value),
            Err(error) => engine().settle(id, REJECT, &error),
        }
    }

    /// Rejects all that waits: nobody knows what the others still can rely on, nor whether what they hold can be dropped.
    fn reject_all(&self) {
        for Task { id, future } in self.tasks.take() {
            std::mem::forget(future);
            let mut error = Error::internal("this package broke off; a new client works");
            error.delivery = Delivery::Unknown;
            engine().settle(id, REJECT, &make_error(error, None));
        }
        engine().abandon();
    }
}
