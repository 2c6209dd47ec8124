package io.github.ekyc.spring;

import io.github.ekyc.Network;
import io.github.ekyc.TrustedRoots;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What an application's configuration says of its client. What is left out has the library's default.
 *
 * @param region the region that is called, for example {@code hong-kong}; not together with an endpoint
 * @param network the region's public or its VPC endpoint
 * @param endpoint the address that is called in place of a region's
 * @param applicationName the name in the user agent; {@code spring.application.name} is not taken
 * @param connectTimeout how long opening a connection may take
 * @param attemptTimeout how long one attempt may take
 * @param overallTimeout how long a call may take with all its attempts and waits
 * @param trustedRoots which root certificates are trusted
 * @param extraRootCertificates a file with root certificates to trust besides, as PEM
 * @param jvmRootCertificates whether those that this JVM trusts are trusted besides
 * @param retry how failed calls are repeated
 * @param quota how many calls a second begin; without it there is no limit
 * @param proxy the proxy
 * @param credentials where the keys come from
 * @param shutdownGrace how long the calls that are running may go on when the application ends
 * @param log whether calls are logged, to the logger {@code io.github.ekyc}
 */
@ConfigurationProperties("ekyc")
public record EkycProperties(
        String region,
        Network network,
        String endpoint,
        String applicationName,
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration overallTimeout,
        TrustedRoots trustedRoots,
        Resource extraRootCertificates,
        @DefaultValue("false") boolean jvmRootCertificates,
        @DefaultValue Retry retry,
        Quota quota,
        @DefaultValue Proxy proxy,
        @DefaultValue Credentials credentials,
        @DefaultValue("20s") Duration shutdownGrace,
        @DefaultValue("true") boolean log) {

    /**
     * How failed calls are repeated.
     *
     * @param maxAttempts attempts of a call, the first included
     * @param baseDelay the wait before the second attempt
     * @param maxDelay where the doubling of waits ends
     * @param unknownOutcome whether a request is repeated although an earlier one may have had an effect
     */
    public record Retry(Integer maxAttempts, Duration baseDelay, Duration maxDelay, Boolean unknownOutcome) {}

    /**
     * How many calls a second begin.
     *
     * @param callsPerSecond the number; the vendor's if it is left out
     * @param maxWait how long a call waits for its turn
     * @param adaptive whether it slows down when the service throttles
     */
    public record Quota(Integer callsPerSecond, Duration maxWait, Boolean adaptive) {}

    /**
     * The proxy.
     *
     * @param from where it is named
     * @param url {@code http://[user:password@]host[:port]}, if it is named here
     * @param bypass hosts that are reached without it
     */
    public record Proxy(@DefaultValue("environment") Source from, String url, @DefaultValue List<String> bypass) {
        /** Where the proxy is named. */
        public enum Source {
            /** In {@code HTTPS_PROXY} and {@code NO_PROXY}. */
            ENVIRONMENT,
            /** In the JVM's {@code https.proxyHost} and {@code http.nonProxyHosts}. */
            JVM,
            /** Nowhere: there is none. */
            NONE
        }

        /** Shows no URL, since it can hold a password. */
        @Override
        public String toString() {
            return "Proxy[from=" + from + ", url=" + (url == null ? "none" : "***") + "]";
        }
    }

    /**
     * Keys. Without any, they are looked for where the vendor's tools look: see the page on credentials. A bean of the library's own type
     * {@code Credentials} takes the place of all of this.
     *
     * @param accessKeyId the key's id
     * @param accessKeySecret its secret
     * @param securityToken its token, if it is a temporary one
     */
    public record Credentials(String accessKeyId, String accessKeySecret, String securityToken) {
        /** Shows the id alone. */
        @Override
        public String toString() {
            return "Credentials[accessKeyId=" + accessKeyId + "]";
        }
    }
}
