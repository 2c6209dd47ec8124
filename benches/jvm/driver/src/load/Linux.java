package load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used, as Linux counts it. */
public final class Linux {
    private Linux() {}

    /** The CPU time of all threads so far, in microseconds. */
    public static long cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
    }

    /** A number of {@code /proc/self/status}. */
    public static long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.substring(name.length() + 1).replace("kB", "").trim());
            }
        }
        throw new IOException("/proc/self/status has no " + name);
    }
}
