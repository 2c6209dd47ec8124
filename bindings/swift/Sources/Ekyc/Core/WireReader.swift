import Foundation

/// The bytes are not what they should be: library and bindings do not belong together, which the handshake should have found.
struct WireFault: Error {}

/// Reads UniFFI's wire form from bytes that are lent.
struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Nothing may be left: whoever read less than was written read something else.
    func end() throws {
        if place != bytes.count { throw WireFault() }
    }

    private mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
        let size = MemoryLayout<Number>.size
        guard bytes.count - place >= size else { throw WireFault() }
        defer { place += size }
        return Number(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Number.self))
    }

    private mutating func run() throws -> UnsafeRawBufferPointer {
        let count = Int(try number(Int32.self))
        guard count >= 0, bytes.count - place >= count else { throw WireFault() }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }

    mutating func byte() throws -> UInt8 { try number(UInt8.self) }

    mutating func bool() throws -> Bool { try byte() != 0 }

    mutating func int32() throws -> Int { Int(try number(Int32.self)) }

    mutating func int64() throws -> Int { Int(clamping: try number(Int64.self)) }

    mutating func handle() throws -> UInt64 { try number(UInt64.self) }

    mutating func double() throws -> Double { Double(bitPattern: try number(UInt64.self)) }

    mutating func string() throws -> String { String(decoding: try run(), as: UTF8.self) }

    mutating func data() throws -> Data { Data(try run()) }

    /// Nil also for a text that is no URL: an answer is not lost for that.
    mutating func optionalUrl() throws -> URL? { try optional { try $0.string() }.flatMap(URL.init(string:)) }

    mutating func milliseconds() throws -> Duration { .milliseconds(try number(Int64.self)) }

    mutating func microseconds() throws -> Duration { .microseconds(try number(Int64.self)) }

    mutating func seconds() throws -> Duration { .seconds(try number(Int64.self)) }

    mutating func unixMilliseconds() throws -> Date { Date(timeIntervalSince1970: Double(try number(Int64.self)) / 1000) }

    mutating func optional<Value>(_ read: (inout WireReader) throws -> Value) throws -> Value? {
        try bool() ? try read(&self) : nil
    }

    mutating func list<Value>(_ read: (inout WireReader) throws -> Value) throws -> [Value] {
        let count = try int32()
        var values: [Value] = []
        for _ in 0..<max(0, count) { values.append(try read(&self)) }
        return values
    }

    mutating func map<Key: Hashable, Value>(
        _ readKey: (inout WireReader) throws -> Key, _ readValue: (inout WireReader) throws -> Value
    ) throws -> [Key: Value] {
        let count = try int32()
        var values: [Key: Value] = [:]
        for _ in 0..<max(0, count) {
            let key = try readKey(&self)
            values[key] = try readValue(&self)
        }
        return values
    }
}
