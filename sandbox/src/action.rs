//! What can be asked of the sandbox.

use std::fmt;

/// Something that can be asked of the sandbox: it is counted by its name, and faults can be aimed at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// ID Verification: begins a verification.
    Initialize,
    /// ID Verification: the same, in its newer form.
    InitializeV2,
    /// ID Verification: how a verification ended.
    CheckResult,
    /// ID Verification: how far a user came who did not finish.
    CheckVerifyLog,
    /// ID Verification: deletes what a verification found.
    DeleteVerifyResult,
    /// Another operation of ID Verification, by its name: one of [`Action::OTHER_OPERATIONS`]. The sandbox judges who calls it, and then
    /// says that it does not simulate it.
    Operation(&'static str),
    /// The page of a verification, which `TransactionUrl` leads to.
    VerificationPage,
    /// STS: a temporary key for a role, asked for with another key.
    AssumeRole,
    /// STS: a temporary key for a role, asked for with a token of an identity provider.
    AssumeRoleWithOidc,
    /// ECS metadata: `PUT /latest/api/token`.
    MetadataToken,
    /// ECS metadata: the name of the instance's role.
    MetadataRole,
    /// ECS metadata: a temporary key for that role.
    MetadataCredentials,
    /// The credentials URI: `GET /credentials`.
    CredentialsUri,
}

impl Action {
    /// All that the sandbox does something for.
    pub const ALL: [Self; 12] = [
        Self::Initialize,
        Self::InitializeV2,
        Self::CheckResult,
        Self::CheckVerifyLog,
        Self::DeleteVerifyResult,
        Self::VerificationPage,
        Self::AssumeRole,
        Self::AssumeRoleWithOidc,
        Self::MetadataToken,
        Self::MetadataRole,
        Self::MetadataCredentials,
        Self::CredentialsUri,
    ];

    /// The operations of cloudauth-intl 2022-08-09 that the sandbox knows by name only, as the vendor's client for Python 3.23.1 has them.
    pub const OTHER_OPERATIONS: [&'static str; 45] = [
        "AddFaceRecord",
        "AddressCompareIntl",
        "AddressVerifyIntl",
        "AddressVerifyV2Intl",
        "BankMetaVerifyIntl",
        "CardOcr",
        "CredentialGetResultIntl",
        "CredentialRecognitionIntl",
        "CredentialRecognitionIntlV2",
        "CredentialSubmitIntl",
        "CredentialSubmitIntlV2",
        "CredentialVerifyIntl",
        "DeepfakeDetectIntl",
        "DeepfakeDetectIntlStream",
        "DeleteFaceGroup",
        "DeleteFaceRecord",
        "DeleteFaceRecordV2",
        "DocOcr",
        "DocOcrMax",
        "DocOcrMaxV2",
        "DocOcrV2",
        "DownloadVerifyRecordIntl",
        "EkycVerify",
        "EkycVerifyV2",
        "FaceCompare",
        "FaceCompareV2",
        "FaceCrossCompareIntl",
        "FaceDuplicationCheckIntl",
        "FaceGuardRisk",
        "FaceLiveness",
        "FaceLivenessV2",
        "FaceVerifyIntl",
        "FraudResultCallBack",
        "Id2MetaPeriodVerifyIntl",
        "Id2MetaVerifyIntl",
        "IdnAuthorityVerifyIntl",
        "KeepaliveIntl",
        "Mobile2MetaVerifyIntl",
        "Mobile3MetaVerifyIntl",
        "ModifyFaceGroup",
        "ModifyFaceRecord",
        "QueryFaceGroup",
        "QueryFaceRecord",
        "TempAccessTokenIntl",
        "TempOssUrlIntl",
    ];

    /// The name in events, counters and the control plane's JSON: the vendor's where the vendor has one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initialize => "Initialize",
            Self::InitializeV2 => "InitializeV2",
            Self::CheckResult => "CheckResult",
            Self::CheckVerifyLog => "CheckVerifyLog",
            Self::DeleteVerifyResult => "DeleteVerifyResult",
            Self::Operation(name) => name,
            Self::VerificationPage => "VerificationPage",
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleWithOidc => "AssumeRoleWithOIDC",
            Self::MetadataToken => "MetadataToken",
            Self::MetadataRole => "MetadataRole",
            Self::MetadataCredentials => "MetadataCredentials",
            Self::CredentialsUri => "CredentialsUri",
        }
    }

    /// The action of that name, exactly written.
    pub fn from_name(name: &str) -> Option<Self> {
        let other = || Self::OTHER_OPERATIONS.into_iter().find(|other| *other == name).map(Self::Operation);
        Self::ALL.into_iter().find(|action| action.name() == name).or_else(other)
    }

    /// All names, for sentences.
    pub(crate) fn names() -> String {
        format!("{}, or any other operation of cloudauth-intl", Self::ALL.map(Self::name).join(", "))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
