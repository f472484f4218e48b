//! Reading a text in every way in which it may be escaped: as URLs, JSON and HTML do, nested as often as it likes.

use std::iter;
use std::ops::Range;

/// What stands in a secret's place.
pub(super) const MASK: &str = "[redacted]";

/// How often a text is unescaped to look for names and base64.
const LAYERS: usize = 4;

/// What a mask reads as: no secret has it.
const HIDDEN: u8 = 0;

/// A letter, and where what it is written as ends.
#[derive(Clone, Copy, Default)]
struct Unit {
    /// A code point, maybe a surrogate, or [`Self::BYTE`] and a byte of a longer letter.
    code: u32,
    end: usize,
}

impl Unit {
    /// Above all code points.
    const BYTE: u32 = 0x11_0000;

    const fn byte(byte: u8, end: usize) -> Self {
        let code = byte as u32;
        Self { code: if byte.is_ascii() { code } else { Self::BYTE + code }, end }
    }

    /// The letter, if it is of ASCII.
    fn ascii(self) -> Option<u8> {
        u8::try_from(self.code).ok()
    }

    /// Appends the letter.
    fn write(self, out: &mut Vec<u8>) {
        match self.code.checked_sub(Self::BYTE) {
            Some(byte) => out.extend(u8::try_from(byte)),
            None => {
                let letter = char::from_u32(self.code).unwrap_or(char::REPLACEMENT_CHARACTER);
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

/// A text and all its readings.
pub(super) struct Text<'a> {
    bytes: &'a [u8],
    /// For each place, what stands there when all is unescaped.
    deepest: Vec<Unit>,
}

impl<'a> Text<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut text = Self { bytes, deepest: vec![Unit::default(); bytes.len()] };
        // From the end: an escape is read from what follows it.
        for at in (0..bytes.len()).rev() {
            let deepest = text.readings(at).last();
            if let Some((place, deepest)) = text.deepest.get_mut(at).zip(deepest) {
                *place = deepest;
            }
        }
        text
    }

    /// What can stand at a place, each reading unescaped once more than the one before it.
    fn readings(&self, at: usize) -> impl Iterator<Item = Unit> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let plain = rest.first().map(|byte| {
            if rest.starts_with(MASK.as_bytes()) {
                Unit::byte(HIDDEN, at + MASK.len())
            } else {
                Unit::byte(*byte, at + 1)
            }
        });
        iter::successors(plain, |unit| self.unescape(*unit))
    }

    /// What a letter means together with those after it.
    fn unescape(&self, unit: Unit) -> Option<Unit> {
        let next = *self.deepest.get(unit.end)?;
        match (unit.ascii()?, next.ascii()) {
            (b'%', Some(b'u')) => self.code_unit(next.end),
            (b'%', _) => self.byte(unit.end),
            (b'\\', Some(b'u')) => self.code_unit(next.end).or(Some(next)),
            (b'\\', Some(b'x')) => self.byte(next.end).or(Some(next)),
            (b'\\', _) => Some(match self.bytes.get(unit.end) {
                Some(b'n') => Unit::byte(b'\n', next.end),
                Some(b'r') => Unit::byte(b'\r', next.end),
                Some(b't') => Unit::byte(b'\t', next.end),
                _ => next,
            }),
            (b'&', Some(b'#')) => self.entity(next.end),
            (b'&', _) => self.named_entity(unit.end),
            _ => None,
        }
    }

    /// Two hexadecimal digits.
    fn byte(&self, at: usize) -> Option<Unit> {
        let (value, digits) = self.number(at, 16, 2);
        (digits == 2).then_some(Unit::byte(u8::try_from(value.code).ok()?, value.end))
    }

    /// Four hexadecimal digits, and the other half of a pair.
    fn code_unit(&self, at: usize) -> Option<Unit> {
        let (high, digits) = self.number(at, 16, 4);
        if digits < 4 {
            return None;
        }
        Some(match self.deepest.get(high.end) {
            Some(low) if high.code >> 10 == 0x36 && low.code >> 10 == 0x37 => {
                Unit { code: 0x1_0000 + ((high.code & 0x3ff) << 10) + (low.code & 0x3ff), end: low.end }
            }
            _ => high,
        })
    }

    /// A number, and a semicolon, which browsers do without.
    fn entity(&self, at: usize) -> Option<Unit> {
        let first = self.deepest.get(at)?;
        let (value, digits) = match first.ascii() {
            Some(b'x' | b'X') => self.number(first.end, 16, 8),
            _ => self.number(at, 10, 8),
        };
        char::from_u32(value.code).filter(|_| digits > 0)?;
        Some(Unit { end: self.spelled(value.end, b";").unwrap_or(value.end), ..value })
    }

