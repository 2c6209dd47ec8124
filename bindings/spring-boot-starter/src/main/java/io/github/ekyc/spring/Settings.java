package io.github.ekyc.spring;

import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.JvmSettings;
import io.github.ekyc.Proxy;
import io.github.ekyc.QuotaSettings;
import io.github.ekyc.Region;
import io.github.ekyc.RetrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** The properties in the library's own types. */
final class Settings {
    private Settings() {}

    static ClientConfig.Builder config(EkycProperties properties) {
        var config = ClientConfig.builder();
        set(properties.region(), region -> config.region(Region.valueOf(constant(region))));
        set(properties.network(), config::network);
        set(properties.endpoint(), config::endpoint);
        set(properties.applicationName(), config::applicationName);
        set(properties.connectTimeout(), config::connectTimeout);
        set(properties.attemptTimeout(), config::attemptTimeout);
        set(properties.overallTimeout(), config::overallTimeout);
        set(properties.trustedRoots(), config::trustedRoots);
        set(certificates(properties), config::extraRootCertificatesPem);
        config.retry(retry(properties.retry()));
        set(properties.quota(), quota -> config.quota(quota(quota)));
        config.proxy(proxy(properties.proxy()));
        return config;
    }

    static Credentials credentials(EkycProperties.Credentials keys) {
        if (keys.accessKeyId() == null && keys.accessKeySecret() == null) {
            return Credentials.defaultChain();
        }
        String id = keys.accessKeyId() == null ? "" : keys.accessKeyId();
        String secret = keys.accessKeySecret() == null ? "" : keys.accessKeySecret();
        return keys.securityToken() == null
                ? Credentials.accessKey(id, secret)
                : Credentials.temporary(id, secret, keys.securityToken());
    }

    private static String certificates(EkycProperties properties) {
        var pem = new StringBuilder();
        if (properties.extraRootCertificates() != null) {
            try {
                pem.append(properties.extraRootCertificates().getContentAsString(StandardCharsets.UTF_8)).append('\n');
            } catch (IOException problem) {
                throw new UncheckedIOException("ekyc.extra-root-certificates cannot be read", problem);
            }
        }
        if (properties.jvmRootCertificates()) {
            pem.append(JvmSettings.rootCertificatesPem());
        }
        return pem.isEmpty() ? null : pem.toString();
    }

    private static RetrySettings retry(EkycProperties.Retry given) {
        var retry = RetrySettings.builder();
        set(given.maxAttempts(), retry::maxAttempts);
        set(given.baseDelay(), retry::baseDelay);
        set(given.maxDelay(), retry::maxDelay);
        set(given.unknownOutcome(), retry::retryUnknownOutcome);
        return retry.build();
    }

    private static QuotaSettings quota(EkycProperties.Quota given) {
        var quota = QuotaSettings.builder();
        set(given.callsPerSecond(), quota::callsPerSecond);
        set(given.maxWait(), quota::maxWait);
        set(given.adaptive(), quota::adaptive);
        return quota.build();
    }

    private static Proxy proxy(EkycProperties.Proxy given) {
        if (given.url() != null) {
            return Proxy.Through.builder(given.url()).bypass(given.bypass()).build();
        }
        return switch (given.from()) {
            case ENVIRONMENT -> Proxy.FROM_ENVIRONMENT;
            case JVM -> JvmSettings.proxy();
            case NONE -> Proxy.DIRECT;
        };
    }

    private static String constant(String name) {
        return name.trim().replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static <T> void set(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
