//! The request of the operation Initialize.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::http::display_as_debug;
use super::parts::{Part, Parts};
use super::{DocPage, DocScanMode, DocType, IdThreshold, LivenessModel, ProcedurePriority, ProductCode, SecurityLevel};

/// A request for a new verification: the parameters of the operation Initialize.
///
/// Source: the vendor's Initialize pages for the App SDK and for the web, and the comments of its SDKs where a page is
/// silent. An absent optional value is not sent at all, so the service's own default holds. Initialize is not idempotent:
/// every call makes a new transaction, even with the same `merchant_biz_id`.
///
/// Printing a request shows neither MetaInfo, MerchantUserId, CallbackToken, the picture, nor the values of extra parameters, and of
/// CallbackUrl and ReturnUrl only scheme and host.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct InitializeRequest {
    /// `ProductCode`, required: the product solution.
    pub product_code: ProductCode,
    /// `MerchantBizId`, required: your own unique id of this verification, 1 to 32 letters and digits. The service does not check
    /// that it is unique. CheckResult asks for it again. `new_merchant_biz_id` makes one.
    pub merchant_biz_id: String,
    /// `MetaInfo`, required: the JSON text that the client SDK's `getMetaInfo()` returned on the user's device. Pass it through
    /// unchanged: the service reads the device type from it. The vendor states no length limit. Personal data: never printed.
    pub meta_info: String,
    /// `MerchantUserId`, required: your own id of the user. The vendor urges to mask it: `mask_merchant_user_id` does. The vendor
    /// states no length limit. Personal data: never printed.
    pub merchant_user_id: String,
    /// `DocType`: the document the user shows. Required for the product `eKYC`; the face products take none.
    #[uniffi(default)]
    pub doc_type: Option<DocType>,
    /// `SceneCode`: your own name of the scene, up to 10 letters, digits and underscores, to find records in the console. (The page says
    /// "a length of 10 characters", later pages "at most 10".)
    #[uniffi(default)]
    pub scene_code: Option<String>,
    /// `IdSpoof` (`Y`/`N`): whether the document is checked for forgery. Default: no.
    #[uniffi(default)]
    pub id_spoof: Option<bool>,
    /// `Authorize` (`T`/`F`): whether the data is checked against the official database. Default: no. For eKYC only second-generation
    /// identity cards of mainland China. (The SDK's sample `Y` contradicts the page.)
    #[uniffi(default)]
    pub authorize: Option<bool>,
    /// `SecurityLevel`: the vendor contradicts itself on the default, so set it.
    #[uniffi(default)]
    pub security_level: Option<SecurityLevel>,
    /// `IdThreshold`: thresholds of the document picture's quality check.
    #[uniffi(default)]
    pub id_threshold: Option<IdThreshold>,
    /// `Model`: the liveness detection. Default: `LIVENESS`.
    #[uniffi(default)]
    pub model: Option<LivenessModel>,
    /// `DocVideo` (`Y`/`N`): whether a video of the face, 1 to 2 seconds, is kept. Default: no. On a bad network the service may drop it.
    #[uniffi(default)]
    pub doc_video: Option<bool>,
    /// `CallbackUrl`: where the service reports the end of the verification, by GET. An absolute https URL. The service probes that it
    /// can be reached from the internet and otherwise answers with HTTP 400. Its path and query are never printed: they often hold a token.
    #[uniffi(default)]
    pub callback_url: Option<String>,
    /// `CallbackToken`: your own secret that the callback carries back. The vendor states no length or alphabet. Never printed.
    #[uniffi(default)]
    pub callback_token: Option<String>,
    /// `AppQualityCheck` (`Y`/`N`): the strict check of the face picture's quality. Default: yes. App SDK only, not the web.
    #[uniffi(default)]
    pub app_quality_check: Option<bool>,
    /// `DocPageConfig`: further pages of the document to collect; sent as a JSON array. Only for mainland identity cards. (The page's
    /// example shows the bare word `OCR_ID_BACK`; its description and the official SDK say JSON array.)
    #[uniffi(default)]
    pub doc_page_config: Option<Vec<DocPage>>,
    /// `ShowGuidePage` (`1`/`0`): whether the guide page is shown. Default: yes.
    #[uniffi(default)]
    pub show_guide_page: Option<bool>,
    /// `DocScanMode`: how the document is captured. The vendor's sources contradict each other on the values.
    #[uniffi(default)]
    pub doc_scan_mode: Option<DocScanMode>,
    /// `ReturnUrl`: where the browser goes after the verification. Web only. Whether it is required there is unknown. Its path and query
    /// are never printed: they often hold a token.
    #[uniffi(default)]
    pub return_url: Option<String>,
    /// `ProcedurePriority`: what a mobile browser that cannot run the verification does. Mobile web only. Default: `url`.
    #[uniffi(default)]
    pub procedure_priority: Option<ProcedurePriority>,
    /// `LanguageConfig`: custom languages as JSON text `{"languageContent": ...}`; the SDK's sample is the bare word `en`. Sent as given.
    /// Web only, not on PC.
    #[uniffi(default)]
    pub language_config: Option<String>,
    /// `StyleConfig`: the look of the web pages as JSON text. Sent as given. Web only.
    #[uniffi(default)]
    pub style_config: Option<String>,
    /// `ShowAlbumIcon` (`1`/`0`): whether the document may be chosen from the album. Default: yes.
    #[uniffi(default)]
    pub show_album_icon: Option<bool>,
    /// `ShowOcrResult` (`1`/`0`): whether the user sees what was read from the document. Default: yes.
    #[uniffi(default)]
    pub show_ocr_result: Option<bool>,
    /// `EditOcrResult` (`1`/`0`): whether the user may correct what was read. Default: yes.
    #[uniffi(default)]
    pub edit_ocr_result: Option<bool>,
    /// The reference picture of the face products (JPEG or PNG bytes), sent as `FacePictureBase64` in the request's body. The vendor says
    /// "about 1 MB"; this library takes up to 1 MiB (1,048,576 bytes) before Base64. Personal data: never printed.
    #[uniffi(default)]
    pub face_picture: Option<Vec<u8>>,
    /// Parameters this library does not name yet, by the service's spelling. Sent in the query. A name that has a field of its
    /// own, or that belongs to the protocol, is refused. The values are never printed.
    #[uniffi(default)]
    pub extra_parameters: HashMap<String, String>,
}

