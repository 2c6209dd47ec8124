package ekyc.support

import ekyc.DocPage
import ekyc.DocScanMode
import ekyc.DocType
import ekyc.Ekyc
import ekyc.IdThreshold
import ekyc.InitializeRequest
import ekyc.LivenessModel
import ekyc.ProcedurePriority
import ekyc.ProductCode
import ekyc.SecurityLevel

/** A request that the service takes. */
fun aRequest(): InitializeRequest = InitializeRequest(
    productCode = ProductCode.EKyc,
    docType = DocType.GlobalPassport,
    merchantBizId = Ekyc.newMerchantBizId(),
    metaInfo = META_INFO,
    merchantUserId = "user-1",
)

/** A request with a value in every field. */
fun aFullRequest(): InitializeRequest = aRequest().copy(
    sceneCode = "kotlin_1",
    idSpoof = true,
    authorize = false,
    securityLevel = SecurityLevel.Safe,
    idThreshold = IdThreshold.Strict,
    model = LivenessModel.PhotinusLiveness,
    docVideo = true,
    callbackUrl = "https://merchant.example/callback",
    callbackToken = "callback-token",
    appQualityCheck = false,
    docPageConfig = listOf(DocPage.Back),
    showGuidePage = false,
    docScanMode = DocScanMode.Auto,
    returnUrl = "https://merchant.example/return",
    procedurePriority = ProcedurePriority.Keep,
    languageConfig = "en",
    styleConfig = "{}",
    showAlbumIcon = true,
    showOcrResult = false,
    editOcrResult = true,
    facePicture = byteArrayOf(1, 2, 3),
    extraParameters = mapOf("NextMonth" to "ü *~+"),
)

/** As the client SDK returns it, with what is easily broken on the way. */
const val META_INFO: String = """{"deviceType":"h5","ua":"Mozilla/5.0 (X; a+b*~%20) \u00e9 Zoë 证"}"""
