//! Files in the one form in which the protocol takes them inside a request.

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

use crate::providers::request::Attachment;

/// A file as a `data:` URL. It is encoded while the request is written, so that there is no further copy of it.
pub(super) struct DataUrl<'a>(pub(super) &'a Attachment);

impl Serialize for DataUrl<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let content = Base64Display::new(&self.0.content, &STANDARD);
        let media_type = self.0.media_type.as_str();
        serializer.collect_str(&format_args!("data:{media_type};base64,{content}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::request::MediaType;

    #[test]
    fn a_file_is_written_with_its_type() {
        let file = Attachment {
            name: "a.gif".to_owned(),
            media_type: MediaType::Gif,
            content: (*b"GIF89a\xff\x00").into(),
        };
        let json = serde_json::to_string(&DataUrl(&file)).expect("JSON");
        assert_eq!(json, "\"data:image/gif;base64,R0lGODlh/wA=\"");
    }
}
