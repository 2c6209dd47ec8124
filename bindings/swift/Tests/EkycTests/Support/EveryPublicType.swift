import Ekyc
import Foundation
import Testing

func plantedRequest() throws -> InitializeRequest {
    var request = try InitializeRequest.valid()
    request.facePicture = Data("PlantedPicture".utf8)
    request.extraParameters = ["NextMonth": "PlantedExtra"]
    return request
}

func plantedCredentials() throws -> Credentials {
    try .temporary(id: "PlantedKeyId", secret: Planted.keySecret, token: Planted.securityToken)
}

/// A value of every public type, full of planted values, in every format.
func everyPublicType() async throws -> [(name: String, texts: [String])] {
    var all: [(name: String, texts: [String])] = []
    func add<Value>(_ value: Value) {
        all.append(
            (String(reflecting: type(of: value)).replacing("Ekyc.", with: "", maxReplacements: 1), everyFormat(of: value)))
    }

    let request = try plantedRequest()
    add(request)
    add(InitializeRequest.DocPage.back)
    add(InitializeRequest.DocScanMode.auto)
    add(DocType(rawValue: "X"))
    add(InitializeRequest.IdThreshold.loose)
    add(InitializeRequest.LivenessModel.liveness)
    add(InitializeRequest.ProcedurePriority.keep)
    add(ProductCode.eKyc)
    add(InitializeRequest.SecurityLevel.safe)
    add(
        InitializeResponse(
            requestId: "R", transactionId: "T",
            transactionUrl: URL(string: "https://example.com/?token=\(Planted.callbackToken)"),
            protocol: Planted.metaInfo, clientConfig: Planted.metaInfo))

    for value in verification { add(value) }

    let retry = RetrySettings()
    let quota = QuotaSettings(
        callsPerSecond: 5,
        shared: SharedQuotaSettings(
            server: "redis://\(Planted.proxyUser):\(Planted.proxyPassword)@127.0.0.1", password: Planted.keySecret))
    let proxy = ClientConfig.Proxy.through(
        url: "http://\(Planted.proxyUser):\(Planted.proxyPassword)@127.0.0.1:3128", bypass: ["localhost"])
    let config = ClientConfig(region: .hongKong, retry: retry, quota: QuotaSettings(callsPerSecond: 5), proxy: proxy, trustedRoots: .bundled)
    add(config)
    add(ClientConfig(endpoint: URL(string: "https://\(Planted.proxyUser):\(Planted.proxyPassword)@example.com")))
    add(retry)
    add(quota)
    if let shared = quota.shared { add(shared) }
    add(proxy)
    add(TrustedRoots.platform)
    add(try CallbackInbox.inMemory())
    add(CallOptions(overallTimeout: .seconds(1)))
    add(ClientConfig.Network.vpc)
    add(ClientConfig.Region.jakarta)
    add(try plantedCredentials())
    add(try EkycClient(config: config, credentials: plantedCredentials()))

    for source in try sources(proxy: proxy) { add(source) }
    add(TemporaryKeys(id: "PlantedKeyId", secret: Planted.keySecret, token: Planted.securityToken, expires: .distantFuture))
    add(CredentialsProviderError(reason: "the vault is closed"))
    add(EkycLogLevel.info)
    add(EkycPrintLogger())
    add(EkycLoggingObserver(EkycPrintLogger()))
    add(EkycObservers(EkycLoggingObserver(EkycPrintLogger())))

    let signed = try await signInitialize(request, config: config, credentials: plantedCredentials())
    add(signed)
    for header in signed.headers { add(header) }
    add(HttpAnswer(status: 200, headers: signed.headers, body: Data(Planted.metaInfo.utf8)))
    let parameters = [Acs3Request.Parameter(name: "MetaInfo", value: Planted.metaInfo)]
    let raw = Acs3Request(
        method: "POST", host: "example.com", path: "/", action: "Initialize", version: "2022-08-09",
        date: "2025-01-02T03:04:05Z", nonce: "n", query: parameters,
        headers: [HttpHeader(name: "x-acs-security-token", value: Planted.securityToken)], form: parameters)
    add(raw)
    for parameter in parameters { add(parameter) }
    var signable = raw
    signable.headers = []
    add(try await signAcs3(signable, credentials: plantedCredentials()))

    add(attemptEvent)
    add(callEvent)
    add(EkycError.Attempts(count: 1, outcomeUnknown: false))
    add(EkycError.AccessSubject.account)
    add(EkycError.Deadline.attempt)
    add(EkycError.NetworkPhase.tls)
    add(EkycError.Kind.throttled)
    add(EkycNotImplemented(operation: "initialize"))
    add(EkycError.Violation(field: "MetaInfo", reason: "is empty"))
    add(fault)
    let errors = everyKind()
    #expect(errors.count >= 13)
    for error in errors { add(error) }
    for attempt in try failuresAboutPlantedValues() { add(attempt) }
    return all
}

