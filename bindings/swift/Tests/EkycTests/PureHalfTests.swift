import Ekyc
import EkycTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension EkycTests {
    /// Signing and reading for an HTTP stack of the user's own.
    @Suite struct PureHalf {
        private let date = "2025-01-02T03:04:05Z"
        private let nonce = "0123456789abcdef0123456789abcdef"

        /// Vector C of the project's fact sheet, and with a token, E.
        @Test func signingWithDateAndNonceGivesTheKnownSignature() throws {
            var request = InitializeRequest(
                productCode: .eKyc, merchantBizId: "e0c34a77f5ac40a5aa5e6ed20c35aaaa",
                metaInfo: #"{"deviceType":"h5","a b":"é*~"}"#, merchantUserId: "123456789", docType: .globalPassport)
            request.docPageConfig = [.back]
            let config = ClientConfig(region: .hongKong)
            let key = try Credentials.accessKey(id: "YourAccessKeyId", secret: "YourAccessKeySecret")
            let signed = try signInitialize(request, config: config, credentials: key, date: date, nonce: nonce)
            #expect(signed.method == "POST")
            #expect(
                signed.url.hasPrefix(
                    "https://cloudauth-intl.cn-hongkong.aliyuncs.com/?DocPageConfig=%5B%22OCR_ID_BACK%22%5D&DocType="))
            #expect(signed.body.isEmpty)
            #expect(signed.value("x-acs-date") == date)
            #expect(signed.value("x-acs-signature-nonce") == nonce)
            #expect(
                signed.value("authorization").hasSuffix(
                    "Signature=712e1084f587315d97844ad3df98ca1ac517a6f8b587f97c065220e205b04c49"))

            request.facePicture = Data([0x00, 0x00, 0x3E, 0xFC, 0x00])
            let temporary = try Credentials.temporary(
                id: "YourAccessKeyId", secret: "YourAccessKeySecret", token: "YourSecurityToken")
            let withBody = try signInitialize(request, config: config, credentials: temporary, date: date, nonce: nonce)
            #expect(String(decoding: withBody.body, as: UTF8.self) == "FacePictureBase64=AAA%2B%2FAA%3D")
            #expect(withBody.value("x-acs-security-token") == "YourSecurityToken")
        }

        @Test func theResultAndAnyOperationAreSignedInTheSameWay() async throws {
            let config = ClientConfig(region: .hongKong)
            let key = try Credentials.accessKey(id: "id", secret: "secret")
            let question = CheckResultRequest(merchantBizId: "b1", transactionId: "hks1")
            #expect(try await signCheckResult(question, config: config, credentials: key).value("x-acs-action") == "CheckResult")
            let any = OperationRequest(operation: "FaceCompare", form: ["A": "1"])
            let signed = try await signOperation(any, config: config, credentials: key)
            #expect(signed.value("x-acs-action") == "FaceCompare" && signed.body == Data("A=1".utf8))
            let answer = HttpAnswer(status: 200, body: Data(#"{"Code":"Success","RequestId":"R"}"#.utf8))
            #expect(try readOperation(answer, request: any).requestId == "R")
        }

        @Test func anotherHttpStackSendsTheSignedRequest() async throws {
            try await withSandbox("--http") { sandbox in
                let config = ClientConfig(endpoint: sandbox.endpoint)
                let signed = try await signInitialize(.valid(), config: config, credentials: .sandbox())
                var request = URLRequest(url: try #require(URL(string: signed.url)))
                request.httpMethod = signed.method
                for header in signed.headers where header.name != "host" {
                    request.setValue(header.value, forHTTPHeaderField: header.name)
                }
                let (body, response) = try await URLSession.shared.data(for: request)
                let status = try #require(response as? HTTPURLResponse).statusCode
                let answer = try readInitialize(HttpAnswer(status: status, body: body))
                #expect(!answer.transactionId.isEmpty)
                #expect(try await sandbox.control.seen().events.last?.verdict == "Success")
            }
        }

        @Test func aRequestIsValidatedBeforeItIsSigned() async throws {
            var request = try InitializeRequest.valid()
            request.docType = nil
            let invalid = request
            try await failure(telling: Told("invalid_request"), "docType") {
                try signInitialize(invalid, config: ClientConfig(region: .hongKong), credentials: .sandbox())
            }
            try await failure(telling: Told("invalid_configuration"), "region") {
                try signInitialize(.valid(), config: ClientConfig(), credentials: .sandbox(), date: date, nonce: nonce)
            }
        }

        @Test func answersAreRead() async throws {
            let good =
                #"{"RequestId":"R","Code":"success","New":1,"Result":{"TransactionId":"hks1","TransactionUrl":"u","Protocol":"p","ClientCfg":"c"}}"#
            let answer = try readInitialize(HttpAnswer(status: 200, body: Data(good.utf8)))
            #expect(
                answer
                    == InitializeResponse(
                        requestId: "R", transactionId: "hks1", transactionUrl: "u", protocol: "p", clientConfig: "c"))

            let busy = HttpAnswer(
                status: 403, headers: [HttpHeader(name: "X-Acs-Retry-After", value: "250")],
                body: Data(#"{"RequestId":"R","Code":"Throttling.User","Message":"slow down"}"#.utf8))
            let told = Told("throttled", code: "Throttling.User", httpStatus: 403, hasRequestId: true)
            let error = try await failure(telling: told, "slow down", "retry after 250 ms") { try readInitialize(busy) }
            #expect(error.kind == .throttled && error.retryAfter == .milliseconds(250))

            try await failure(telling: Told("unexpected_answer", httpStatus: 502), "not JSON") {
                try readInitialize(HttpAnswer(status: 502, body: Data("<html>".utf8)))
            }
        }

        @Test func idsAreFreshAndMaskedOnesStable() async throws {
            let ids = try Set((1...100).map { _ in try newMerchantBizId() })
            #expect(ids.count == 100)
            #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })

            // RFC 4231, test case 2.
            let masked = try maskMerchantUserId("what do ya want for nothing?", key: Data("Jefe".utf8))
            #expect(masked == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
            try await failure(telling: Told("invalid_request"), "key is required", "userId is required") {
                try maskMerchantUserId("", key: Data())
            }
        }

        @Test func theVersionIsTheLibrarys() {
            #expect(ekycVersion.wholeMatch(of: /\d+\.\d+\.\d+.*/) != nil)
        }
    }
}

extension SignedRequest {
    fileprivate func value(_ name: String) -> String {
        headers.first { $0.name == name }?.value ?? ""
    }
}
