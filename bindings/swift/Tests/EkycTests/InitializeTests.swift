import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    @Suite struct Initialize {
        @Test func aTransactionIsBegunOverHttps() async throws {
            try await withSandbox { sandbox in
                #expect(sandbox.endpoint.absoluteString.hasPrefix("https://127.0.0.1:"))
                let response = try await sandbox.client().initialize(.valid())
                #expect(!response.transactionId.isEmpty)
                #expect(!response.requestId.isEmpty)
                #expect(response.transactionUrl?.scheme == "https")
                let event = try #require(await sandbox.control.seen().events.first)
                #expect(event.action == "Initialize")
                #expect(event.verdict == "Success")
                #expect(event.query["MetaInfo"] == Planted.metaInfo)
                #expect(event.headers["user-agent"]?.contains("ekyc/\(ekycVersion) ") == true)
                #expect(event.headers["user-agent"]?.contains(" swift/6 ") == true)
            }
        }

        @Test func theReadmesUseWorks() async throws {
            try await withSandbox { sandbox in
                let response = try await start(
                    sandbox.client(), metaInfo: Planted.metaInfo, maskedUserId: "user-1")
                #expect(!response.transactionId.isEmpty)
            }
        }

        @Test func everyFieldTravelsToItsParameter() async throws {
            try await withSandbox { sandbox in
                var request = try InitializeRequest.valid()
                request.sceneCode = "scene_1"
                request.idSpoof = true
                request.authorize = false
                request.securityLevel = .safe
                request.idThreshold = .strict
                request.model = .photinusLiveness
                request.docVideo = false
                request.callbackUrl = "https://example.com/callback"
                request.appQualityCheck = true
                request.docPageConfig = [.back, .init(rawValue: "OCR_NEXT")]
                request.showGuidePage = false
                request.docScanMode = .init(rawValue: "auto")
                request.returnUrl = "https://example.com/return"
                request.procedurePriority = .keep
                request.languageConfig = "en"
                request.styleConfig = "{}"
                request.showAlbumIcon = true
                request.showOcrResult = false
                request.editOcrResult = true
                request.facePicture = Data([0xFF, 0xD8, 0x00])
                request.extraParameters = ["NextMonth": "\u{1F600} é"]
                _ = try await sandbox.client().initialize(request)

                let event = try #require(await sandbox.control.seen().events.first)
                #expect(
                    event.query == [
                        "ProductCode": "eKYC", "MerchantBizId": request.merchantBizId, "MetaInfo": request.metaInfo,
                        "MerchantUserId": request.merchantUserId, "DocType": "01000000", "SceneCode": "scene_1",
                        "IdSpoof": "Y", "Authorize": "F", "SecurityLevel": "02", "IdThreshold": "1",
                        "Model": "PHOTINUS_LIVENESS", "DocVideo": "N", "CallbackUrl": "https://example.com/callback",
                        "CallbackToken": Planted.callbackToken, "AppQualityCheck": "Y",
                        "DocPageConfig": #"["OCR_ID_BACK","OCR_NEXT"]"#, "ShowGuidePage": "0", "DocScanMode": "auto",
                        "ReturnUrl": "https://example.com/return", "ProcedurePriority": "keep", "LanguageConfig": "en",
                        "StyleConfig": "{}", "ShowAlbumIcon": "1", "ShowOcrResult": "0", "EditOcrResult": "1",
                        "NextMonth": "\u{1F600} é",
                    ])
                #expect(event.form == ["FacePictureBase64": "/9gA"])
            }
        }

        @Test func temporaryCredentialsCarryTheirToken() async throws {
            try await withSandbox("--security-token", "TheToken") { sandbox in
                let client = try sandbox.client()
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)

                await #expect { try await sandbox.client(credentials: .sandbox()).initialize(.valid()) } throws: {
                    ($0 as? EkycError)?.code == "MissingSecurityToken" && ($0 as? EkycError)?.kind == .credentials
                }
            }
        }

        @Test func plainHttpIsForLoopback() async throws {
            try await withSandbox("--http") { sandbox in
                #expect(sandbox.endpoint.absoluteString.hasPrefix("http://127.0.0.1:"))
                let client = try EkycClient(config: ClientConfig(endpoint: sandbox.endpoint), credentials: .sandbox())
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func aHundredCallsInARowTakeOneConnection() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                for _ in 1...100 { _ = try await client.initialize(.valid()) }
                let seen = try await sandbox.control.seen()
                #expect(seen.requests == 100)
                #expect(seen.connections == 1)
            }
        }

        @Test func sixtyFourCallsAtOnceEachGetTheirOwnTransaction() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                let ids = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 1...64 {
                        group.addTask { try await client.initialize(.valid()).transactionId }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(ids.count == 64)
                #expect(try await sandbox.control.seen().requests == 64)
            }
        }
    }
}
