// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "consumer",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(url: "<repository>", exact: "<version>")
    ],
    targets: [
        .target(name: "COther", linkerSettings: [.unsafeFlags(["-L<here>"]), .linkedLibrary("other")]),
        .executableTarget(
            name: "consumer",
            dependencies: ["COther", .product(name: "Ekyc", package: "ekyc")],
            swiftSettings: [.unsafeFlags(["-warnings-as-errors"])]),
    ]
)
