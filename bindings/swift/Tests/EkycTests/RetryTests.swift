import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    /// Repetitions, the clock, and the client's own quota.
    @Suite struct Retries {
        @Test func eachAttemptHasANonceAndADateOfItsOwnAndTheSameMerchantBizId() async throws {
            try await withSandbox { sandbox in
                var busy = SandboxControl.Fault("throttle")
                busy.retryAfterMs = 1100  // so that the second attempt falls into another second
                try await sandbox.control.set(busy)
                let request = try InitializeRequest.valid()
                #expect(try await !sandbox.client().initialize(request).transactionId.isEmpty)

                let events = try await sandbox.control.seen().events
                #expect(events.map(\.outcome) == ["answered", "answered"])
                #expect(Set(events.map { $0.query["MerchantBizId"] }) == [request.merchantBizId])
                #expect(Set(events.map { $0.headers["x-acs-signature-nonce"] }).count == 2)
                #expect(Set(events.map { $0.headers["x-acs-date"] }).count == 2)
                #expect(Set(events.map { $0.headers["authorization"] }).count == 2)
            }
        }

        @Test func aCallFailsWithItsLastErrorWhenItsAttemptsAreUsedUp() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("unavailable", times: 3))
                let client = try sandbox.client { $0.retry = .soon }
                let told = Told(
                    "service_failure", code: "ServiceUnavailable", httpStatus: 503, hasRequestId: true, attempts: 3)
                try await failure(telling: told, "; 3 attempts") { try await client.initialize(.valid()) }
                #expect(try await sandbox.control.seen().requests == 3)
            }
        }

        @Test func anUnknownOutcomeIsRepeatedOnlyIfTheCallerAllowsIt() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("reset", times: 2))
                let client = try sandbox.client { $0.retry = .soon }
                try await failure(telling: Told("network", attempts: 1, outcomeUnknown: true)) {
                    try await client.initialize(.valid())
                }
                _ = try await client.initialize(.valid(), options: CallOptions(retryUnknownOutcome: true))
                #expect(try await sandbox.control.seen().requests == 3)
            }
        }

        @Test func optionsOverrideTheClientsSettings() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client {
                    $0.retry = .soon
                    $0.quota = QuotaSettings(callsPerSecond: 1)
                }
                try await sandbox.control.set(.init("unavailable"), .init("hang", times: 2))
                var options = CallOptions(maxAttempts: 1)
                let once = try await failure(
                    telling: Told(
                        "service_failure", code: "ServiceUnavailable", httpStatus: 503, hasRequestId: true, attempts: 1)
                ) { try await client.initialize(.valid(), options: options) }
                #expect(once.attempts == 1)

                options.quotaMaxWait = .zero
                let full = try await failure(telling: Told("quota_exhausted"), "Initialize is limited to 1 calls a second") {
                    try await client.initialize(.valid(), options: options)
                }
                #expect(full.operation == "Initialize" && full.callsPerSecond == 1)
                let wait = try #require(full.wait)
                #expect(wait > .zero && wait <= .seconds(1))
                #expect(try await sandbox.control.seen().requests == 1, "the service was not asked")

                for (deadline, limit) in [
                    (EkycError.Deadline.attempt, Duration.milliseconds(50)), (.overall, .milliseconds(1200)),
                ] {
                    var options = CallOptions(maxAttempts: 1)
                    if deadline == .attempt { options.attemptTimeout = limit } else { options.overallTimeout = limit }
                    let late = try await failure(telling: Told("timeout", attempts: 1, outcomeUnknown: true)) {
                        try await client.initialize(.valid(), options: options)
                    }
                    #expect(late.deadline == deadline && late.limit == limit)
                }
            }
        }

        @Test func anOptionThatIsOutOfRangeIsNamed() async throws {
            let client = try EkycClient(config: ClientConfig(endpoint: "https://127.0.0.1:1"), credentials: .sandbox())
            let wrong: [(String, CallOptions)] = [
                ("connectTimeout", CallOptions(connectTimeout: .zero)),
                ("attemptTimeout", CallOptions(attemptTimeout: .milliseconds(-1))),
                ("overallTimeout", CallOptions(overallTimeout: .milliseconds(600_001))),
                ("maxAttempts", CallOptions(maxAttempts: 11)),
                ("quotaMaxWait", CallOptions(quotaMaxWait: .milliseconds(-1))),
            ]
            for (setting, options) in wrong {
                try await failure(telling: Told("invalid_configuration"), ": \(setting): ") {
                    try await client.initialize(.valid(), options: options)
                }
            }
        }

        @Test func aMachineWhoseClockIsHoursOffLearnsTheTime() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.setClock(offset: .seconds(3 * 3600))
                let client = try sandbox.client { $0.retry = .never }
                _ = try await client.initialize(.valid())
                _ = try await client.initialize(.valid())
                #expect(try await sandbox.control.seen().requests == 3, "one call was repeated, the next was right at once")
            }
        }
    }
}
