package load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One stage of a load: how long each call took, and what they cost together. */
public final class Stage {
    private static final int WARMING = 0;
    private static final int COUNTING = 1;
    private static final int OVER = 2;

    private final List<Worker> workers = new ArrayList<>();
    private volatile int phase = WARMING;

    /** What one worker counts. A worker calls one after the other, so nothing here is shared. */
    public final class Worker {
        private long[] latencies = new long[1 << 14];
        private int calls;
        private int failed;

        private Worker() {}

        /** A call that began then has ended. Whether the worker goes on. */
        public boolean ended(long startNanos, boolean good) {
            int now = phase;
            if (now == COUNTING && good) {
                if (calls == latencies.length) {
                    latencies = Arrays.copyOf(latencies, calls * 2);
                }
                latencies[calls++] = (System.nanoTime() - startNanos) / 1000;
            } else if (now == COUNTING) {
                failed++;
            }
            return now != OVER;
        }
    }

    /** Starts so many workers, waits for the first to have begun and the last to have ended. */
    public interface Workers {
        /** Starts one; {@code over} must be run when it has ended. */
        void start(Worker worker, Runnable over) throws Exception;
    }

    /** Runs the stage and says what came of it. */
    public static void run(int concurrency, long warmUpMillis, long measuredMillis, Workers workers) throws Exception {
        Stage stage = new Stage();
        var over = new java.util.concurrent.CountDownLatch(concurrency);
        for (int i = 0; i < concurrency; i++) {
            Worker worker = stage.new Worker();
            stage.workers.add(worker);
            workers.start(worker, over::countDown);
        }
        Thread.sleep(warmUpMillis);
        long cpu = Linux.cpuMicros();
        long start = System.nanoTime();
        stage.phase = COUNTING;
        Thread.sleep(measuredMillis);
        stage.phase = OVER;
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = Linux.cpuMicros() - cpu;
        long peak = Linux.status("VmHWM");
        long threads = Linux.status("Threads");
        over.await();
        long[] all = stage.workers.stream().flatMapToLong(worker -> Arrays.stream(worker.latencies, 0, worker.calls)).sorted().toArray();
        int failed = stage.workers.stream().mapToInt(worker -> worker.failed).sum();
        long p50 = all.length == 0 ? 0 : all[all.length / 2];
        long p99 = all.length == 0 ? 0 : all[(int) (all.length * 99L / 100)];
        System.out.printf(
                "{\"concurrency\":%d,\"calls\":%d,\"failed\":%d,\"seconds\":%.6f,\"cpu_us\":%d,\"p50_us\":%d,\"p99_us\":%d,\"threads\":%d,\"peak_kb\":%d}%n",
                concurrency, all.length, failed, seconds, cpu, p50, p99, threads, peak);
    }
}
