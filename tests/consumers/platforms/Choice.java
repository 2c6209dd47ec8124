/** A JVM that looks like one on Alpine, where musl's loader is part of every process. */
class Choice {
    static java.nio.Buffer loader;

    public static void main(String[] words) throws Exception {
        var file = java.nio.channels.FileChannel.open(java.nio.file.Path.of(words[0]));
        loader = file.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, 1);
        try {
            io.github.ekyc.Ekyc.newMerchantBizId();
        } catch (RuntimeException expected) {
            System.out.println(expected.getMessage());
        }
    }
}
