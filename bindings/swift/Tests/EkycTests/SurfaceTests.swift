import Ekyc
import EkycTesting
import Foundation
import Testing

// What an application of a user's own looks like, as the documentation shows it.

/// The only place that knows the service. It takes the client's protocol, so that a test can stand in for it.
private struct Verifications: Sendable {
    let service: any EkycOperations

    func start(user: String, metaInfo: String) async throws -> Started {
        let request = InitializeRequest(
            productCode: .eKyc, merchantBizId: "0123456789abcdef0123456789abcdef", metaInfo: metaInfo, merchantUserId: user,
            docType: .globalPassport)
        return Started(try await service.initialize(request))
    }
}

/// What the server hands on to the app, which gives it to the vendor's client SDK.
private struct Started: Codable, Equatable {
    let transactionId: String
    let `protocol`: String?
    let clientConfig: String?
    let transactionUrl: URL?

    init(_ response: InitializeResponse) {
        transactionId = response.transactionId
        `protocol` = response.protocol
        clientConfig = response.clientConfig
        transactionUrl = response.transactionUrl
    }
}

/// Stands in for the client: no network, and nothing of the native library.
private struct Stub: EkycOperations {
    let answer: Result<InitializeResponse, EkycError>

    func initialize(_ request: InitializeRequest, options: CallOptions?) async throws -> InitializeResponse {
        try answer.get()
    }
}

extension EkycTests {
    /// The shape of what users write with the library.
    @Suite struct Surface {
        private static let response = InitializeResponse(
            requestId: "R", transactionId: "hks1", transactionUrl: URL(string: "https://example.com/verify?t=1"), protocol: "p",
            clientConfig: "c")

        @Test func aTestStandsInForTheClient() async throws {
            let good = Verifications(service: Stub(answer: .success(Self.response)))
            #expect(try await good.start(user: "u", metaInfo: "{}").transactionId == "hks1")

            let busy = EkycError(.throttled, "throttled: slow down", retryAfter: .seconds(2))
            let bad = Verifications(service: Stub(answer: .failure(busy)))
            await #expect(throws: busy) { try await bad.start(user: "u", metaInfo: "{}") }
            do {
                _ = try await bad.start(user: "u", metaInfo: "{}")
            } catch EkycError.Kind.throttled {
                // A kind can stand in a catch by itself.
            }
        }

        @Test func whatAStandInDoesNotImplementSaysSo() async throws {
            struct Nothing: EkycOperations {}
            let nothing = Verifications(service: Nothing())
            await #expect(throws: EkycNotImplemented(operation: "initialize")) {
                try await nothing.start(user: "u", metaInfo: "{}")
            }
        }

        @Test func theAnswerIsHandedOnAsJson() throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let json = String(decoding: try encoder.encode(Started(Self.response)), as: UTF8.self)
            #expect(
                json
                    == #"{"clientConfig":"c","protocol":"p","transactionId":"hks1","transactionUrl":"https://example.com/verify?t=1"}"#
            )
            #expect(try JSONDecoder().decode(Started.self, from: Data(json.utf8)) == Started(Self.response))
        }

        /// Configuration files and JSON hold the service's codes.
        @Test func valuesHaveACodeBothWays() {
            #expect(ClientConfig.Region(rawValue: "cn-hongkong") == .hongKong)
            #expect(ClientConfig.Region(rawValue: "mars") == nil)
            #expect(DocType(rawValue: "01000000") == .globalPassport && DocType.globalPassport.code == "01000000")
            #expect(DocType(rawValue: "next month") != .globalPassport && DocType(rawValue: "next month").code == "next month")
            #expect(DocType.allCases.count >= 8 && Set(DocType.allCases).count == DocType.allCases.count)
            #expect(ProductCode.allCases.contains(.eKyc) && "\(ProductCode.eKyc)" == "eKYC")
        }

        /// The codes stand in documentation, from where they are generated; the core says whether they are right.
        @Test func everyCodeIsTheOneThatIsSent() async throws {
            try await withSandbox("--http") { sandbox in
                let client = try sandbox.client { $0.retry = .never }
                for product in ProductCode.allCases {
                    var request = try InitializeRequest.valid()
                    request.productCode = product
                    _ = try? await client.initialize(request)
                    #expect(try await sandbox.control.seen().events.last?.query["ProductCode"] == product.code)
                }
                for docType in DocType.allCases + [DocType(rawValue: "NEW")] {
                    var request = try InitializeRequest.valid()
                    request.docType = docType
                    _ = try? await client.initialize(request)
                    #expect(try await sandbox.control.seen().events.last?.query["DocType"] == docType.code)
                }
            }
        }

        /// Names that would hide a module of Apple's, or a type that a user is likely to have.
        @Test func noNameHidesAnother() throws {
            let common: Set = [
                "Network", "Region", "Header", "Parameter", "Proxy", "Deadline", "Violation", "Attempts", "Request", "Response",
                "Error",
                "Client", "Config", "Logger", "Observer", "Event",
            ]
            #expect(try Declarations.publicTypes().intersection(common).isEmpty)
        }

        @Test func aTagComesBackInErrorsAndEvents() async throws {
            try await withSandbox { sandbox in
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder)
                try await sandbox.control.set(.answer(400, code: "No"))
                let error = try await failure(
                    telling: Told("rejected", code: "No", httpStatus: 400, hasRequestId: true, attempts: 1)
                ) { try await client.initialize(.valid(), options: CallOptions(tag: "order-17")) }
                #expect(error.tag == "order-17")
                let (attempts, call) = try await recorder.nextCall()
                #expect(attempts.map(\.tag) == ["order-17"] && call.tag == "order-17")
            }
        }
    }
}
