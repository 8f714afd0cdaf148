//! A browser that is run on the pages we write.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::backend::leave_out;

/// Runs the browser on a page that is a file; `None` where there is no browser.
pub(crate) fn browse(page: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("--user-data-dir={}", folder.path().display());
    let browser = assert_cmd::Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            &profile,
        ])
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .env("HOME", folder.path())
        .timeout(Duration::from_secs(120))
        .output();
    let output = match browser {
        Ok(output) => output,
        Err(error) => {
            let is_needed = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
            assert!(!is_needed, "chromium: {error}");
            leave_out(&format!("chromium: {error}"));
            return None;
        }
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(!errors.contains("Content Security Policy"), "{errors}");
    Some(output.stdout)
}

/// Says how wide a picture is, and which colours it has at how many points.
const PICTURE: &str = r#"
import struct, sys, zlib

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
place, packed = 8, b""
while place < len(data):
    length, kind = struct.unpack(">I4s", data[place:place + 8])
    body = data[place + 8:place + 8 + length]
    if kind == b"IHDR":
        width, height, depth, color = struct.unpack(">IIBB", body[:10])
    if kind == b"IDAT":
        packed += body
    place += length + 12
assert depth == 8 and color in (2, 6), (depth, color)
size = 3 if color == 2 else 4
raw = zlib.decompress(packed)
previous, colors = bytearray(width * size), {}
for row in range(height):
    start = row * (width * size + 1)
    kind, line = raw[start], bytearray(raw[start + 1:start + 1 + width * size])
    for i in range(len(line)):
        a = line[i - size] if i >= size else 0
        b = previous[i]
        c = previous[i - size] if i >= size else 0
        if kind == 1: line[i] = (line[i] + a) & 255
        elif kind == 2: line[i] = (line[i] + b) & 255
        elif kind == 3: line[i] = (line[i] + (a + b) // 2) & 255
        elif kind == 4:
            p = a + b - c
            pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
            line[i] = (line[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
    previous = line
    for i in range(0, len(line), size):
        pixel = bytes(line[i:i + 3])
        colors[pixel] = colors.get(pixel, 0) + 1
print(width)
for pixel, count in colors.items():
    print(pixel.hex(), count)
"#;

/// What a browser showed.
pub(crate) struct Picture {
    pub(crate) width: u32,
    points: HashMap<String, u32>,
}

impl Picture {
    /// Returns how many colours there are.
    pub(crate) fn colors(&self) -> usize {
        self.points.len()
    }

    /// Returns how many points are of a colour, in hexadecimal digits.
    pub(crate) fn points(&self, color: &str) -> u32 {
        self.points.get(color).copied().unwrap_or_default()
    }
}

/// Takes a picture of a page; `None` where there is no browser.
pub(crate) fn picture(page: &Path, width: u32, arguments: &[&str]) -> Option<Picture> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.png");
    let shot = format!("--screenshot={}", path.display());
    // A browser's window may be no narrower than it likes; without one it is as wide as it is told.
    let size = format!("--window-size={width},900");
    browse(page, &[&[shot.as_str(), &size], arguments].concat())?;
    let counted = Command::new("python3")
        .args(["-c", PICTURE])
        .arg(&path)
        .output()
        .expect("python3 is installed");
    let text = String::from_utf8_lossy(&counted.stdout);
    let errors = String::from_utf8_lossy(&counted.stderr);
    let mut lines = text.lines();
    let width = lines.next().unwrap_or_else(|| panic!("{errors}"));
    let points = lines.filter_map(|line| {
        let (color, count) = line.split_once(' ')?;
        Some((color.to_owned(), count.parse().expect("a number")))
    });
    Some(Picture {
        width: width.parse().expect("a number"),
        points: points.collect(),
    })
}
