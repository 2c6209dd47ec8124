import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiToolsFactory;

/** Writes what of each jar other code can be compiled against, as Kotlin sees it: {@code JAR FILE JAR FILE ...}. */
class DumpApi {
    public static void main(String[] arguments) throws IOException {
        var tools = ServiceLoader.load(AbiToolsFactory.class).findFirst().orElseThrow().get();
        var everything = new AbiFilters(Set.of(), Set.of(), Set.of(), Set.of());
        for (int i = 0; i < arguments.length; i += 2) {
            var dump = new StringBuilder();
            tools.printJvmDump(dump, List.of(new File(arguments[i])), everything);
            Files.writeString(Path.of(arguments[i + 1]), dump);
        }
    }
}
