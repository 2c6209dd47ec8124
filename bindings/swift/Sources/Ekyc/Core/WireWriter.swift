import Foundation

/// Writes UniFFI's wire form into one buffer: numbers in network order, texts and lists after their length.
///
/// A buffer of its own and not an array: texts are copied into it as they lie in memory, and it is handed to the core as it is.
struct WireWriter {
    private(set) var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    /// Lends the bytes that `write` wrote to `use`.
    static func written<Result>(
        _ write: (inout WireWriter) -> Void, use: (UnsafePointer<UInt8>, Int) -> Result
    ) -> Result {
        var writer = WireWriter(capacity: 1024)
        defer { writer.start.deallocate() }
        write(&writer)
        return use(writer.start.assumingMemoryBound(to: UInt8.self), writer.count)
    }

    private init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(byteCount: capacity, alignment: 16)
    }

    private mutating func room(for more: Int) -> UnsafeMutableRawPointer {
        if count + more > capacity {
            let larger = max(capacity * 2, count + more)
            let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
            new.copyMemory(from: start, byteCount: count)
            start.deallocate()
            (start, capacity) = (new, larger)
        }
        defer { count += more }
        return start + count
    }

    private mutating func number(_ value: some FixedWidthInteger) {
        let place = room(for: MemoryLayout.size(ofValue: value))
        withUnsafeBytes(of: value.bigEndian) { place.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }

    private mutating func run(_ bytes: UnsafeRawBufferPointer) {
        int32(bytes.count)
        guard let first = bytes.baseAddress else { return }
        room(for: bytes.count).copyMemory(from: first, byteCount: bytes.count)
    }

    mutating func bool(_ value: Bool) { number(Int8(value ? 1 : 0)) }

    /// What is out of range is so for the core too, which says so.
    mutating func int32(_ value: Int) { number(Int32(clamping: value)) }

    mutating func int64(_ value: Int) { number(Int64(value)) }

    mutating func handle(_ value: UInt64) { number(value) }

    mutating func double(_ value: Double) { number(value.bitPattern) }

    mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { run(UnsafeRawBufferPointer($0)) }
    }

    mutating func data(_ value: Data) {
        value.withUnsafeBytes { run($0) }
    }

    mutating func url(_ value: URL) { string(value.absoluteString) }

    mutating func milliseconds(_ value: Duration) { number(value.rounded(to: 1_000_000_000_000_000)) }

    mutating func microseconds(_ value: Duration) { number(value.rounded(to: 1_000_000_000_000)) }

    mutating func seconds(_ value: Duration) { number(value.rounded(to: 1_000_000_000_000_000_000)) }

    mutating func unixMilliseconds(_ value: Date) { number(value.unixMilliseconds) }

    mutating func optional<Value>(_ value: Value?, _ write: (Value, inout WireWriter) -> Void) {
        guard let value else { return number(Int8(0)) }
        number(Int8(1))
        write(value, &self)
    }

    mutating func list<Value>(_ values: [Value], _ write: (Value, inout WireWriter) -> Void) {
        int32(values.count)
        for value in values { write(value, &self) }
    }

    mutating func map<Key, Value>(
        _ values: [Key: Value], _ writeKey: (Key, inout WireWriter) -> Void, _ writeValue: (Value, inout WireWriter) -> Void
    ) {
        int32(values.count)
        for (key, value) in values {
            writeKey(key, &self)
            writeValue(value, &self)
        }
    }
}

extension Duration {
    /// In units of so many attoseconds, rounded up, so that a short wait does not become none; the largest number if it is too long to count.
    fileprivate func rounded(to unit: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        let rest = attoseconds / unit + (attoseconds % unit > 0 ? 1 : 0)
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000_000_000_000 / unit)
        let (sum, carry) = whole.addingReportingOverflow(rest)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}

extension Date {
    /// Milliseconds since 1970, as near as the number's type allows.
    var unixMilliseconds: Int64 {
        let milliseconds = timeIntervalSince1970 * 1000
        return Int64(exactly: milliseconds.rounded(.down)) ?? (milliseconds < 0 ? .min : .max)
    }
}
