//! What the gateway makes of a media URL, and the samples to try it with.

/// How a message arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Image,
    Video,
    Audio,
    Document,
}

impl Kind {
    /// The kind of a media URL: its extension alone decides, the query and the fragment apart.
    pub(crate) fn of_url(url: &str) -> Self {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "png" | "jpg" | "jpeg" | "gif" => Self::Image,
            "mp4" => Self::Video,
            "ogg" => Self::Audio,
            _ => Self::Document,
        }
    }

    /// Its name in the control routes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
        }
    }

    /// The key of its content in the reply to a send.
    pub(crate) fn wire_key(self) -> &'static str {
        match self {
            Self::Text => "extendedTextMessage",
            Self::Image => "imageMessage",
            Self::Video => "videoMessage",
            Self::Audio => "audioMessage",
            Self::Document => "documentMessage",
        }
    }

    /// The media type that the reply to a send names.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Image => "image/jpeg",
            Self::Video => "video/mp4",
            Self::Audio => "audio/ogg; codecs=opus",
            Self::Document => "application/octet-stream",
        }
    }
}

/// Whether a gateway could fetch the URL. It can't reach private hosts; the sandbox's own samples count as public.
pub(crate) fn is_fetchable(url: &str, own_authority: &str) -> bool {
    let Some(rest) =
        ["http://", "https://"].iter().find_map(|scheme| strip_prefix_ignoring_case(url, scheme))
    else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    authority == own_authority || !is_private(authority)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

fn is_private(authority: &str) -> bool {
    if authority.starts_with('[') {
        return authority.starts_with("[::1]") || authority.starts_with("[f");
    }
    let host = authority.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if host.is_empty() || host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") {
        return true;
    }
    host.parse::<std::net::Ipv4Addr>()
        .is_ok_and(|ip| ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified())
}

/// A sample image: 240 by 160, two colours running into each other.
pub(crate) fn sample_png() -> Result<Vec<u8>, png::EncodingError> {
    let (width, height) = (240_u32, 160_u32);
    let shade = |value: u32, of: u32| u8::try_from(value * 255 / of).unwrap_or(u8::MAX);
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| [shade(x, width) / 3, 120 + shade(y, height) / 3, 96 + shade(x, width) / 2])
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(file)
}

/// A sample document.
pub(crate) const SAMPLE_TEXT: &str =
    "A sample document of the sandbox.\nIt arrives as a document, because its name ends in .txt.\n";

#[cfg(test)]
mod tests {
    use super::{Kind, is_fetchable};

    #[test]
    fn the_extension_alone_decides() {
        let table = [
            ("https://a.example/x.png", Kind::Image),
            ("https://a.example/x.JPG?size=1", Kind::Image),
            ("https://a.example/x.jpeg#top", Kind::Image),
            ("https://a.example/x.gif", Kind::Image),
            ("https://a.example/x.mp4", Kind::Video),
            ("https://a.example/x.ogg", Kind::Audio),
            ("https://a.example/x.mp3", Kind::Document),
            ("https://a.example/x.webp", Kind::Document),
            ("https://a.example/x?file=y.png", Kind::Document),
            ("https://a.example", Kind::Document),
        ];
        for (url, kind) in table {
            assert_eq!(Kind::of_url(url), kind, "{url}");
        }
    }

    #[test]
    fn private_hosts_are_out_of_reach() {
        for url in [
            "http://localhost/x.png",
            "http://10.1.2.3/x",
            "HTTP://127.0.0.1:99/x",
            "ftp://a.example/x",
            "x.png",
            "http://[::1]/x",
        ] {
            assert!(!is_fetchable(url, "127.0.0.1:8787"), "{url}");
        }
        for url in ["https://a.example/x.png", "http://127.0.0.1:8787/media/sample.png", "https://8.8.8.8/x"]
        {
            assert!(is_fetchable(url, "127.0.0.1:8787"), "{url}");
        }
    }
}
