import com.sun.jna.Callback;
import com.sun.jna.Structure;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what GraalVM's native-image must know of this library, by looking at what was compiled: {@code CLASSES FOLDER}.
 *
 * JNA reaches three kinds of our classes by reflection and through JNI: structures, callbacks and those with native methods. They
 * change with the library's border, so nobody lists them by hand.
 */
class ReachabilityMetadata {
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        List<Class<?>> reached = classesIn(classes).filter(ReachabilityMetadata::isReached).collect(Collectors.toList());
        if (reached.stream().noneMatch(ReachabilityMetadata::hasNativeMethods)) {
            throw new IllegalStateException("no class in " + classes + " has native methods; were the bindings generated?");
        }
        Path file = classes.resolve(arguments[1]).resolve("reachability-metadata.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(reached));
    }

    private static Stream<Class<?>> classesIn(Path folder) throws IOException {
        return Files.walk(folder)
                .map(file -> folder.relativize(file).toString().replace('/', '.').replace('\\', '.'))
                .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                .sorted()
                .map(name -> load(name.substring(0, name.length() - ".class".length())));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ReachabilityMetadata.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static boolean isReached(Class<?> type) {
        return Structure.class.isAssignableFrom(type) || Callback.class.isAssignableFrom(type) || hasNativeMethods(type);
    }

    private static boolean hasNativeMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).map(Method::getModifiers).anyMatch(Modifier::isNative);
    }

    private static String json(List<Class<?>> reached) {
        // The generated code asks for the Cleaner by name, and has another way if it is not there.
        Stream<String> cleaner = Stream.of("    { \"type\": \"java.lang.ref.Cleaner\" }");
        Stream<String> ours = reached.stream().map(type -> "    { \"type\": \"" + type.getName() + "\", \"jniAccessible\": true, "
                + "\"allDeclaredConstructors\": true, \"allDeclaredFields\": true, \"allDeclaredMethods\": true, "
                + "\"allPublicMethods\": true }");
        String types = Stream.concat(cleaner, ours).collect(Collectors.joining(",\n"));
        String libraries = Stream.of("*/libekyc.so", "*/libekyc.dylib", "*/ekyc.dll")
                .map(glob -> "    { \"glob\": \"" + glob + "\" }").collect(Collectors.joining(",\n"));
        return "{\n  \"reflection\": [\n" + types + "\n  ],\n  \"resources\": [\n" + libraries + "\n  ]\n}\n";
    }
}
