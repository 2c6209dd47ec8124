import Ekyc

extension EkycClient {
    /// Calls what a step names; a success is what its response says.
    func operation(_ name: String?, _ of: JSON, options: CallOptions) async throws -> JSON {
        switch name {
        case nil: return JSON(try await initialize(InitializeRequest(of), options: options))
        case "initialize_v2": return JSON(try await initializeV2(InitializeRequest(of), options: options))
        case "check_result": return JSON(try await checkResult(CheckResultRequest(of), options: options))
        case "await_result":
            var request = AwaitResultRequest(checkResult: CheckResultRequest(of))
            request.limit = of["limit_ms"].milliseconds ?? request.limit
            request.firstPause = of["first_pause_ms"].milliseconds ?? request.firstPause
            request.maxPause = of["max_pause_ms"].milliseconds ?? request.maxPause
            return JSON(try await awaitResult(request, options: options))
        case "check_verify_log":
            let request = CheckVerifyLogRequest(merchantBizId: of.said("merchant_biz_id"), transactionId: of.said("transaction_id"))
            return JSON(try await checkVerifyLog(request, options: options))
        case "delete_verify_result":
            let kind = of["delete_type"].text.map { DeleteType(rawValue: $0) }
            let request = DeleteVerifyResultRequest(transactionId: of.said("transaction_id"), deleteType: kind)
            return JSON(try await deleteVerifyResult(request, options: options))
        case "call":
            let request = OperationRequest(
                operation: of.said("operation"), query: of["query"].members.compactMapValues(\.text),
                form: of["form"].members.compactMapValues(\.text), repeatable: of["repeatable"].truth,
                successCodes: of["success_codes"].texts)
            return JSON(try await call(request, options: options))
        default: throw Unexpected(description: "no such operation: \(name ?? "")")
        }
    }
}

extension CheckResultRequest {
    fileprivate init(_ of: JSON) {
        self.init(
            merchantBizId: of.said("merchant_biz_id"), transactionId: of.said("transaction_id"),
            isReturnImage: of["is_return_image"].truth)
    }
}

extension JSON {
    fileprivate func said(_ name: String) -> String { self[name].text ?? "" }
}
