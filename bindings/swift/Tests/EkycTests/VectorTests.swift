import Ekyc
import Foundation
import Testing

extension EkycTests {
    /// The golden vectors of the signature, shared with Rust and Kotlin: a folder a case, a file a stage.
    @Suite struct Vectors {
        @Test func everyCaseAgreesStageByStage() throws {
            let folder = try Required.path("EKYC_VECTORS").appendingPathComponent("acs3")
            let cases = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { FileManager.default.fileExists(atPath: $0.appendingPathComponent("request.json").path) }
                .sorted { $0.path < $1.path }
            #expect(cases.count >= 25)
            for folder in cases {
                try check(folder)
            }
            try visited(cases.map(\.lastPathComponent))
        }

        private func check(_ folder: URL) throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let vector = try decoder.decode(Vector.self, from: stage("request.json", of: folder))
            let signature = try signAcs3(vector.request, credentials: vector.credentials)
            let body = FileManager.default.fileExists(atPath: folder.appendingPathComponent("body.bin").path)
            // In the order of computation, and as bytes: Swift's strings count composed and decomposed letters as equal.
            let stages: [(String, Data)] = [
                ("canonical-request.txt", Data(signature.canonicalRequest.utf8)),
                ("string-to-sign.txt", Data(signature.stringToSign.utf8)),
                ("authorization.txt", Data(signature.authorization.utf8)),
                ("url.txt", Data(signature.request.url.utf8)),
            ]
            let expectedBody = body ? try stage("body.bin", of: folder) : Data()
            #expect(signature.request.body == expectedBody, "\(folder.lastPathComponent): body.bin")
            for (name, found) in stages {
                let expected = try stage(name, of: folder)
                #expect(found == expected, "\(folder.lastPathComponent): \(name)")
            }
        }

        private func stage(_ name: String, of folder: URL) throws -> Data {
            try Data(contentsOf: folder.appendingPathComponent(name))
        }

        /// Tells xtask, which fails if a suite left a case out.
        private func visited(_ names: [String]) throws {
            guard let path = ProcessInfo.processInfo.environment["EKYC_SIGN_VISITED"], !path.isEmpty else { return }
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data(names.map { "swift \($0)\n" }.joined().utf8))
        }
    }
}

/// `request.json`: pairs as lists, because order and repetition count.
private struct Vector: Decodable {
    let accessKeyId: String
    let accessKeySecret: String
    let securityToken: String?
    let method: String
    let host: String
    let path: String
    let action: String
    let version: String
    let date: String
    let nonce: String
    let query: [[String]]
    let headers: [[String]]
    let form: [[String]]?
    let bodyBase64: String?

    var credentials: Credentials {
        get throws {
            if let securityToken {
                return try .temporary(id: accessKeyId, secret: accessKeySecret, token: securityToken)
            }
            return try .accessKey(id: accessKeyId, secret: accessKeySecret)
        }
    }

    var request: Acs3Request {
        get throws {
            let body = try #require(Data(base64Encoded: bodyBase64 ?? ""))
            return Acs3Request(
                method: method, host: host, path: path, action: action, version: version, date: date, nonce: nonce,
                query: query.map { .init(name: $0[0], value: $0[1]) },
                headers: headers.map { HttpHeader(name: $0[0], value: $0[1]) },
                form: (form ?? []).map { .init(name: $0[0], value: $0[1]) }, body: body)
        }
    }
}
