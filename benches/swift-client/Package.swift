// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "benches",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "ekyc", path: "../../bindings/swift")
    ],
    targets: [
        // What calls cost: for `cargo xtask bench`.
        .executableTarget(name: "load", dependencies: [.product(name: "Ekyc", package: "ekyc")]),

        // Many calls with faults, to see that nothing is lost and nothing grows: for `cargo xtask soak swift`.
        .executableTarget(
            name: "soak",
            dependencies: [.product(name: "Ekyc", package: "ekyc"), .product(name: "EkycTesting", package: "ekyc")]),
    ]
)
