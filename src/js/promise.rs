//! Promises that settle whatever happens: also when this WebAssembly breaks off in the midst of a call.
//!
//! A panic ends in a trap, which unwinds to the nearest JavaScript frame and leaves what waits waiting. So each step of a
//! call has a JavaScript frame of its own around it, which catches that, as it catches a stack that overflows.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::hand_over::make_error;
use crate::error::{Delivery, Error};

type Outcome = Result<JsValue, JsValue>;

/// A promise that waits.
struct Pending {
    id: u32,
    reject: Function,
    make_error: Function,
}

thread_local! {
    static PENDING: RefCell<Vec<Pending>> = const { RefCell::new(Vec::new()) };
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// The promise of a future; `make_error` makes its error if all breaks off.
pub(super) fn promise(make_error: &Function, future: impl Future<Output = Outcome> + 'static) -> Promise {
    let mut started = Some((make_error.clone(), Box::pin(future) as Pin<Box<dyn Future<Output = Outcome>>>));
    Promise::new(&mut |resolve, reject| {
        if let Some((make_error, future)) = started.take() {
            let id = LAST_ID.get().wrapping_add(1);
            LAST_ID.set(id);
            PENDING.with_borrow_mut(|all| all.push(Pending { id, reject: reject.clone(), make_error }));
            spawn_local(settle(id, guarded(future), resolve, reject));
        }
    })
}

async fn settle(
    id: u32,
    guarded: impl Future<Output = Option<Outcome>>,
    resolve: Function,
    reject: Function,
) {
    let outcome = guarded.await;
    PENDING.with_borrow_mut(|all| {
        if let Some(place) = all.iter().position(|pending| pending.id == id) {
            all.swap_remove(place);
        }
    });
    // What a promise is settled by never throws.
    let _ = match outcome {
        Some(Ok(value)) => resolve.call1(&JsValue::UNDEFINED, &value),
        Some(Err(error)) => reject.call1(&JsValue::UNDEFINED, &error),
        None => return,
    };
}

/// Makes each step of a future within a JavaScript frame; gives nothing if that caught something.
fn guarded(mut future: Pin<Box<dyn Future<Output = Outcome>>>) -> impl Future<Output = Option<Outcome>> {
    let waker = Rc::new(RefCell::new(Waker::noop().clone()));
    let outcome = Rc::new(RefCell::new(None));
    let (their_waker, their_outcome) = (Rc::clone(&waker), Rc::clone(&outcome));
    let mut step = Some(Closure::<dyn FnMut()>::new(move || {
        let waker = their_waker.borrow().clone();
        if let Poll::Ready(ended) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            their_outcome.replace(Some(ended));
        }
    }));
    poll_fn(move |context| {
        waker.borrow_mut().clone_from(context.waker());
        let taken =
            step.as_ref().map(|step| step.as_ref().unchecked_ref::<Function>().call0(&JsValue::UNDEFINED));
        if let Some(Err(_)) = taken {
            // What it holds is in no state to be dropped.
            mem::forget(step.take());
            reject_all();
            return Poll::Ready(None);
        }
        match outcome.take() {
            Some(outcome) => Poll::Ready(Some(outcome)),
            None => Poll::Pending,
        }
    })
}

/// Rejects all that waits: nobody knows what the others still can rely on.
fn reject_all() {
    for Pending { reject, make_error: make, .. } in PENDING.take() {
        let mut error = Error::internal("this package broke off; a new client works");
        error.delivery = Delivery::Unknown;
        // What a promise is settled by never throws.
        let _ = reject.call1(&JsValue::UNDEFINED, &make_error(&make, &error, None));
    }
}
