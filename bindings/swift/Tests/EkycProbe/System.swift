import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What Swift has no words of its own for.
enum System {
    /// `fork`. Swift's overlay says that it is not available, so it is asked for by name.
    static func fork() throws -> pid_t {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "fork") else { throw Wrong(description: "no fork here") }
        let child = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
        guard child >= 0 else { throw Wrong(description: "cannot fork") }
        return child
    }

    /// Ends this process without running what belongs to the parent.
    static func exit(_ status: Int32) -> Never { _exit(status) }

    /// The exit status of a child that has ended, once it has.
    static func status(of child: pid_t) throws -> Int32 {
        var status: Int32 = 0
        guard waitpid(child, &status, 0) == child else { throw Wrong(description: "cannot wait for the child") }
        return status
    }

    /// How many threads and open files this process has.
    static func counts() throws -> String {
        let entries = try ["task", "fd"].map { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\($0)").count }
        return "threads=\(entries[0]) files=\(entries[1])"
    }
}
