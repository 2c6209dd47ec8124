package ekyc

/** Builds an [InitializeRequest] without named arguments. Begin with [Ekyc.initializeRequest]. What is not set is not sent. */
public class InitializeRequestBuilder internal constructor(
    productCode: ProductCode,
    merchantBizId: String,
    metaInfo: String,
    merchantUserId: String,
) {
    private var request = InitializeRequest(productCode, merchantBizId, metaInfo, merchantUserId)

    /** See [InitializeRequest.docType]. */
    public fun docType(docType: DocType): InitializeRequestBuilder = set { copy(docType = docType) }

    /** See [InitializeRequest.sceneCode]. */
    public fun sceneCode(sceneCode: String): InitializeRequestBuilder = set { copy(sceneCode = sceneCode) }

    /** See [InitializeRequest.idSpoof]. */
    public fun idSpoof(idSpoof: Boolean): InitializeRequestBuilder = set { copy(idSpoof = idSpoof) }

    /** See [InitializeRequest.authorize]. */
    public fun authorize(authorize: Boolean): InitializeRequestBuilder = set { copy(authorize = authorize) }

    /** See [InitializeRequest.securityLevel]. */
    public fun securityLevel(securityLevel: SecurityLevel): InitializeRequestBuilder = set { copy(securityLevel = securityLevel) }

    /** See [InitializeRequest.idThreshold]. */
    public fun idThreshold(idThreshold: IdThreshold): InitializeRequestBuilder = set { copy(idThreshold = idThreshold) }

    /** See [InitializeRequest.model]. */
    public fun model(model: LivenessModel): InitializeRequestBuilder = set { copy(model = model) }

    /** See [InitializeRequest.docVideo]. */
    public fun docVideo(docVideo: Boolean): InitializeRequestBuilder = set { copy(docVideo = docVideo) }

    /** See [InitializeRequest.callbackUrl]. */
    public fun callbackUrl(callbackUrl: String): InitializeRequestBuilder = set { copy(callbackUrl = callbackUrl) }

    /** See [InitializeRequest.callbackToken]. */
    public fun callbackToken(callbackToken: String): InitializeRequestBuilder = set { copy(callbackToken = callbackToken) }

    /** See [InitializeRequest.appQualityCheck]. */
    public fun appQualityCheck(appQualityCheck: Boolean): InitializeRequestBuilder =
        set { copy(appQualityCheck = appQualityCheck) }

    /** See [InitializeRequest.docPageConfig]. */
    public fun docPageConfig(docPageConfig: List<DocPage>): InitializeRequestBuilder = set { copy(docPageConfig = docPageConfig) }

    /** See [InitializeRequest.showGuidePage]. */
    public fun showGuidePage(showGuidePage: Boolean): InitializeRequestBuilder = set { copy(showGuidePage = showGuidePage) }

    /** See [InitializeRequest.docScanMode]. */
    public fun docScanMode(docScanMode: DocScanMode): InitializeRequestBuilder = set { copy(docScanMode = docScanMode) }

    /** See [InitializeRequest.returnUrl]. */
    public fun returnUrl(returnUrl: String): InitializeRequestBuilder = set { copy(returnUrl = returnUrl) }

    /** See [InitializeRequest.procedurePriority]. */
    public fun procedurePriority(procedurePriority: ProcedurePriority): InitializeRequestBuilder =
        set { copy(procedurePriority = procedurePriority) }

    /** See [InitializeRequest.languageConfig]. */
    public fun languageConfig(languageConfig: String): InitializeRequestBuilder = set { copy(languageConfig = languageConfig) }

    /** See [InitializeRequest.styleConfig]. */
    public fun styleConfig(styleConfig: String): InitializeRequestBuilder = set { copy(styleConfig = styleConfig) }

    /** See [InitializeRequest.showAlbumIcon]. */
    public fun showAlbumIcon(showAlbumIcon: Boolean): InitializeRequestBuilder = set { copy(showAlbumIcon = showAlbumIcon) }

    /** See [InitializeRequest.showOcrResult]. */
    public fun showOcrResult(showOcrResult: Boolean): InitializeRequestBuilder = set { copy(showOcrResult = showOcrResult) }

    /** See [InitializeRequest.editOcrResult]. */
    public fun editOcrResult(editOcrResult: Boolean): InitializeRequestBuilder = set { copy(editOcrResult = editOcrResult) }

    /** See [InitializeRequest.facePicture]. */
    public fun facePicture(facePicture: ByteArray): InitializeRequestBuilder = set { copy(facePicture = facePicture) }

    /** See [InitializeRequest.extraParameters]. */
    public fun extraParameters(extraParameters: Map<String, String>): InitializeRequestBuilder =
        set { copy(extraParameters = extraParameters) }

    /** Adds one parameter to [InitializeRequest.extraParameters]. */
    public fun extraParameter(name: String, value: String): InitializeRequestBuilder =
        set { copy(extraParameters = extraParameters + (name to value)) }

    /** The request. Its rules are checked when it is sent or signed. */
    public fun build(): InitializeRequest = request

    private inline fun set(change: InitializeRequest.() -> InitializeRequest): InitializeRequestBuilder =
        apply { request = request.change() }
}
