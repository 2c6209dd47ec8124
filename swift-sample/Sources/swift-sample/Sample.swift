import Ekyc
import Foundation

/// Starts one verification and prints its transaction id.
///
/// Not in `main.swift`: the optimiser of Swift 6.0.3 miscompiles asynchronous code at the top level of that file.
@main
struct Sample {
    static func main() async {
        do {
            let settings = Settings(environment: ProcessInfo.processInfo.environment)
            let client = try EkycClient(config: settings.config(), credentials: .fromEnvironment())
            print("TransactionId: \(try await client.initialize(settings.request()).transactionId)")
        } catch let error as EkycError {
            fail(error.kind.rawValue, error.code, error.requestId)
        } catch is CancellationError {
            fail("cancelled")
        } catch {
            // EKYC_CA_FILE is missing or no text.
            fail("invalid_configuration")
        }
    }

    /// One line, for scripts. A program for people would show the error's `localizedDescription`.
    private static func fail(_ kind: String, _ code: String? = nil, _ requestId: String? = nil) -> Never {
        let line = "error kind=\(kind) code=\(code ?? "-") request_id=\(requestId ?? "-")\n"
        FileHandle.standardError.write(Data(line.utf8))
        exit(1)
    }
}
