// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "consumer",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "ekyc", path: "<package>")
    ],
    targets: [
        .executableTarget(
            name: "consumer",
            dependencies: [.product(name: "Ekyc", package: "ekyc")],
            swiftSettings: [.unsafeFlags(["-warnings-as-errors", "-strict-concurrency=complete"])])
    ]
)
