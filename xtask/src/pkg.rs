//! The package's folder: the template, what the root has to add, and the WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::paths;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the package takes from the root, where it is there.
const FROM_ROOT: [&str; 6] =
    ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "docs/errors.md", "docs/faults.md"];

/// Lays `pkg/` anew around the WebAssembly that is in it.
pub(crate) fn assemble() -> Result<()> {
    let pkg = paths::pkg();
    let template = paths::root().join("pkg-template");
    for old in sorted(&pkg)? {
        if old.is_dir() && !old.ends_with("wasm") {
            fs::remove_dir_all(old)?;
        } else if old.is_file() {
            fs::remove_file(old)?;
        }
    }
    copy(&template, &pkg)?;
    fs::create_dir_all(pkg.join("docs"))?;
    for name in FROM_ROOT {
        let file = paths::root().join(name);
        if file.is_file() {
            copy(&file, &pkg.join(name))?;
        }
    }
    let manifest = pkg.join("package.json");
    let text = read(&manifest)?;
    let placeholder = "\"version\": \"0.0.0\"";
    ensure!(text.contains(placeholder), "pkg-template/package.json has lost its {placeholder}");
    write(&manifest, &text.replacen(placeholder, &format!("\"version\": \"{VERSION}\""), 1))
}

/// Writes a WebAssembly as a JavaScript module, for where the file itself can't be had.
pub(crate) fn inline(folder: &Path, name: &str) -> Result<()> {
    let wasm = folder.join(format!("{name}_bg.wasm"));
    let bytes = fs::read(&wasm).with_context(|| format!("can't read {}", wasm.display()))?;
    let module = format!(
        "/** The bytes of {name}_bg.wasm. */\n\
         export const bytes = () => Uint8Array.from(atob(\"{}\"), (byte) => byte.charCodeAt(0));\n",
        base64(&bytes)
    );
    write(&folder.join(format!("{name}_inline.js")), &module)
}

/// A folder's entries, in order.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in sorted(from)? {
            copy(&entry, &to.join(entry.file_name().unwrap_or_default()))?;
        }
    } else {
        fs::copy(from, to).with_context(|| format!("can't copy {}", from.display()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("can't write {}", file.display()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |group: u32, shift: u32| {
        let index = usize::try_from(group >> shift & 63).unwrap_or_default();
        DIGITS.get(index).copied().map_or('=', char::from)
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain([&0, &0]).take(3).fold(0, |group, byte| group << 8 | u32::from(*byte));
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            text.push(if place <= chunk.len() { digit(group, shift) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn writes_base64() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xbf]), "+/+/");
    }
}
