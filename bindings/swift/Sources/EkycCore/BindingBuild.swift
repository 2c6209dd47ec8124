/// The library these bindings were generated from.
package enum BindingBuild {
    package static let version = "0.1.0"
    package static let fingerprint = "7a36767c9886459c"
}
