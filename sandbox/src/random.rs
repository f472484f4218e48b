//! Randomness that is good enough for ids and codes of a sandbox, without a crate for it.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A random number, from the seed that the standard library draws for its hash maps.
pub(crate) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The `index`th number of the stream that `seed` starts: the same every time.
pub(crate) fn derived(seed: u64, index: u64) -> u64 {
    let mut z = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// `count` bytes of the stream that `seed` starts.
pub(crate) fn bytes(seed: u64, count: usize) -> Vec<u8> {
    (0..).flat_map(|index| derived(seed, index).to_le_bytes()).take(count).collect()
}

/// An instance id as PHP's `uniqid` makes them: 13 upper-case hex digits.
pub(crate) fn instance_id() -> String {
    format!("6{:012X}", number() >> 16)
}

/// A message id as the engines make them.
pub(crate) fn message_id() -> String {
    format!("BAE5{:012X}", number() >> 16)
}

/// A pairing code: `ABCD-EFGH`.
pub(crate) fn pairing_code() -> String {
    let letters: Vec<char> = "ABCDEFGHJKLMNPQRSTUVWXYZ123456789".chars().collect();
    let letter = |byte: u8| letters.get(usize::from(byte) % letters.len()).copied();
    let code: String = bytes(number(), 8).into_iter().filter_map(letter).collect();
    let (left, right) = code.split_at(4);
    format!("{left}-{right}")
}
