//! Bytes as hexadecimal digits.

/// The digits of lower case.
pub(crate) const LOWER: &[u8; 16] = b"0123456789abcdef";
/// The digits of upper case.
pub(crate) const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Adds the two digits of a byte.
pub(crate) fn push(byte: u8, digits: &[u8; 16], out: &mut String) {
    for place in [byte >> 4, byte & 15] {
        if let Some(digit) = digits.get(usize::from(place)) {
            out.push(char::from(*digit));
        }
    }
}

/// What a digit of either case stands for.
pub(crate) const fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => return None,
    })
}

/// Two digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        push(*byte, LOWER, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn writes_two_digits_a_byte() {
        assert_eq!(hex(&[0, 9, 0x1a, 0xff]), "00091aff");
        assert_eq!(hex(&[]), "");
    }
}
