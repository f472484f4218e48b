//! Reading a text in every way in which it may be escaped: as URLs, JSON and HTML do, nested as often as it likes.

use std::ops::{Range, RangeInclusive};

use crate::hex;

/// What stands in a secret's place.
pub(super) const MASK: &str = "[redacted]";

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

    /// The letter in UTF-8.
    fn letter(self, buffer: &mut [u8; 4]) -> &[u8] {
        match self.code.checked_sub(Self::BYTE) {
            Some(byte) => {
                buffer[0] = byte as u8;
                &buffer[..1]
            }
            None => char::from_u32(self.code)
                .unwrap_or(char::REPLACEMENT_CHARACTER)
                .encode_utf8(buffer)
                .as_bytes(),
        }
    }

    /// How much of the needle's start this letter is.
    fn starts(self, needle: &[u8]) -> Option<usize> {
        let mut buffer = [0; 4];
        let letter = self.letter(&mut buffer);
        // Forms write a space as a plus.
        let is_space = self.ascii() == Some(b'+') && needle.first() == Some(&b' ');
        let is_same = || needle.get(..letter.len()).is_some_and(|start| start.eq_ignore_ascii_case(letter));
        (is_space || is_same()).then_some(letter.len())
    }
}

/// A text and all its readings.
pub(super) struct Text<'a> {
    bytes: &'a [u8],
    /// For each place, the last first, what stands there when all is unescaped.
    deepest: Vec<Unit>,
}

impl<'a> Text<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut text = Self { bytes, deepest: Vec::with_capacity(bytes.len()) };
        // From the end: an escape is read from what follows it.
        for at in (0..bytes.len()).rev() {
            let deepest = text.read(at, usize::MAX).map_or(Unit::byte(HIDDEN, at), |(unit, _)| unit);
            text.deepest.push(deepest);
        }
        text
    }

    fn deepest(&self, at: usize) -> Option<Unit> {
        self.deepest.get(self.bytes.len().checked_sub(at + 1)?).copied()
    }

    /// What stands at a place as it is.
    fn plain(&self, at: usize) -> Option<Unit> {
        let rest = self.bytes.get(at..)?;
        let byte = *rest.first()?;
        let is_mask = byte == b'[' && rest.starts_with(MASK.as_bytes());
        Some(if is_mask { Unit::byte(HIDDEN, at + MASK.len()) } else { Unit::byte(byte, at + 1) })
    }

    /// What stands at a place, unescaped at most so often, and how often it was.
    fn read(&self, at: usize, most: usize) -> Option<(Unit, usize)> {
        let mut unit = self.plain(at)?;
        let mut count = 0;
        while let Some(next) = self.unescape(unit).filter(|_| count < most) {
            unit = next;
            count += 1;
        }
        Some((unit, count))
    }

    /// What a letter means together with those after it.
    fn unescape(&self, unit: Unit) -> Option<Unit> {
        let next = self.deepest(unit.end)?;
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
        self.number(at, 16, 2..=2).map(|value| Unit::byte(value.code as u8, value.end))
    }

    /// Four hexadecimal digits, and the other half of a pair.
    fn code_unit(&self, at: usize) -> Option<Unit> {
        let high = self.number(at, 16, 4..=4)?;
        Some(match self.deepest(high.end) {
            Some(low) if high.code >> 10 == 0x36 && low.code >> 10 == 0x37 => {
                Unit { code: 0x1_0000 + ((high.code & 0x3ff) << 10) + (low.code & 0x3ff), end: low.end }
            }
            _ => high,
        })
    }

    /// A number, and a semicolon, which browsers do without.
    fn entity(&self, at: usize) -> Option<Unit> {
        let first = self.deepest(at)?;
        let is_hexadecimal = first.ascii().is_some_and(|letter| letter.eq_ignore_ascii_case(&b'x'));
        let (start, radix) = if is_hexadecimal { (first.end, 16) } else { (at, 10) };
        let value = self.number(start, radix, 1..=8)?;
        // No byte: that is above all letters.
        char::from_u32(value.code)?;
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
            let unit = self.deepest(at)?;
            (unit.ascii() == Some(*byte)).then_some(unit.end)
        })
    }

    /// A number of so many digits that stands here.
    fn number(&self, at: usize, radix: u32, digits: RangeInclusive<u32>) -> Option<Unit> {
        let mut value = Unit { code: 0, end: at };
        let mut count = 0;
        while count < *digits.end() {
            let Some(unit) = self.deepest(value.end) else {
                break;
            };
            let digit = unit.ascii().and_then(hex::value).map(u32::from);
            let Some(digit) = digit.filter(|digit| *digit < radix) else {
                break;
            };
            value = Unit { code: value.code * radix + digit, end: unit.end };
            count += 1;
        }
        (count >= *digits.start()).then_some(value)
    }

    /// Hides the needle wherever it stands, however each of its letters is escaped.
    pub(super) fn hide(&self, needle: &[u8], hidden: &mut [bool]) {
        let mut agreed = Vec::new();
        let mut at = 0;
        while let Some(plain) = self.plain(at) {
            if let Some(found) = self.end(at, needle, &mut agreed).and_then(|end| hidden.get_mut(at..end)) {
                found.fill(true);
            }
            at = plain.end;
        }
    }

    /// Where the needle ends that begins here. `agreed` is for how far the text and the needle agree, by all readings.
    fn end(&self, at: usize, needle: &[u8], agreed: &mut Vec<(usize, usize)>) -> Option<usize> {
        agreed.clear();
        agreed.push((at, 0));
        let mut next = 0;
        let mut end = None;
        while let Some((at, known)) = agreed.get(next).copied() {
            next += 1;
            let mut rest = needle.get(known..)?;
            // Each escape doubles backslashes, so they don't count.
            while let [b'\\', after @ ..] = rest {
                rest = after;
            }
            if rest.is_empty() {
                end = end.max(Some(at));
                continue;
            }
            let mut reading = self.plain(at);
            while let Some(unit) = reading {
                reading = self.unescape(unit);
                let step = match unit.starts(rest) {
                    Some(length) => (unit.end, needle.len() - rest.len() + length),
                    None if known > 0 && unit.ascii() == Some(b'\\') => {
                        (self.last_backslashes(unit.end), known)
                    }
                    None => continue,
                };
                if !agreed.contains(&step) {
                    agreed.push(step);
                }
            }
        }
        end
    }

    /// The last two backslashes of those that stand here: either may begin an escape.
    fn last_backslashes(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| **byte == b'\\').count();
        at + count.saturating_sub(2)
    }

    /// The text unescaped so often, unless less is enough.
    pub(super) fn layer(&self, depth: usize) -> Option<Layer> {
        let mut layer = Layer { bytes: Vec::new(), starts: Vec::new() };
        let mut is_deeper = depth == 0;
        let mut at = 0;
        while let Some((unit, count)) = self.read(at, depth) {
            is_deeper |= count == depth;
            for byte in unit.letter(&mut [0; 4]) {
                layer.bytes.push(*byte);
                layer.starts.push(at);
            }
            at = unit.end;
        }
        layer.starts.push(at);
        is_deeper.then_some(layer)
    }
}

/// A text, unescaped.
pub(super) struct Layer {
    /// Its bytes, each mask one of them.
    pub(super) bytes: Vec<u8>,
    /// For each byte, and for the end, where it comes from.
    starts: Vec<usize>,
}

impl Layer {
    /// Where a part of it comes from.
    pub(super) fn source(&self, part: &Range<usize>) -> Option<Range<usize>> {
        Some(*self.starts.get(part.start)?..*self.starts.get(part.end)?)
    }
}
