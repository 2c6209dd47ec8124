package load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** What benches/README.md asks of a load program, for every way to call. */
public final class Load {
    private Load() {}

    /** The values that every program sends. */
    public static final String ACCESS_KEY_ID = "LTAI5tExampleExample1234";
    public static final String ACCESS_KEY_SECRET = "ExampleSecretExampleSecret1234";
    public static final String MERCHANT_BIZ_ID = "e0c34a77f5ac40a5aa5e6ed20c35aaaa";
    public static final String MERCHANT_USER_ID = "123456789";
    public static final String DOC_TYPE = "01000000";
    public static final String SCENE_CODE = "1234567890";
    public static final String CALLBACK_URL = "https://merchant.example/ekyc/callback?source=app&v=1";
    public static final String CALLBACK_TOKEN = "NMjvQanQgplBSaEI0sL86WnQplB";
    public static final String META_INFO =
            "{\"zimVer\":\"1.0.0\",\"appVersion\":\"1.0.0\",\"bioMetaInfo\":\"4.1.0:2916352,0\",\"appName\":\"com.example.wallet\","
                    + "\"deviceType\":\"ios\",\"osVersion\":\"17.5.1\",\"apdidToken\":\"\",\"deviceModel\":\"iPhone16,2\"}";

    /** A way to call. */
    public interface Caller {
        /** Begins a call; {@code ended} gets null, or why it failed. It may be run before this returns. */
        void call(java.util.function.Consumer<Throwable> ended);

        /** Starts a worker, which calls one after the other. */
        void start(Stage.Worker worker, Runnable over) throws Exception;

        /** Signs without sending. */
        default void sign() throws Exception {
            throw new UnsupportedOperationException("it signs only what it sends");
        }

        /** The cheapest way into the library and back. */
        default void crossing() throws Exception {
            throw new UnsupportedOperationException("it crosses nothing");
        }
    }

    /** Makes a caller for an endpoint and a concurrency. */
    public interface Callers {
        Caller at(String endpoint, int concurrency) throws Exception;
    }

    /** A call on the thread of the one who calls. */
    public interface Blocking {
        void call() throws Exception;
    }

    /** One call of a blocking way, on a thread of its own. */
    public static void once(Blocking blocking, java.util.function.Consumer<Throwable> ended) {
        new Thread(() -> {
            try {
                blocking.call();
                ended.accept(null);
            } catch (Exception e) {
                ended.accept(e);
            }
        }).start();
    }

    /** The worker of a blocking way: a thread. */
    public static void thread(Blocking blocking, Stage.Worker worker, Runnable over) {
        Thread thread = new Thread(() -> {
            boolean more = true;
            while (more) {
                long start = System.nanoTime();
                boolean good = true;
                try {
                    blocking.call();
                } catch (Exception e) {
                    good = false;
                }
                more = worker.ended(start, good);
            }
            over.run();
        });
        thread.start();
    }

    /** Answers what is asked. */
    public static void answer(Callers callers, String... asked) throws Exception {
        switch (asked[0]) {
            case "load" -> {
                var input = new BufferedReader(new InputStreamReader(System.in));
                int most = Integer.parseInt(asked[asked.length - 1]);
                Caller caller = callers.at(asked[1], most);
                for (int at = 4; at < asked.length; at++) {
                    if (input.readLine() == null) {
                        throw new IllegalStateException("nobody asks for the next stage");
                    }
                    Stage.run(Integer.parseInt(asked[at]), Long.parseLong(asked[2]), Long.parseLong(asked[3]), caller::start);
                }
            }
            case "first" -> {
                many(callers.at(asked[1], 1), 1, () -> {});
                System.out.println("{\"first\":true}");
            }
            case "waiting" -> {
                long start = System.nanoTime();
                long cpu = Linux.cpuMicros();
                long[] threads = new long[1];
                int calls = Integer.parseInt(asked[2]);
                many(callers.at(asked[1], calls), calls, () -> {
                    Thread.sleep(Math.max(0, 1000 - (System.nanoTime() - start) / 1_000_000));
                    threads[0] = Linux.status("Threads");
                });
                System.out.printf("{\"seconds\":%.6f,\"cpu_us\":%d,\"threads\":%d,\"peak_kb\":%d}%n",
                        (System.nanoTime() - start) / 1e9, Linux.cpuMicros() - cpu, threads[0], Linux.status("VmHWM"));
            }
            case "sign" -> System.out.printf("{\"sign_ns\":%d}%n", nanoseconds(callers.at("http://127.0.0.1:1", 1)::sign));
            case "crossing" ->
                    System.out.printf("{\"crossing_ns\":%d}%n", nanoseconds(callers.at("http://127.0.0.1:1", 1)::crossing));
            default -> throw new IllegalArgumentException("what benches/README.md asks of a load program, and nothing else");
        }
        System.out.flush();
        System.exit(0); // pools of the official SDK keep threads
    }

    private static void many(Caller caller, int calls, Blocking meanwhile) throws Exception {
        var over = new CountDownLatch(calls);
        var failure = new AtomicReference<Throwable>();
        for (int i = 0; i < calls; i++) {
            caller.call(error -> {
                if (error != null) {
                    failure.set(error);
                }
                over.countDown();
            });
        }
        meanwhile.call();
        over.await();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** The median cost of one, over rounds of many. */
    private static long nanoseconds(Blocking once) throws Exception {
        int many = 10_000;
        long[] rounds = new long[31];
        for (int round = 0; round < rounds.length; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < many; i++) {
                once.call();
            }
            rounds[round] = (System.nanoTime() - start) / many;
        }
        java.util.Arrays.sort(rounds);
        return rounds[rounds.length / 2];
    }
}
