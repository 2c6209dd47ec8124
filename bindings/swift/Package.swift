// swift-tools-version: 6.0

import PackageDescription

// The Rust core. On Linux a static library in lib/, found from this file's own place, so that a package that depends on this one needs no
// setting: `-l:` takes a path that starts in a folder of the linker's search path, and enough `..` lead from any of them to the root.
// `unsafeFlags` would bar this package from being a dependency. On Apple platforms an XCFramework, made by `cargo xtask package apple`.
#if os(Linux)
    let toRoot = String(repeating: "../", count: 32)
    let library = Context.packageDirectory.dropFirst() + "/lib/libekyc.a"
    // The three after ours are what Rust's standard library needs on a glibc older than 2.34.
    let linked = [":\(toRoot)\(library)", "pthread", "dl", "m"].map { LinkerSetting.linkedLibrary($0) }
    // With EKYC_PKG_CONFIG=1 in the environment pkg-config is asked instead, for a library that lies elsewhere: lib/pkgconfig has its file.
    let asked = Context.environment["EKYC_PKG_CONFIG"] == "1"
    let settings = asked ? [] : linked
    let core = Target.systemLibrary(name: "EkycCoreFFI", pkgConfig: asked ? "ekyc" : nil)
#else
    let settings: [LinkerSetting] = []
    let core = Target.binaryTarget(name: "EkycCoreFFI", path: "lib/EkycCoreFFI.xcframework")
#endif

// What is generated (`cargo xtask bindings`): Sources/EkycCore, the header in Sources/EkycCoreFFI, and lib/.
let package = Package(
    name: "ekyc",
    // `Duration`, in which waits are told, needs these. Apple platforms are written for but not yet built or tested: see
    // README.md.
    platforms: [.macOS(.v13), .iOS(.v16), .tvOS(.v16), .watchOS(.v9)],
    products: [
        .library(name: "Ekyc", targets: ["Ekyc"])
    ],
    targets: [
        // What users import.
        .target(name: "Ekyc", dependencies: ["EkycCore", "EkycCoreFFI"]),

        // Generated. In the Swift 5 language mode, because code that UniFFI generates warns in the Swift 6 mode
        // (mozilla/uniffi-rs#2458), and for async foreign traits even stops the compiler of Swift 6.0.3. It can go when UniFFI
        // supports the mode; users do not notice.
        .target(
            name: "EkycCore", dependencies: ["EkycCoreFFI"], swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: settings),

        core,

        // Not in the package that `cargo xtask package swift` makes: begin
        .testTarget(name: "EkycTests", dependencies: ["Ekyc", "EkycProbe"]),

        // What the tests run as a process of its own.
        .executableTarget(name: "EkycProbe", dependencies: ["Ekyc"], path: "Tests/EkycProbe"),
        // end
    ]
)
