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
            pub fn name(self) -> &'static str {
                $crate::text::line(Self::NAMES, self as usize)
            }

            const NAMES: &str = concat!($($name, "\n",)*);

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                let number = $crate::text::number_of_line(Self::NAMES, name)?;
                [$(Self::$variant,)*].get(number).copied()
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
