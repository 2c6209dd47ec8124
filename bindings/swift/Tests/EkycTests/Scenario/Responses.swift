import Ekyc
import Foundation

// What a response says, as JSON with the fields' names in Rust. A number with a fraction is a text with two decimals, a picture its length.

extension JSON {
    init(_ truth: Bool?) { self = truth.map { .truth($0) } ?? .null }
    init(_ number: Double?) { self = number.map { .text(String(format: "%.2f", $0)) } ?? .null }
    init(_ picture: Data?) { self = picture.map { .number(Int64($0.count)) } ?? .null }
    init(_ texts: [String]) { self = .list(texts.map { JSON($0) }) }
    init(_ texts: [String: String]) { self = .object(texts.mapValues { JSON($0) }) }

    init(_ response: InitializeResponse) {
        self = [
            "request_id": JSON(response.requestId), "transaction_id": JSON(response.transactionId),
            "transaction_url": JSON(response.transactionUrl?.absoluteString),
        ]
    }

    init(_ response: CheckResultResponse) {
        let states: [VerificationState: String] = [.inProgress: "in_progress", .pending: "pending", .ended: "ended"]
        self = [
            "request_id": JSON(response.requestId), "state": JSON(states[response.state]), "passed": JSON(response.passed?.code),
            "sub_code": JSON(response.subCode), "face": JSON(response.face), "document": JSON(response.document),
            "sources": JSON(response.sources), "risk": JSON(response.risk), "other": JSON(response.other),
        ]
    }

    private init(_ face: FaceResult?) {
        guard let face else { self = .null; return }
        self = [
            "passed": JSON(face.passed), "attack": JSON(face.attack), "occlusion": JSON(face.occlusion),
            "quality": JSON(face.quality), "comparison_score": JSON(face.comparisonScore), "picture": JSON(face.picture),
            "other": JSON(face.other), "raw": JSON(face.raw),
        ]
    }

    private init(_ document: DocumentResult?) {
        guard let document else { self = .null; return }
        self = [
            "passed": JSON(document.passed), "fields": JSON(document.fields), "edited_fields": JSON(document.editedFields),
            "spoof": JSON(document.spoof), "picture": JSON(document.picture), "other": JSON(document.other),
            "raw": JSON(document.raw),
        ]
    }

    private init(_ fields: DocumentFields?) {
        guard let fields else { self = .null; return }
        self = [
            "surname": JSON(fields.surname), "passport_no": JSON(fields.passportNo), "all": JSON(fields.all),
            "raw": JSON(fields.raw),
        ]
    }

    private init(_ spoof: SpoofResult?) {
        guard let spoof else { self = .null; return }
        self = [
            "forged": JSON(spoof.forged), "types": JSON(spoof.types.map(\.code)), "other": JSON(spoof.other),
            "raw": JSON(spoof.raw),
        ]
    }

    private init(_ sources: SourceResult?) {
        guard let sources else { self = .null; return }
        self = ["gov_id": JSON(sources.govId), "other": JSON(sources.other), "raw": JSON(sources.raw)]
    }

    private init(_ text: JsonText?) {
        guard let text else { self = .null; return }
        self = ["members": JSON(text.members), "raw": JSON(text.raw)]
    }

    init(_ response: CheckVerifyLogResponse) {
        self = [
            "request_id": JSON(response.requestId), "verify_status": JSON(response.verifyStatus?.code),
            "verify_error_code": JSON(response.verifyErrorCode?.code), "interrupt_page_en": JSON(response.interruptPageEn),
            "log_info_en": JSON(response.logInfoEn), "other": JSON(response.other),
        ]
    }

    init(_ response: DeleteVerifyResultResponse) {
        self = [
            "request_id": JSON(response.requestId), "deleted": JSON(response.deleted),
            "transaction_id": JSON(response.transactionId),
        ]
    }

    init(_ response: OperationResponse) { self = ["request_id": JSON(response.requestId), "json": JSON(response.json)] }

    init(_ callback: CallbackHint) {
        let own = callback.ownParameters.map { ["name": JSON($0.name), "value": JSON($0.value)] as JSON }
        self = [
            "transaction_id": JSON(callback.transactionId), "passed": JSON(callback.passed?.code),
            "sub_code": JSON(callback.subCode), "own_parameters": .list(own), "delivery_key": JSON(callback.deliveryKey),
        ]
    }
}
