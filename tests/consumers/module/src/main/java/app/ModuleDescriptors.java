package app;

import io.github.ekyc.EkycClient;

/** Makes sure that this program runs where it should: else it would test the class path once more. */
final class ModuleDescriptors {
    static void requireRealModules() {
        Module library = EkycClient.class.getModule();
        if (!Main.class.getModule().isNamed() || !"io.github.ekyc".equals(library.getName())) {
            throw new IllegalStateException("not on the module path: " + library);
        }
        if (library.getDescriptor().isAutomatic()) {
            throw new IllegalStateException(library + " has no descriptor");
        }
        if (library.isOpen("io.github.ekyc")) {
            throw new IllegalStateException(library + " is open to everybody");
        }
    }

    private ModuleDescriptors() {}
}