private let fault = EkycError.ServiceFault(httpStatus: 400, code: "C", text: "words", requestId: "R", recommend: "https://example.com/")

/// What a verification gives, full of values that are personal data.
private let verification: [any Sendable] = {
    let (planted, more) = ("PlantedExtra", ["x": "PlantedExtra"])
    let json = EkycJsonText(members: more, raw: planted)
    let fields = CheckResultResponse.DocumentFields(name: planted, idNumber: planted, all: more, raw: planted)
    let spoof = CheckResultResponse.SpoofResult(forged: true, types: CheckResultResponse.SpoofType.allCases, other: more, raw: planted)
    let document = CheckResultResponse.DocumentResult(fields: fields, spoof: spoof, picture: Data(planted.utf8), other: more, raw: planted)
    let face = CheckResultResponse.FaceResult(passed: true, quality: 1, picture: Data(planted.utf8), videoUrl: planted, other: more, raw: planted)
    let sources = CheckResultResponse.SourceResult(govId: 1, other: more, raw: planted)
    let log = CheckVerifyLogResponse(
        requestId: "R", passed: .yes, subCode: planted, interruptPage: planted, logInfo: [planted], logInfoEn: [planted],
        logStatisticsInfo: json, other: more)
    return [
        json, fields, spoof, document, face, sources, log, VerificationPassed.yes, DeleteVerifyResultRequest.DeleteType.allCases[0], CheckResultResponse.SpoofType.allCases[0],
        VerificationState.allCases[0], CheckVerifyLogResponse.VerifyErrorCode.allCases[0], CheckVerifyLogResponse.VerifyStatus.allCases[0],
        CheckResultResponse(
            requestId: "R", state: VerificationState.allCases[0], passed: .no, subCode: planted, face: face, document: document,
            sources: sources, risk: json, other: more),
        CheckResultRequest(merchantBizId: "B", transactionId: "T", extraParameters: more),
        CheckVerifyLogRequest(merchantBizId: "B", transactionId: "T", extraParameters: more),
        DeleteVerifyResultRequest(transactionId: "T", extraParameters: more),
        DeleteVerifyResultResponse(requestId: "R", deleted: true),
        AwaitResultRequest(checkResult: CheckResultRequest(merchantBizId: "B", transactionId: "T", extraParameters: more)),
        CallbackHint(transactionId: "T", passed: .yes, subCode: planted, deliveryKey: "D"),
        CallbackDelivery.allCases[0], EkycError.CallbackProblem.allCases[0],
        OperationRequest(operation: "Initialize", query: more, form: more), OperationResponse(requestId: "R", json: planted),
    ]
}()

/// The settings of every source of keys, and the credentials that are made of them.
private func sources(proxy: ClientConfig.Proxy) throws -> [Any] {
    let http = SourceHttp(extraRootCertificatesPem: nil, trustedRoots: .bundled, proxy: proxy)
    let chain = ChainSettings(http: http)
    let (cli, ini) = (CliProfile(http: http), IniProfile(http: http))
    let (oidc, ecs) = (OidcRole(roleArn: "acs:ram::1:role/r", http: http), EcsRole(roleName: "r"))
    let uri = CredentialsUri(uri: "https://127.0.0.1/\(Planted.securityToken)?token=\(Planted.keySecret)", http: http)
    let role = AssumeRole(roleArn: "acs:ram::1:role/r", http: http)
    let keys = TemporaryKeys(id: "PlantedKeyId", secret: Planted.keySecret, token: Planted.securityToken)
    return [
        http, chain, cli, ini, oidc, ecs, uri, role, try Credentials.defaultChain(chain), try Credentials.cliProfile(cli),
        try Credentials.iniProfile(ini), try Credentials.ecsRole(ecs), try Credentials.uri(uri),
        try Credentials.assumeRole(role, with: plantedCredentials()), try Credentials.provider { keys },
    ]
}

private let attemptEvent = AttemptEvent(
    operation: "Initialize", call: 1, attempt: 1, startedAt: .distantPast, duration: .seconds(1), requestBytes: 1,
    responseBytes: 1,
    outcome: "success", outcomeUnknown: false, httpStatus: 200, requestId: "R")

private let callEvent = CallEvent(
    operation: "Initialize", call: 1, attempts: 1, startedAt: .distantPast, duration: .seconds(1), credentials: .zero,
    queued: .zero,
    backoff: .zero, requestBytes: 1, responseBytes: 1, outcome: "success", outcomeUnknown: false)

private func everyKind() -> [EkycError] {
    EkycError.Kind.allCases.map { EkycError($0, "a sentence about \($0)", reason: "r", fault: fault, attempts: 2) }
}
