package io.github.ekyc.spring;

import io.github.ekyc.EkycClient;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;

/** Lets the running calls finish when the application ends, and refuses new ones. */
final class EkycShutdown implements SmartLifecycle {
    /** Spring stops the higher phases first: the web server must have answered the requests whose calls these are. */
    private static final int AFTER_THE_WEB_SERVER = WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 4096;

    private final EkycClient client;
    private final Duration grace;
    private volatile boolean running;

    EkycShutdown(EkycClient client, Duration grace) {
        this.client = client;
        this.grace = grace;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Holds no thread of Spring's: other parts of the same phase can end meanwhile. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        client.shutdownFuture(grace).whenComplete((all, problem) -> callback.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_WEB_SERVER;
    }
}
