//! How long national numbers are, and what people dial before them at home.
//!
//! Source: the national numbering plans as published by the ITU (E.164); lengths are those of geographic and mobile
//! numbers without the trunk prefix.

use crate::find;

/// What stands before a national number when it is dialled at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trunk {
    /// Nothing.
    None,
    /// A prefix that is dropped in international form.
    Drop(&'static str),
    /// A zero that belongs to the number.
    Keep,
}

/// A country's (or a shared code's) national numbers.
#[derive(Clone, Copy, Debug)]
pub struct Country {
    code: &'static str,
    shortest: usize,
    longest: usize,
    trunk: Trunk,
}

impl Country {
    /// What is known about the country of this code; a plausible guess for one that is not in the table.
    #[must_use]
    pub fn of(code: &str) -> Self {
        for (trunk, rows) in TABLE {
            for row in find::split(rows, b' ') {
                let (known, lengths) = find::cut(row, b":");
                if known == code
                    && let [_, shortest, longest @ ..] = lengths.as_bytes()
                {
                    let length = |letter: &u8| usize::from(letter - b'a') + 1;
                    let longest = longest.first().unwrap_or(shortest);
                    return Self {
                        code: known,
                        shortest: length(shortest),
                        longest: length(longest),
                        trunk: *trunk,
                    };
                }
            }
        }
        Self { code: "", shortest: 6, longest: 10, trunk: Trunk::Drop("0") }
    }

    /// The national number in these digits, without its trunk prefix, or nothing when they are no national number.
    #[must_use]
    pub fn national<'a>(&self, digits: &'a str) -> Option<&'a str> {
        if let Trunk::Drop(prefix) = self.trunk
            && let Some(rest) = digits.strip_prefix(prefix)
            && self.fits(rest)
        {
            return Some(rest);
        }
        if digits.starts_with('0') && self.trunk != Trunk::Keep {
            return None;
        }
        // With the country code in front the rest would fit as well: nobody writes a national number that way.
        let is_international =
            !self.code.is_empty() && digits.strip_prefix(self.code).is_some_and(|rest| self.fits(rest));
        (self.fits(digits) && !is_international).then_some(digits)
    }

    /// The digits of the shortest national number.
    #[must_use]
    pub const fn shortest(&self) -> usize {
        self.shortest
    }

    fn fits(&self, national: &str) -> bool {
        (self.shortest..=self.longest).contains(&national.len())
    }
}

/// Country code, then the shortest and the longest national number as letters (a is 1 digit, j is 10).
#[rustfmt::skip]
const TABLE: &[(Trunk, &str)] = &[
    (Trunk::Drop("0"), "20:hj 27:i 31:i 32:hi 33:i 40:i 41:i 43:gm 44:ij 46:gj 49:fk 51:hi 53:h 54:jk 55:jk 58:j 60:hj 61:i 62:hl 63:hj 64:hj 66:hi 81:ij 82:hj 84:ij 86:jk 90:j 91:j 92:ij 93:i 94:i 95:gj 98:j \
211:i 212:i 213:hi 218:hi 231:gi 232:h 233:i 234:hj 241:gh 243:gi 249:i 250:i 251:i 252:gi 254:ij 255:i 256:i 260:i 261:i 262:i 263:hj 264:hi 265:gi 291:g \
353:gi 355:hi 358:fj 359:gi 370:h 373:h 374:h 380:i 381:gi 382:h 383:h 385:hi 386:h 387:hi 389:h 421:i 508:f 590:i 591:h 593:hi 594:i 595:i 596:i 598:h \
850:gj 855:hi 856:hj 880:hj 886:hi 961:gh 962:hi 963:hi 964:hj 966:hi 967:gi 970:hi 971:hi 972:hi 976:h 977:hj 994:i 995:i 996:i"),
    (Trunk::Drop("01"), "52:j"),
    (Trunk::Drop("06"), "36:hi"),
    (Trunk::Drop("1"), "1:j"),
    (Trunk::Drop("8"), "7:j 993:h"),
    (Trunk::Drop("80"), "375:i"),
    (Trunk::Keep, "39:fk 225:j 229:hj 242:i 378:fj"),
    (Trunk::None, "30:j 34:i 45:h 47:eh 48:i 56:i 57:j 65:h \
216:h 220:g 221:i 222:h 223:h 224:hi 226:h 227:h 228:h 230:gh 235:h 236:h 237:hi 238:g 239:g 240:i 244:i 245:gi 246:g 247:df 248:g 253:h 257:h 258:hi 266:h 267:gh 268:h 269:g 290:de 297:g 298:f 299:f \
350:h 351:i 352:di 354:gi 356:h 357:h 371:h 372:gh 376:fi 377:hi 420:i 423:gi \
500:e 501:g 502:h 503:h 504:h 505:h 506:h 507:gh 509:h 592:g 597:fg 599:gh \
670:gh 672:f 673:g 674:g 675:gh 676:eg 677:eg 678:eg 679:g 680:g 681:f 682:e 683:dg 685:eg 686:eh 687:f 688:eg 689:fh 690:dg 691:g 692:g \
852:h 853:h 960:g 965:h 968:h 973:h 974:h 975:gh 992:i 998:i"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let mut codes: Vec<&str> = Vec::new();
        for (_, rows) in TABLE {
            for row in rows.split(' ') {
                let (code, lengths) = row.split_once(':').unwrap();
                assert!((1..=3).contains(&code.len()) && !code.starts_with('0'), "{row}");
                assert!((1..=2).contains(&lengths.len()), "{row}");
                assert!(lengths.bytes().all(|byte| (b'a'..=b'n').contains(&byte)), "{row}");
                let country = Country::of(code);
                assert_eq!(country.code, code);
                assert!(country.shortest <= country.longest && code.len() + country.longest <= 15, "{row}");
                codes.push(code);
            }
        }
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all, "a code stands twice");
        // No country code is the beginning of another one: otherwise numbers could not be told apart.
        assert!(codes.windows(2).all(|pair| !pair[1].starts_with(pair[0])));
    }

    #[test]
    fn a_country_that_is_not_in_the_table_has_a_trunk_zero() {
        assert_eq!(Country::of("999").national("0123456789"), Some("123456789"));
    }
}