    fn named_entity(&self, at: usize) -> Option<Unit> {
        const NAMES: [(&[u8], u8); 5] =
            [(b"amp;", b'&'), (b"lt;", b'<'), (b"gt;", b'>'), (b"quot;", b'"'), (b"apos;", b'\'')];
        NAMES.iter().find_map(|(name, letter)| Some(Unit::byte(*letter, self.spelled(at, name)?)))
    }

    /// Where a word ends that stands here.
    fn spelled(&self, at: usize, word: &[u8]) -> Option<usize> {
        word.iter().try_fold(at, |at, byte| {
            let unit = self.deepest.get(at)?;
            (unit.ascii() == Some(*byte)).then_some(unit.end)
        })
    }

    /// A number that stands here, and how many digits it has.
    fn number(&self, at: usize, radix: u32, most: u32) -> (Unit, u32) {
        let mut value = Unit { code: 0, end: at };
        let mut digits = 0;
        while digits < most {
            let unit = self.deepest.get(value.end);
            let digit = unit.and_then(|unit| char::from(unit.ascii()?).to_digit(radix).zip(Some(unit.end)));
            let Some((digit, end)) = digit else {
                break;
            };
            value = Unit { code: value.code.wrapping_mul(radix).wrapping_add(digit), end };
            digits += 1;
        }
        (value, digits)
    }

    /// Where the needle stands, however each of its letters is escaped.
    pub(super) fn spans(&self, needle: &[u8]) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        let mut at = 0;
        while at < self.bytes.len() {
            if let Some(end) = self.end(at, needle) {
                spans.push(at..end);
            }
            // Not into a mask.
            at = self.readings(at).next().map_or(at, |plain| plain.end).max(at + 1);
        }
        spans
    }

    /// Where the needle ends that begins here.
    fn end(&self, at: usize, needle: &[u8]) -> Option<usize> {
        let mut letter = Vec::new();
        // How far the text and the needle agree, by all readings.
        let mut agreed = vec![(at, 0)];
        let mut next = 0;
        let mut end = None;
        while let Some((at, known)) = agreed.get(next).copied() {
            next += 1;
            let rest = needle.get(known..).unwrap_or_default();
            if rest.is_empty() {
                end = end.max(Some(at)).filter(|_| known > 0);
                continue;
            }
            for unit in self.readings(at) {
                letter.clear();
                unit.write(&mut letter);
                let step = if known > 0 && letter == *b"\\" {
                    // The needle has none.
                    (self.last_backslash(unit.end), known)
                } else if rest.get(..letter.len()).is_some_and(|start| is_same(start, &letter)) {
                    (unit.end, known + letter.len())
                } else {
                    continue;
                };
                if !agreed.contains(&step) {
                    agreed.push(step);
                }
            }
        }
        end
    }

    /// The last of the backslashes that stand here: it may begin an escape.
    fn last_backslash(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| **byte == b'\\').count();
        at + count.saturating_sub(1)
    }

    /// The text as it is, unescaped once, twice and so on.
    pub(super) fn layers(&self) -> impl Iterator<Item = Layer> {
        (0..LAYERS).map_while(|depth| self.layer(depth))
    }

    /// The text unescaped so often, unless it ends before.
    fn layer(&self, depth: usize) -> Option<Layer> {
        let mut layer = Layer {
            bytes: Vec::with_capacity(self.bytes.len()),
            spans: Vec::with_capacity(self.bytes.len()),
        };
        let mut is_deeper = depth == 0;
        let mut at = 0;
        while let Some((steps, unit)) = self.readings(at).take(depth + 1).enumerate().last() {
            is_deeper |= steps == depth;
            unit.write(&mut layer.bytes);
            layer.spans.resize(layer.bytes.len(), at..unit.end);
            at = unit.end;
        }
        is_deeper.then_some(layer)
    }
}

fn is_same(needle: &[u8], letter: &[u8]) -> bool {
    // Forms write a space so.
    needle.eq_ignore_ascii_case(letter) || (needle == b" " && letter == b"+")
}

/// A text, unescaped.
pub(super) struct Layer {
    /// Its bytes, each mask one of them.
    pub(super) bytes: Vec<u8>,
    /// For each byte, where it comes from.
    spans: Vec<Range<usize>>,
}

impl Layer {
    /// Where spans of it come from.
    pub(super) fn source(&self, spans: Vec<Range<usize>>) -> impl Iterator<Item = Range<usize>> {
        spans.into_iter().filter_map(|span| {
            Some(self.spans.get(span.start)?.start..self.spans.get(span.end.checked_sub(1)?)?.end)
        })
    }
}
