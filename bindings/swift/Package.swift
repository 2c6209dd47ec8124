// swift-tools-version: 6.0

import Foundation
import PackageDescription

// The Rust core is a static library for each platform, in lib/. What is missing there is told by Sources/EkycCoreFFI/EkycCoreFFI.c.

// Linux: begin
/// What `-l:` needs to find the library.
///
/// SwiftPM hands out the manifest that it evaluated once for other checkouts of the same version, so a checkout's own path must not be in it
/// (swiftlang/swift-package-manager#5610). A checkout lies in the scratch folder, as does the folder of the products, which is the first in
/// which the linker looks. Any other package has a manifest of its own, and a path: enough `..` lead from any folder to the root and down again.
/// Whoever has the library elsewhere names it in `EKYC_LIBRARY`. With Swift 6.2 SwiftPM finds it by itself: Package@swift-6.2.swift.
func library() -> String {
    let toRoot = String(repeating: "../", count: 32)
    if let given = Context.environment["EKYC_LIBRARY"] { return ":\(toRoot)\(given.drop { $0 == "/" })" }
    #if arch(arm64)
        let file = "lib/EkycCoreLibrary.artifactbundle/linux-aarch64/libekyc.a"
    #else
        let file = "lib/EkycCoreLibrary.artifactbundle/linux-x86_64/libekyc.a"
    #endif
    let folders = Context.packageDirectory.split(separator: "/")
    let scratch = "/" + folders.dropLast(2).joined(separator: "/")
    if folders.dropLast().last == "checkouts", FileManager.default.fileExists(atPath: "\(scratch)/repositories") {
        return ":../../checkouts/\(folders[folders.count - 1])/\(file)"
    }
    if folders.dropLast(3).suffix(2) == ["registry", "downloads"] {
        return ":../../\(folders.suffix(5).joined(separator: "/"))/\(file)"
    }
    return ":\(toRoot)\(folders.joined(separator: "/"))/\(file)"
}

let linux: [Target] = []
let linuxLibraries = [library()]
let defines: [CSetting] = Context.environment["EKYC_LIBRARY"] == nil ? [] : [.define("EKYC_LIBRARY_GIVEN")]
// Linux: end

// Server: begin
/// `EkycServer` needs other packages, which nobody else shall resolve. So it is there only with `EKYC_SERVER` in the environment: Swift 6.0 has no
/// traits, and 6.1 resolves what a trait that is off would need. With Swift 6.2 it is the trait `Server`: Package@swift-6.2.swift.
let server = Context.environment["EKYC_SERVER"] != nil
let onServer: TargetDependencyCondition? = nil
// Server: end

// Apple: begin
#if os(macOS)
    let made = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/lib/EkycCoreLibrary.xcframework")
    let apple: [Target] = made ? [.binaryTarget(name: "EkycCoreApple", path: "lib/EkycCoreLibrary.xcframework")] : []
#else
    let apple: [Target] = []
#endif
// Apple: end

let onApple = TargetDependencyCondition.when(platforms: [.macOS, .iOS])
let onLinux = TargetDependencyCondition.when(platforms: [.linux])

// The three after ours are what Rust's standard library needs on a glibc older than 2.34.
var linked = (linuxLibraries + ["pthread", "dl", "m"]).map { LinkerSetting.linkedLibrary($0, .when(platforms: [.linux])) }
linked += ["Security", "CoreFoundation"].map { LinkerSetting.linkedFramework($0, .when(platforms: [.macOS, .iOS])) }

var core: [Target.Dependency] = ["EkycCoreFFI"]
core += linux.map { .target(name: $0.name, condition: onLinux) }
core += apple.map { .target(name: $0.name, condition: onApple) }
let privacy: [Resource] = apple.isEmpty ? [] : [.copy("PrivacyInfo.xcprivacy")]
let checked: [CSetting] = defines + (apple.isEmpty ? [] : [.define("EKYC_APPLE")])

// What is generated (`cargo xtask bindings`): Sources/Ekyc/Generated and lib/.
var targets: [Target] = [
    // What users import.
    .target(
        name: "Ekyc", dependencies: core, exclude: apple.isEmpty ? ["PrivacyInfo.xcprivacy"] : [], resources: privacy,
        linkerSettings: linked),

    // The service on your own machine, for your tests.
    .target(name: "EkycTesting", dependencies: ["Ekyc"]),

    // The Rust core's C interface.
    .target(name: "EkycCoreFFI", cSettings: checked),
]
var products: [Product] = [
    .library(name: "Ekyc", targets: ["Ekyc"]),
    .library(name: "EkycTesting", targets: ["EkycTesting"]),
]
var dependencies: [Package.Dependency] = []

if server {
    // What joins the client to the packages of a server.
    let adapted: [Target.Dependency] = [
        ("Logging", "swift-log"), ("Metrics", "swift-metrics"), ("Tracing", "swift-distributed-tracing"),
        ("ServiceLifecycle", "swift-service-lifecycle"),
    ].map { .product(name: $0, package: $1, condition: onServer) }
    targets.append(
        .target(name: "EkycServer", dependencies: ["Ekyc"] + adapted, swiftSettings: onServer == nil ? [.define("Server")] : []))
    products.append(.library(name: "EkycServer", targets: ["EkycServer"]))
    dependencies = [
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
    ]
}

// Not in the package that `cargo xtask package swift` makes: begin
targets += [
    // The sources of EkycServer are among them, compiled against stand-ins.
    .testTarget(name: "EkycTests", dependencies: ["Ekyc", "EkycTesting", "EkycProbe"], swiftSettings: [.define("Server")]),

    // What the tests run as a process of its own.
    .executableTarget(name: "EkycProbe", dependencies: ["Ekyc"], path: "Tests/EkycProbe"),
]
// end

let package = Package(
    name: "ekyc",
    // `Duration`, in which waits are told, needs these. The platforms are those for which there is a library.
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: products,
    dependencies: dependencies,
    targets: targets + linux + apple
)
