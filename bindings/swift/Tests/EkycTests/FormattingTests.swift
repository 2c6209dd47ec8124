import Ekyc
import EkycTesting
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

        @Test func whatIsOpenIsStillShown() throws {
            let request = try plantedRequest()
            #expect("\(request)".contains(request.merchantBizId))
            #expect(try "\(plantedCredentials())".contains("PlantedKeyId"))
            #expect("\(EkycError.Violation(field: "MetaInfo", reason: "is empty"))".contains("is empty"))
        }

        @Test func theServicesWordsAreClearedOfTheRequestsValues() async throws {
            try await withSandbox { sandbox in
                let request = try plantedRequest()
                let quoted = [request.metaInfo, request.merchantUserId, request.callbackToken ?? "", "PlantedExtra"]
                let encoded = quoted.compactMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
                try await sandbox.control.set(
                    .answer(400, code: "Echo", text: "I got " + (quoted + encoded).joined(separator: ", ")))
                let error = try await failure(
                    telling: Told("rejected", code: "Echo", httpStatus: 400, hasRequestId: true, attempts: 1), "I got ***"
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
