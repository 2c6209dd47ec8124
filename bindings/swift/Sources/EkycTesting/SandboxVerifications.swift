import Foundation

extension SandboxControl {
    /// How a verification ends.
    public enum Decision: String, Codable, Sendable {
        /// `Y`, 200.
        case passed

        /// `N`, 205.
        case failed

        /// `N`, 205, and the document is told to be forged.
        case forged

        /// The user goes away: there will be no result, and nobody is called back.
        case leaves

        /// The half hour is over at once.
        case timesOut = "times-out"
    }

    /// How a verification ends, and what is told of it.
    public struct Ending: Encodable, Sendable {
        /// How it ends.
        public var decision: Decision

        /// Another sub code than 200 or 205.
        public var subCode: String?

        /// Fields that were read from the document, by the vendor's names.
        public var document: [String: String]?

        /// Fields that the user corrected, by the vendor's names.
        public var edited: [String: String]?

        /// How many calls of CheckResult still find it unfinished.
        public var pendingChecks: Int?

        /// Members of `Result` to set as they are, such as `Passed` to `P`.
        public var result: [String: String]?

        /// How the members that hold JSON arrive: `text`, `object`, `doubled` or `broken`.
        public var extForm: String?

        /// When the callback comes: `once`, `twice` or `never`.
        public var callback: String?

        /// The callback's token: `right`, `wrong` or `absent`.
        public var callbackToken: String?

        /// An end with nothing special.
        public init(_ decision: Decision) { self.decision = decision }
    }

    /// A callback by command: as the verification's own would be, but for what is set here.
    public struct Callback: Encodable, Sendable {
        /// Its token: `right`, `wrong` or `absent`.
        public var token: String?

        /// Another transaction than the verification's.
        public var transactionId: String?

        /// `Y` or `N`, whatever is true.
        public var passed: String?

        /// A sub code, whatever is true.
        public var subCode: String?

        /// As the verification's own would be.
        public init() {}
    }

    /// A verification as the sandbox sees it.
    public struct Verification: Decodable, Sendable {
        /// The service's name for it.
        public var transactionId: String

        /// Your name for it.
        public var merchantBizId: String

        /// `waiting`, `opened`, `left`, `ended` or `expired`.
        public var state: String

        /// `Y` or `N`, once it has ended.
        public var passed: String?

        /// Why, once it has ended.
        public var subCode: String?

        /// The page on which a person decides, for apps too.
        public var pageUrl: String

        /// How many calls of CheckResult asked for it.
        public var checks: Int

        /// The callbacks so far.
        public var callbacks: [CallbackAttempt]
    }

    /// One attempt to call back.
    public struct CallbackAttempt: Decodable, Sendable {
        /// Where it went, without the query.
        public var url: String

        /// The HTTP status of your answer.
        public var status: Int?

        /// Why there was none.
        public var error: String?
    }

    /// All verifications, the oldest first.
    public func verifications() async throws -> [Verification] {
        let all: [String: [Verification]] = try await get("/verifications")
        return all["verifications"] ?? []
    }

    /// A verification as it is now.
    public func verification(_ transactionId: String) async throws -> Verification {
        try await get("/verifications/\(transactionId)")
    }

    /// Makes a verification end, as the user's doing would.
    @discardableResult
    public func end(_ transactionId: String, _ ending: Ending) async throws -> Verification {
        // The encoder turns members into snake case, and leaves the keys of dictionaries, which are the vendor's names.
        try await decoded(send("PUT", "/verifications/\(transactionId)", encoder.encode(ending)))
    }

    /// Makes a verification end, as the user's doing would.
    @discardableResult
    public func end(_ transactionId: String, _ decision: Decision) async throws -> Verification {
        try await end(transactionId, Ending(decision))
    }

    /// Calls the verification's CallbackUrl now, and tells what came of it.
    @discardableResult
    public func callBack(_ transactionId: String, _ callback: Callback = Callback()) async throws -> CallbackAttempt {
        try await decoded(send("POST", "/verifications/\(transactionId)/callback", encoder.encode(callback)))
    }
}
