//! Everything that the sandbox remembers, behind one lock.

use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::fault::Faults;
use crate::instance::{Instance, Phone, State};
use crate::messages::Messages;
use crate::requests::Requests;

/// Everything that the sandbox remembers.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) token: String,
    pub(crate) clock: Clock,
    /// Whether pages of other origins may read the gateway's answers.
    pub(crate) cors: bool,
    pub(crate) instances: Vec<Instance>,
    pub(crate) messages: Messages,
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
}

impl World {
    pub(crate) fn new(token: String) -> Self {
        Self {
            token,
            clock: Clock::default(),
            cors: true,
            instances: Vec::new(),
            messages: Messages::default(),
            faults: Faults::default(),
            requests: Requests::default(),
        }
    }

    /// Forgets everything but the token.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(std::mem::take(&mut self.token));
    }

    pub(crate) fn instance(&mut self, id: &str) -> Option<&mut Instance> {
        self.instances.iter_mut().find(|instance| instance.id == id)
    }

    /// Links a phone to an instance. WhatsApp knows a phone once: an instance that had it before is gone.
    ///
    /// False when there is no code to scan.
    pub(crate) fn scan(&mut self, id: &str, phone: Phone) -> bool {
        let now_ms = self.clock.now_ms();
        let Some(instance) = self.instance(id) else {
            return false;
        };
        if !matches!(instance.state(now_ms), State::Scan(_)) {
            return false;
        }
        for instance in &mut self.instances {
            if instance.id == id {
                instance.link(phone.clone());
            } else if instance.phone().is_some_and(|other| other.number == phone.number) {
                instance.kill();
            }
        }
        true
    }
}

/// The world, shared by all connections.
#[derive(Debug, Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(token: String) -> Self {
        Self(Arc::new(Mutex::new(World::new(token))))
    }

    /// Looks at the world or changes it. Nothing in here waits, so the lock is short.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
