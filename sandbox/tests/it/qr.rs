//! The codes: real images that a phone could read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::client::{Answer, Sandbox};

/// The text of the code in a PNG.
pub(crate) fn decode(png: &[u8]) -> String {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    assert_eq!(frame.color_type, png::ColorType::Grayscale);
    let (width, height) = (frame.width as usize, frame.height as usize);
    assert!(width == height && width % 8 == 0, "{width} x {height}");
    let quiet = 4 * 8;
    for y in 0..height {
        for x in 0..width {
            if x < quiet || y < quiet || x >= width - quiet || y >= height - quiet {
                assert_eq!(pixels[y * width + x], 255, "the quiet zone is white");
            }
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().expect("readable").1
}

/// The text of the code in a `data:` URL.
pub(crate) fn decode_data_url(url: &str) -> String {
    let base64 = url.strip_prefix("data:image/png;base64,").expect("a data URL");
    decode(&BASE64.decode(base64).expect("base64"))
}

/// The text of the code in an answer of `get_qrcode`.
pub(crate) fn text_of(answer: &Answer) -> String {
    decode_data_url(answer.json()["base64"].as_str().expect("an image"))
}

#[test]
fn a_code_reads_like_the_engines() {
    let sandbox = Sandbox::start();
    let id = sandbox.create();
    let answer = sandbox.call("GET", "/api/get_qrcode", &[("instance_id", &id)]);
    assert_eq!(answer.message(), "Success");
    let text = text_of(&answer);
    assert!(text.starts_with("2@"), "{text}");
    assert_eq!(text.split(',').count(), 4, "{text}");
    let again = sandbox.call("GET", "/api/get_qrcode", &[("instance_id", &id)]);
    assert_eq!(text_of(&again), text, "a code stays the same while it lives");
}
