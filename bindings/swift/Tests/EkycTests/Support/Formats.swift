import Foundation

/// Every text that Swift makes of a value on its own: printed, interpolated, dumped, mirrored, inside other values, as an
/// error.
func everyFormat<Value>(of value: Value) -> [String] {
    var texts = [String(describing: value), String(reflecting: value), "\(value)"]
    texts += [
        "\([value])", "\(["key": value])", "\(Optional(value) as Any)", "\((1, value))",
        "\(Result<Value, Never>.success(value))",
    ]
    texts += [String(describing: value as Any), String(reflecting: [Optional(value)])]
    var stream = ""
    print(value, to: &stream)
    debugPrint(value, to: &stream)
    dump(value, to: &stream)
    dump([value], to: &stream, name: "a name")
    dump(Holder(held: value), to: &stream)
    print(Holder(held: value), to: &stream)
    texts.append(stream)
    texts += mirrored(Mirror(reflecting: value), depth: 8)
    if let error = value as? any Error { texts += everyFormat(ofError: error) }
    return texts
}

/// A user's own type that holds one of ours.
private struct Holder<Held> {
    let held: Held
}

private func everyFormat(ofError error: any Error) -> [String] {
    let bridged = error as NSError
    var texts = [error.localizedDescription, bridged.localizedDescription, bridged.description, "\(bridged.userInfo)"]
    texts += [bridged.localizedFailureReason, bridged.localizedRecoverySuggestion].compactMap { $0 }
    let failed: Result<Int, any Error> = .failure(error)
    return texts + ["\(failed)"]
}

private func mirrored(_ mirror: Mirror, depth: Int) -> [String] {
    guard depth > 0 else { return [] }
    let parents = mirror.superclassMirror.map { mirrored($0, depth: depth - 1) } ?? []
    return parents
        + mirror.children.flatMap { child in
            ["\(child.label ?? ""): \(child.value)", String(reflecting: child.value)]
                + mirrored(Mirror(reflecting: child.value), depth: depth - 1)
        }
}
