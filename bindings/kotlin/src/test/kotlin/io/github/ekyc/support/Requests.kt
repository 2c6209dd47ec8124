package io.github.ekyc.support

import io.github.ekyc.DocPage
import io.github.ekyc.DocScanMode
import io.github.ekyc.DocType
import io.github.ekyc.Ekyc
import io.github.ekyc.IdThreshold
import io.github.ekyc.InitializeRequest
import io.github.ekyc.LivenessModel
import io.github.ekyc.ProcedurePriority
import io.github.ekyc.ProductCode
import io.github.ekyc.SecurityLevel

/** A request that the service takes. */
fun aRequest(): InitializeRequest = InitializeRequest(productCode = ProductCode.E_KYC, merchantBizId = Ekyc.newMerchantBizId(), metaInfo = META_INFO, merchantUserId = "user-1") {
        docType = DocType.GLOBAL_PASSPORT
    }

/** A request with a value in every field. */
fun aFullRequest(): InitializeRequest = aRequest().copy {
        sceneCode = "kotlin_1"
        idSpoof = true
        authorize = false
        securityLevel = SecurityLevel.SAFE
        idThreshold = IdThreshold.STRICT
        model = LivenessModel.PHOTINUS_LIVENESS
        docVideo = true
        callbackUrl = "https://merchant.example/callback"
        callbackToken = "callback-token"
        appQualityCheck = false
        docPageConfig = listOf(DocPage.BACK)
        showGuidePage = false
        docScanMode = DocScanMode.AUTO
        returnUrl = "https://merchant.example/return"
        procedurePriority = ProcedurePriority.KEEP
        languageConfig = "en"
        styleConfig = "{}"
        showAlbumIcon = true
        showOcrResult = false
        editOcrResult = true
        facePicture = byteArrayOf(1, 2, 3)
        extraParameters = mapOf("NextMonth" to "ü *~+")
    }

/** As the client SDK returns it, with what is easily broken on the way. */
const val META_INFO: String = """{"deviceType":"h5","ua":"Mozilla/5.0 (X; a+b*~%20) \u00e9 Zoë 证"}"""
