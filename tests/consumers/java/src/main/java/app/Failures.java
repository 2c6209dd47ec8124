package app;

// snippet begin
import io.github.ekyc.EkycException;

final class Failures {
    /** What to do, by the kind of the exception. Its message holds no secret or personal data. */
    static String advice(EkycException error) {
        if (error instanceof EkycException.InvalidRequest invalid) {
            return "correct the fields: " + invalid.getViolations();
        }
        if (error instanceof EkycException.Throttled throttled) {
            return "wait " + throttled.getRetryAfter();
        }
        if (error.isOutcomeUnknown()) {
            return "a transaction may exist; a repeated call can create a second one";
        }
        return error.getMessage() + " (request id " + error.getRequestId() + ")";
    }
    // snippet end

    private Failures() {}
// snippet begin
}
// snippet end
