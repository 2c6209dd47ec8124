package io.github.ekyc.spring;

import io.github.ekyc.CallEvent;
import io.github.ekyc.EkycObserver;
import java.util.Set;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Health as the application's own calls show it: whoever asks for it causes no call and waits for none.
 *
 * <p>Unknown before the first call. Down when the last calls, three or more, all failed in a way that has nothing to do with what was asked
 * for: no connection, no answer in time, keys that are refused, a fault of the service. Each call that is answered ends that.
 */
final class EkycHealthIndicator implements HealthIndicator, EkycObserver {
    private static final int FAILURES = 3;

    /** Kinds of errors that say something of the way to the service, and not of one request. */
    private static final Set<String> OF_THE_WAY =
            Set.of("network", "timeout", "credentials", "access_denied", "service_failure", "unexpected_answer");

    /** The last call that says something, and how many before it failed in a row. */
    private record Seen(CallEvent last, int failures) {}

    private volatile Seen seen;

    /** Told one after the other. */
    @Override
    public void onCall(CallEvent event) {
        if (event.getOutcome().equals("cancelled")) {
            return;
        }
        int before = seen == null ? 0 : seen.failures();
        seen = new Seen(event, OF_THE_WAY.contains(event.getOutcome()) ? before + 1 : 0);
    }

    @Override
    public Health health() {
        Seen now = seen;
        if (now == null) {
            return Health.unknown().build();
        }
        var health = now.failures() < FAILURES ? Health.up() : Health.down();
        health.withDetail("lastOutcome", now.last().getOutcome()).withDetail("lastCallAt", now.last().getStartedAt());
        if (now.last().getCode() != null) {
            health.withDetail("lastCode", now.last().getCode());
        }
        return health.withDetail("failuresInARow", now.failures()).build();
    }
}
