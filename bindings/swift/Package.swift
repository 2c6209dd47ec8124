// swift-tools-version: 6.0

import PackageDescription

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
        .target(name: "EkycCore", dependencies: ["EkycCoreFFI"], swiftSettings: [.swiftLanguageMode(.v5)]),

        // The static library of the Rust core. pkg-config tells the linker's flags: `unsafeFlags` would bar this package from
        // being a dependency. An iOS build takes a binary target (an XCFramework) in its place.
        .systemLibrary(name: "EkycCoreFFI", pkgConfig: "ekyc"),

        .testTarget(name: "EkycTests", dependencies: ["Ekyc", "EkycProbe"]),

        // What the tests run as a process of its own.
        .executableTarget(name: "EkycProbe", dependencies: ["Ekyc"], path: "Tests/EkycProbe"),
    ]
)
