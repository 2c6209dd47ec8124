package io.github.ekyc.spring;

import io.github.ekyc.ClientConfig;

/** A bean that changes the client's settings after the properties have been read. */
@FunctionalInterface
public interface EkycConfigCustomizer {
    /**
     * Changes them.
     *
     * @param config the settings so far
     */
    void customize(ClientConfig.Builder config);
}
