import Ekyc
import Foundation
import Testing

extension EkycTests {
    /// No format of any public type shows a secret or personal data.
    @Suite struct Formatting {
        @Test func nothingPlantedIsShown() async throws {
            for (name, texts) in try await everyPublicType() {
                #expect(texts.allSatisfy { !$0.isEmpty }, "\(name)")
                for text in texts {
                    for trace in Planted.traces where text.contains(trace) {
                        Issue.record("a \(name) shows \(trace): \(text)")
                    }
                }
            }
        }

        /// A new public type must be added to the list below.
        @Test func noPublicTypeIsLeftOut() async throws {
            let formatted = try await Set(everyPublicType().map(\.name))
            let declared = try Declarations.publicTypes()
            #expect(declared.isSuperset(of: ["EkycClient", "EkycError", "Credentials", "InitializeRequest"]))
            #expect(declared.subtracting(formatted).isEmpty)
        }

        @Test func allGeneratedDataIsExportedAndNothingElse() throws {
            #expect(try Declarations.generatedData() == Declarations.exported())
        }

        @Test func whatIsOpenIsStillShown() throws {
            let request = try planted()
            #expect("\(request)".contains(request.merchantBizId))
            #expect(try "\(credentials())".contains("PlantedKeyId"))
            #expect("\(Violation(field: "MetaInfo", reason: "is empty"))" == "MetaInfo is empty")
        }

        @Test func theServicesWordsAreClearedOfTheRequestsValues() async throws {
            try await withSandbox { sandbox in
                let request = try planted()
                let quoted = [request.metaInfo, request.merchantUserId, request.callbackToken ?? "", "PlantedExtra"]
                let encoded = quoted.compactMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
                try await sandbox.control.set(
                    .answer(400, code: "Echo", text: "I got " + (quoted + encoded).joined(separator: ", ")))
                let error = try await failure(
                    telling: Told("rejected", code: "Echo", httpStatus: 400, hasRequestId: true), "I got ***"
                ) {
                    try await sandbox.client().initialize(request)
                }
                for text in everyFormat(of: error) + everyFormat(of: try #require(error.fault)) {
                    for trace in Planted.traces { #expect(!text.contains(trace)) }
                }
            }
        }
    }
}

private func planted() throws -> InitializeRequest {
    var request = try InitializeRequest.valid()
    request.facePicture = Data("PlantedPicture".utf8)
    request.extraParameters = ["NextMonth": "PlantedExtra"]
    return request
}

private func credentials() throws -> Credentials {
    try .temporary(id: "PlantedKeyId", secret: Planted.keySecret, token: Planted.securityToken)
}

/// A value of every public type, full of planted values, in every format.
private func everyPublicType() async throws -> [(name: String, texts: [String])] {
    var all: [(name: String, texts: [String])] = []
    func add<Value>(_ value: Value) { all.append(("\(type(of: value))", everyFormat(of: value))) }

    let request = try planted()
    add(request)
    add(DocPage.back)
    add(DocScanMode.auto)
    add(DocType.other(code: "X"))
    add(IdThreshold.loose)
    add(LivenessModel.liveness)
    add(ProcedurePriority.keep)
    add(ProductCode.eKyc)
    add(SecurityLevel.safe)
    add(
        InitializeResponse(
            requestId: "R", transactionId: "T", transactionUrl: "https://example.com/?token=\(Planted.callbackToken)",
            protocol: Planted.metaInfo, clientConfig: Planted.metaInfo))

    let config = ClientConfig(region: .hongKong)
    add(config)
    add(Network.vpc)
    add(Region.jakarta)
    add(try credentials())
    add(try EkycClient(config: config, credentials: credentials()))

    let signed = try signInitialize(request, config: config, credentials: credentials())
    add(signed)
    for header in signed.headers { add(header) }
    add(HttpAnswer(status: 200, headers: signed.headers, body: Data(Planted.metaInfo.utf8)))
    let parameters = [Parameter(name: "MetaInfo", value: Planted.metaInfo)]
    let raw = Acs3Request(
        method: "POST", host: "example.com", path: "/", action: "Initialize", version: "2022-08-09",
        date: "2025-01-02T03:04:05Z", nonce: "n", query: parameters,
        headers: [Header(name: "x-acs-security-token", value: Planted.securityToken)], form: parameters)
    add(raw)
    for parameter in parameters { add(parameter) }
    var signable = raw
    signable.headers = []
    add(try signAcs3(signable, credentials: credentials()))

    add(AccessSubject.account)
    add(Deadline.attempt)
    add(NetworkPhase.tls)
    add(Violation(field: "MetaInfo", reason: "is empty"))
    add(fault)
    let errors = everyKind()
    #expect(Set(errors.map(\.kind)).count == 12)
    for error in errors { add(error) }
    for attempt in try failures() { add(attempt) }
    return all
}

private let fault = ServiceFault(httpStatus: 400, code: "C", text: "words", requestId: "R", recommend: "https://example.com/")

private func everyKind() -> [EkycError] {
    [
        .invalidConfiguration(setting: "s", reason: "r"), .invalidRequest(violations: [Violation(field: "F", reason: "r")]),
        .credentials(reason: "r", fault: nil), .credentials(reason: "r", fault: fault),
        .network(phase: .tls, outcomeUnknown: false, reason: "r"),
        .timeout(deadline: .overall, limit: .seconds(3), outcomeUnknown: true),
        .throttled(retryAfter: .seconds(1), fault: fault), .accessDenied(subject: .account, remedy: "r", fault: fault),
        .rejected(fault: fault), .serviceFailure(fault: fault),
        .unexpectedAnswer(httpStatus: 302, requestId: nil, reason: "r"), .cancelled(outcomeUnknown: true),
        .internal(reason: "r"),
    ]
}

/// Errors about planted values: what they say must not repeat them.
private func failures() throws -> [EkycError] {
    var errors: [EkycError] = []
    func provoke(_ call: () throws(EkycError) -> Any) {
        do { _ = try call() } catch { errors.append(error) }
    }
    provoke { () throws(EkycError) in try Credentials.accessKey(id: "i", secret: "\(Planted.keySecret) ") }
    provoke { () throws(EkycError) in try Credentials.temporary(id: "i", secret: "s", token: "\(Planted.securityToken)\n") }
    var request = try planted()
    request.merchantBizId = "-\(Planted.merchantUserId)-"
    request.sceneCode = Planted.metaInfo
    request.callbackUrl = "http://example.com/\(Planted.callbackToken)"
    let (wrong, credentials) = (request, try credentials())
    provoke { () throws(EkycError) in
        try signInitialize(wrong, config: ClientConfig(region: .hongKong), credentials: credentials)
    }
    provoke { () throws(EkycError) in try readInitialize(HttpAnswer(status: 200, body: Data(Planted.metaInfo.utf8))) }
    let sent = try planted()
    let echo = Data(#"{"Code":"InvalidParameter","Message":"of \#(sent.merchantUserId)."}"#.utf8)
    provoke { () throws(EkycError) in try readInitialize(HttpAnswer(status: 400, body: echo), request: sent) }
    #expect(errors.last?.serviceText == "of ***.")
    #expect(errors.count == 5)
    return errors
}