/// The parameter of the reference picture.
pub(crate) const FACE_PICTURE_PARAMETER: &str = "FacePictureBase64";

impl InitializeRequest {
    /// A request with the required parameters and nothing else. For `eKYC` the document type is required too.
    pub fn new(
        product_code: ProductCode,
        merchant_biz_id: impl Into<String>,
        meta_info: impl Into<String>,
        merchant_user_id: impl Into<String>,
    ) -> Self {
        Self {
            product_code,
            merchant_biz_id: merchant_biz_id.into(),
            meta_info: meta_info.into(),
            merchant_user_id: merchant_user_id.into(),
            doc_type: None,
            scene_code: None,
            id_spoof: None,
            authorize: None,
            security_level: None,
            id_threshold: None,
            model: None,
            doc_video: None,
            callback_url: None,
            callback_token: None,
            app_quality_check: None,
            doc_page_config: None,
            show_guide_page: None,
            doc_scan_mode: None,
            return_url: None,
            procedure_priority: None,
            language_config: None,
            style_config: None,
            show_album_icon: None,
            show_ocr_result: None,
            edit_ocr_result: None,
            face_picture: None,
            extra_parameters: HashMap::new(),
        }
    }

    /// The one table from fields to the service's parameters. The official SDK puts the picture into the body and all others into the query.
    pub(crate) fn parts(&self) -> Parts<'_> {
        let query = vec![
            Part::switch("AppQualityCheck", self.app_quality_check, ["Y", "N"]),
            Part::switch("Authorize", self.authorize, ["T", "F"]),
            Part::optional("CallbackToken", self.callback_token.as_deref()).sensitive(),
            Part::url("CallbackUrl", self.callback_url.as_deref()),
            Part::optional("DocPageConfig", self.doc_page_config_json()),
            Part::optional("DocScanMode", self.doc_scan_mode.as_ref().map(DocScanMode::code)),
            Part::optional("DocType", self.doc_type.as_ref().map(DocType::code)),
            Part::switch("DocVideo", self.doc_video, ["Y", "N"]),
            Part::switch("EditOcrResult", self.edit_ocr_result, ["1", "0"]),
            Part::switch("IdSpoof", self.id_spoof, ["Y", "N"]),
            Part::optional("IdThreshold", self.id_threshold.as_ref().map(IdThreshold::code)),
            Part::optional("LanguageConfig", self.language_config.as_deref()),
            Part::required("MerchantBizId", &self.merchant_biz_id),
            Part::required("MerchantUserId", &self.merchant_user_id).sensitive(),
            Part::required("MetaInfo", &self.meta_info).sensitive(),
            Part::optional("Model", self.model.as_ref().map(LivenessModel::code)),
            Part::optional("ProcedurePriority", self.procedure_priority.as_ref().map(ProcedurePriority::code)),
            Part::required("ProductCode", self.product_code.code()),
            Part::url("ReturnUrl", self.return_url.as_deref()),
            Part::optional("SceneCode", self.scene_code.as_deref()),
            Part::optional("SecurityLevel", self.security_level.as_ref().map(SecurityLevel::code)),
            Part::switch("ShowAlbumIcon", self.show_album_icon, ["1", "0"]),
            Part::switch("ShowGuidePage", self.show_guide_page, ["1", "0"]),
            Part::switch("ShowOcrResult", self.show_ocr_result, ["1", "0"]),
            Part::optional("StyleConfig", self.style_config.as_deref()),
        ];
        let form = vec![Part::picture(FACE_PICTURE_PARAMETER, self.face_picture.as_deref())];
        Parts { query, form, extra: Some(&self.extra_parameters) }
    }

    /// DocPageConfig as the JSON array it is on the wire.
    fn doc_page_config_json(&self) -> Option<Cow<'static, str>> {
        match self.doc_page_config.as_deref()? {
            [DocPage::Back] => Some(Cow::Borrowed(r#"["OCR_ID_BACK"]"#)), // the only value the vendor lists
            pages => {
                let codes: serde_json::Value = pages.iter().map(DocPage::code).collect();
                Some(Cow::Owned(codes.to_string()))
            }
        }
    }
}

impl fmt::Debug for InitializeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().print("InitializeRequest", f)
    }
}

display_as_debug!(InitializeRequest);
