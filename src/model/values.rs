//! The values of Initialize's parameters that the vendor lists.

use super::open_enum::open_enum;

open_enum! {
    /// The product solution a verification uses (`ProductCode`). The vendor's Initialize page names `eKYC` only; the others
    /// are started with the same operation according to their own pages, in fewer or more regions.
    ProductCode {
        /// `eKYC`: document verification and liveness detection. Offered in Hong Kong. 10 calls a second and account.
        EKyc = "eKYC",
        /// `eKYC_PRO`: as eKYC with more documents (letter codes such as `GLB03002`). Newer pages start it with InitializeV2.
        EKycPro = "eKYC_PRO",
        /// `eKYC_NDI`: face against an official source, without a document picture.
        EKycNdi = "eKYC_NDI",
        /// `FACE_LIVENESS`: liveness detection alone.
        FaceLiveness = "FACE_LIVENESS",
        /// `FACE_LIVENESS_PRO`: liveness detection alone, newer product.
        FaceLivenessPro = "FACE_LIVENESS_PRO",
        /// `FACE_VERIFY`: the face against a reference picture (see `face_picture`).
        FaceVerify = "FACE_VERIFY",
        /// `FACE_IDU`: the face against a library of faces.
        FaceIdu = "FACE_IDU",
        /// `ID_OCR`: reading a document alone.
        IdOcr = "ID_OCR",
        /// `KYC_GLOBAL`: an older name of the solution.
        KycGlobal = "KYC_GLOBAL",
    }
}

open_enum! {
    /// The document the user shows (`DocType`), with the codes as the vendor's page prints them.
    ///
    /// The page calls the code an 8-digit value, yet prints nine digits for the Macao card and the Taiwan permit; one
    /// Japanese page prints the permit with eight. The nine-digit form is sent; for another form use `Other`.
    DocType {
        /// `01000000`: passport of any country.
        GlobalPassport = "01000000",
        /// `00000006`: Hong Kong identity card, 2003 version.
        HongKongIdCard2003 = "00000006",
        /// `00000008`: Hong Kong identity card, 2018 version.
        HongKongIdCard2018 = "00000008",
        /// `00000007`: exit-entry permit for travelling to and from Hong Kong and Macao.
        ExitEntryPermitHongKongMacao = "00000007",
        /// `00000009`: mainland travel permit for Hong Kong and Macao residents.
        MainlandTravelPermitHongKongMacao = "00000009",
        /// `000000011` (nine digits): Macao identity card.
        MacaoIdCard = "000000011",
        /// `000000012` (nine digits): mainland travel permit for Taiwan residents.
        MainlandTravelPermitTaiwan = "000000012",
        /// `00000001`: second-generation resident identity card of mainland China.
        MainlandIdCard = "00000001",
    }
}

open_enum! {
    /// How strictly the session is guarded (`SecurityLevel`). The vendor contradicts itself on the default: its page says
    /// `02`, the comments of its SDKs say `01`; so set it.
    SecurityLevel {
        /// `01`: normal. Only for low-risk cases where the collection of device data must be limited.
        Normal = "01",
        /// `02`: safe. Stricter; adds a device-risk module against injection attacks.
        Safe = "02",
    }
}

open_enum! {
    /// Thresholds of the document picture's quality check (`IdThreshold`). `Standard` and `Strict` are on the vendor's page; `Loose`,
    /// `Off` and the default (`Off`) come from its SDK's comments.
    IdThreshold {
        /// `0`: the system's own thresholds.
        Standard = "0",
        /// `1`: strict.
        Strict = "1",
        /// `2`: loose.
        Loose = "2",
        /// `3`: no quality check. The default according to the SDK's comments.
        Off = "3",
    }
}

open_enum! {
    /// The liveness detection to perform (`Model`).
    LivenessModel {
        /// `LIVENESS` (default): the user blinks.
        Liveness = "LIVENESS",
        /// `PHOTINUS_LIVENESS`: blinking and coloured light. Not on PC; needs a recent client SDK.
        PhotinusLiveness = "PHOTINUS_LIVENESS",
    }
}

open_enum! {
    /// A further page of the document to collect (`DocPageConfig`). Only for mainland identity cards.
    DocPage {
        /// `OCR_ID_BACK`: the back of the card.
        Back = "OCR_ID_BACK",
    }
}

open_enum! {
    /// How the document is captured (`DocScanMode`). The vendor's page prints `shoot` only; its SDK's comments list `manual`
    /// and `auto` (default); a sister product lists `shoot` (default), `scan` and `auto`. Which of them the service accepts for
    /// eKYC is unverified.
    DocScanMode {
        /// `shoot`: the user takes a picture.
        Shoot = "shoot",
        /// `scan`: the picture is taken by itself (sister product).
        Scan = "scan",
        /// `auto`: the SDK switches between the two.
        Auto = "auto",
        /// `manual`: as in the SDK's comments and the KYC_GLOBAL page.
        Manual = "manual",
    }
}

open_enum! {
    /// What a mobile browser that cannot run the verification does (`ProcedurePriority`). Mobile web only.
    ProcedurePriority {
        /// `url` (default): shows the link, so that the user can open it in another browser.
        Url = "url",
        /// `keep`: returns the reason and ends. For web views inside apps.
        Keep = "keep",
    }
}
