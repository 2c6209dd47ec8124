// Says in a sentence what the linker would say in its own words: that this package has no library for what is being built.

#include "EkycCoreFFI.h"

#if defined(EKYC_LIBRARY_GIVEN)
// The caller names the library.
#elif defined(__APPLE__)
#include <TargetConditionals.h>
#if !(TARGET_OS_OSX || (TARGET_OS_IOS && !TARGET_OS_MACCATALYST))
#error "Ekyc is offered for macOS, iOS and Linux, not for this platform."
#elif !defined(EKYC_APPLE)
#error "This copy of the Ekyc package holds no library for Apple platforms. Depend on a release that does (its notes list the platforms)."
#endif
#elif defined(__ANDROID__)
#error "The Swift package of Ekyc has no library for Android. Apps for Android use the Kotlin library."
#elif !defined(__linux__)
#error "Ekyc is offered for macOS, iOS and Linux, not for this platform."
#elif !defined(__GLIBC__) // musl, as in the static Linux SDK
#if defined(__x86_64__) && __has_include("../../lib/EkycCoreLibrary.artifactbundle/linux-x86_64-musl/libekyc.a") && defined(EKYC_BUNDLE)
#elif defined(__aarch64__) && __has_include("../../lib/EkycCoreLibrary.artifactbundle/linux-aarch64-musl/libekyc.a") && defined(EKYC_BUNDLE)
#elif defined(EKYC_BUNDLE)
#error "This copy of the Ekyc package holds no library for musl. Build against glibc with --static-swift-stdlib, or set EKYC_LIBRARY to a libekyc.a for musl."
#else
#error "With the static Linux SDK Ekyc needs Swift 6.2, or EKYC_LIBRARY set to the path of a libekyc.a for musl. Against glibc --static-swift-stdlib works."
#endif
#elif defined(__x86_64__)
#if !__has_include("../../lib/EkycCoreLibrary.artifactbundle/linux-x86_64/libekyc.a")
#error "This copy of the Ekyc package holds no library for Linux on x86-64. Depend on a tag that `cargo xtask package swift` made, or set EKYC_LIBRARY to the path of a libekyc.a."
#endif
#elif defined(__aarch64__)
#if !__has_include("../../lib/EkycCoreLibrary.artifactbundle/linux-aarch64/libekyc.a")
#error "This copy of the Ekyc package holds no library for Linux on arm64. Depend on a release that does (its notes list the platforms), or set EKYC_LIBRARY to the path of a libekyc.a."
#endif
#else
#error "Ekyc is offered for x86-64 and arm64, not for this processor."
#endif
