// swift-tools-version: 6.0

import PackageDescription

// A package of its own, so that nobody who needs none of this resolves what it depends on.
let package = Package(
    name: "ekyc-server",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [
        .library(name: "EkycServer", targets: ["EkycServer"])
    ],
    dependencies: [
        .package(name: "ekyc", path: ".."),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
    ],
    targets: [
        .target(
            name: "EkycServer",
            dependencies: [
                .product(name: "Ekyc", package: "ekyc"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ])
    ]
)
