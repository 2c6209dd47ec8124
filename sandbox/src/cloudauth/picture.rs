//! Reference pictures.

use crate::http::{Parameters, Refusal};

/// "About 1 MB", says the vendor; this is the generous reading, for the picture before Base64.
const MAX_PICTURE_BYTES: usize = 1024 * 1024;

/// A picture given as Base64 and the name of the same picture's URL.
const PICTURES: [(&str, &str); 2] =
    [("FacePictureBase64", "FacePictureUrl"), ("TargetFacePicture", "TargetFacePictureUrl")];

/// The vendor's table calls Base64 and URL together `DataDuplication`. (A file stream would win over both, but Initialize takes none:
/// that is InitializeV2.) Whether the picture shows a face is not judged; the sandbox has no eyes.
pub(super) fn check(parameters: &Parameters) -> Result<(), Refusal> {
    for (base64, url) in PICTURES {
        let Some(picture) = parameters.get(base64) else { continue };
        if parameters.get(url).is_some() {
            let message = format!("{base64} and {url} are given together; give one of them.");
            return Err(Refusal::new(401, "DataDuplication", message));
        }
        if !picture.bytes().all(is_base64) {
            let message = format!("{base64} is not Base64; a blank in it may be a + that was not encoded.");
            return Err(Refusal::new(401, "UnqualifiedPhoto", message));
        }
        let bytes = picture.trim_end_matches('=').len() * 3 / 4;
        if bytes > MAX_PICTURE_BYTES {
            let message = format!("{base64} has about {bytes} bytes; the limit is {MAX_PICTURE_BYTES}.");
            return Err(Refusal::new(401, "ToolargeImage", message));
        }
    }
    Ok(())
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r' | b'\n')
}
