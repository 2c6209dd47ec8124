import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// Errors that the service's answer means.
    @Suite struct ServiceErrors {
        @Test func credentials() async throws {
            try await withSandbox { sandbox in
                let wrong = try Credentials.accessKey(id: Sandbox.keyId, secret: "WrongSecret")
                let client = try EkycClient(config: sandbox.config, credentials: wrong)
                let told = Told("credentials", code: "SignatureDoesNotMatch", httpStatus: 400, hasRequestId: true, attempts: 1)
                let error = try await failure(telling: told, "credentials: ", "secret") {
                    try await client.initialize(.valid())
                }
                #expect(error.reason?.contains("AccessKey secret") == true)
                let fault = try #require(error.fault)
                #expect(!fault.text.contains(Planted.merchantUserId))

                let unknown = try Credentials.accessKey(id: "NobodysKey", secret: Sandbox.keySecret)
                let other = try EkycClient(config: sandbox.config, credentials: unknown)
                let notFound = try await failure(
                    telling: Told(
                        "credentials", code: "InvalidAccessKeyId.NotFound", httpStatus: 404, hasRequestId: true, attempts: 1)
                ) { try await other.initialize(.valid()) }
                #expect(notFound != error)
            }
        }

        @Test func throttled() async throws {
            try await withSandbox { sandbox in
                var fault = SandboxControl.Fault("throttle")
                fault.retryAfterMs = 1500
                try await sandbox.control.set(fault, .init("throttle"))
                let client = try sandbox.client { $0.retry = .never }
                let told = Told("throttled", code: "Throttling.Api", httpStatus: 403, hasRequestId: true, attempts: 1)

                let first = try await failure(telling: told, "retry after 1500 ms") { try await client.initialize(.valid()) }
                #expect(first.retryAfter == .milliseconds(1500))

                let second = try await failure(telling: told) { try await client.initialize(.valid()) }
                #expect(second.kind == .throttled && second.retryAfter == nil)
            }
        }

        @Test(arguments: [
            ("Forbidden.RAMUserAccessDenied", EkycError.AccessSubject.ramUser, "AliyunAntCloudAuthFullAccess"),
            ("Forbidden.AccountAccessDenied", EkycError.AccessSubject.account, "activate"),
        ])
        func accessDenied(code: String, subject: EkycError.AccessSubject, remedy: String) async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.answer(403, code: code))
                let told = Told("access_denied", code: code, httpStatus: 403, hasRequestId: true, attempts: 1)
                let error = try await failure(telling: told, remedy) { try await sandbox.client().initialize(.valid()) }
                #expect(error.subject == subject && error.remedy?.contains(remedy) == true)
                #expect(error.serviceText == "As the service says it.")
            }
        }

        @Test func rejected() async throws {
            try await withSandbox { sandbox in
                var request = try InitializeRequest.valid()
                request.securityLevel = .init(rawValue: "99")
                let error = try await failure(
                    telling: Told("rejected", code: "InvalidParameter", httpStatus: 400, hasRequestId: true, attempts: 1)
                ) {
                    try await sandbox.client().initialize(request)
                }
                let fault = try #require(error.fault)
                #expect(error.kind == .rejected && error.attempts == 1 && !error.outcomeUnknown && fault.code == error.code)
                let event = try #require(await sandbox.control.seen().events.last)
                #expect(event.query["SecurityLevel"] == "99")
            }
        }

        @Test func aCodeOtherThanSuccessIsAnErrorEvenWithStatus200() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.answer(200, code: "SomethingNew"))
                try await failure(
                    telling: Told("rejected", code: "SomethingNew", httpStatus: 200, hasRequestId: true, attempts: 1)
                ) {
                    try await sandbox.client().initialize(.valid())
                }
            }
        }

        @Test(arguments: [("internal_error", 500, "InternalError"), ("unavailable", 503, "ServiceUnavailable")])
        func serviceFailure(fault: String, status: Int, code: String) async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init(fault))
                let client = try sandbox.client { $0.retry = .never }
                let told = Told("service_failure", code: code, httpStatus: status, hasRequestId: true, attempts: 1)
                try await failure(telling: told, "service failure: ") { try await client.initialize(.valid()) }
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "the client stays healthy")
            }
        }

        @Test func unexpectedAnswer() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                var redirect = SandboxControl.Fault("redirect")
                redirect.location = "https://example.com/"
                let cases: [(SandboxControl.Fault, Int, Bool, String)] = [
                    (.init("not_json"), 200, false, "not JSON"), (.init("huge"), 200, true, "larger than"),
                    (redirect, 302, false, "redirect"),
                    (.answer(200, code: "Success"), 200, true, "without a TransactionId"),
                ]
                for (fault, status, hasRequestId, part) in cases {
                    try await sandbox.control.set(fault)
                    let told = Told(
                        "unexpected_answer", httpStatus: status, hasRequestId: hasRequestId, attempts: 1, outcomeUnknown: true)
                    let error = try await failure(telling: told, part, "HTTP \(status)") {
                        try await client.initialize(.valid())
                    }
                    #expect(error.fault == nil)
                }
            }
        }
    }
}

extension SandboxControl.Fault {
    /// An answer in the service's own shape, without a result.
    static func answer(_ status: Int, code: String, text: String = "As the service says it.") -> Self {
        var fault = Self("answer")
        fault.status = status
        fault.headers = ["content-type": "application/json"]
        let body = ["RequestId": "3F1CA6F7-0000-4000-8000-123456789ABC", "Code": code, "Message": text]
        fault.body = (try? JSONEncoder().encode(body)).map { String(decoding: $0, as: UTF8.self) }
        return fault
    }
}
