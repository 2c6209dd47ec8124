// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "swift-sample",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "ekyc", path: "../bindings/swift")
    ],
    targets: [
        .executableTarget(name: "swift-sample", dependencies: [.product(name: "Ekyc", package: "ekyc")])
    ]
)
