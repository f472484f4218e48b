//! Closed sets of words that JavaScript sees: each variant with its name, written and read by one list.

/// Writes an enum from its list of variants and names.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        pub enum $set:ident {
            $($(#[$doc:meta])* $variant:ident = $name:literal,)*
        }
    ) => {
        $(#[$attribute])*
        pub enum $set {
            $($(#[$doc])* $variant,)*
        }

        impl $set {
            /// Its name in JavaScript.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl From<$set> for $crate::plain::Plain {
            fn from(this: $set) -> Self {
                this.name().into()
            }
        }

        $crate::plain::serialized!($set);
    };
}

pub(crate) use named;
