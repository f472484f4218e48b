//! The QR code: a text as the engine makes them, as a PNG that a phone (or a test) can read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};

use crate::random;

/// Pixels of one module.
const MODULE: usize = 8;

/// Modules of white around the code.
const QUIET_ZONE: usize = 4;

/// The text of a code: a reference and three keys, as Baileys joins them.
pub(crate) fn text(seed: u64) -> String {
    let part = |index, count| BASE64.encode(random::bytes(random::derived(seed, index), count));
    format!("2@{},{},{},{}", part(0, 66), part(1, 32), part(2, 32), part(3, 32))
}

/// The text as a PNG, one bit a pixel, with its quiet zone.
pub(crate) fn png(text: &str) -> Result<Vec<u8>, Unencodable> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L)?;
    let modules = code.to_colors();
    let width = code.width();
    let side = (width + 2 * QUIET_ZONE) * MODULE;
    let is_light = |x: usize, y: usize| {
        let (column, row) = (x / MODULE, y / MODULE);
        let inside = QUIET_ZONE..QUIET_ZONE + width;
        if !inside.contains(&column) || !inside.contains(&row) {
            return true;
        }
        let index = (row - QUIET_ZONE) * width + (column - QUIET_ZONE);
        modules.get(index) != Some(&Color::Dark)
    };
    let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..side {
        for byte in 0..side.div_ceil(8) {
            let bits = (0..8).map(|bit| byte * 8 + bit);
            pixels.push(bits.fold(0, |bits, x| (bits << 1) | u8::from(is_light(x, y))));
        }
    }
    let side = u32::try_from(side).map_err(|_| Unencodable)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(file)
}

/// `data:image/png;base64,...`
pub(crate) fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", BASE64.encode(png))
}

/// The text does not fit into a code, or the image could not be written.
#[derive(Debug)]
pub(crate) struct Unencodable;

impl From<QrError> for Unencodable {
    fn from(_: QrError) -> Self {
        Self
    }
}

impl From<png::EncodingError> for Unencodable {
    fn from(_: png::EncodingError) -> Self {
        Self
    }
}
