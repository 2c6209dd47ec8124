package io.github.ekyc.spring;

import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.EkycApi;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycObserver;
import io.github.ekyc.MicrometerObserver;
import io.github.ekyc.Slf4jObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the client, which every {@link EkycObserver} among the beans watches, and ends it gracefully. */
@AutoConfiguration(
        afterName = "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(EkycProperties.class)
@ConditionalOnProperty(prefix = "ekyc", name = "enabled", matchIfMissing = true)
public class EkycAutoConfiguration {
    /** For Spring. */
    public EkycAutoConfiguration() {}

    /**
     * The keys of the properties, else the vendor's default chain.
     *
     * @param properties the application's
     * @return the credentials
     */
    @Bean
    @ConditionalOnMissingBean
    public Credentials ekycCredentials(EkycProperties properties) {
        return Settings.credentials(properties.credentials());
    }

    /**
     * The settings of the properties, as the customizers change them.
     *
     * @param properties the application's
     * @param customizers every {@link EkycConfigCustomizer} among the beans
     * @return the settings
     */
    @Bean
    @ConditionalOnMissingBean
    public ClientConfig ekycConfig(EkycProperties properties, ObjectProvider<EkycConfigCustomizer> customizers) {
        var config = Settings.config(properties);
        customizers.orderedStream().forEach(customizer -> customizer.customize(config));
        return config.build();
    }

    /**
     * The client. A stand-in for it, in a test of the application's, is a bean of the type {@link EkycApi}.
     *
     * @param config its settings
     * @param credentials its keys
     * @param observers who watches it
     * @return the client
     */
    @Bean
    @ConditionalOnMissingBean(EkycApi.class)
    public EkycClient ekycClient(ClientConfig config, Credentials credentials, ObjectProvider<EkycObserver> observers) {
        return new EkycClient(config, credentials, observers.orderedStream().toList());
    }

    /**
     * Ends it after the web server has answered its last request.
     *
     * @param client the client
     * @param properties the application's
     * @return what does it
     */
    @Bean
    @ConditionalOnBean(EkycClient.class)
    EkycShutdown ekycShutdown(EkycClient client, EkycProperties properties) {
        return new EkycShutdown(client, properties.shutdownGrace());
    }

    /**
     * Logs calls.
     *
     * @return the observer
     */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(prefix = "ekyc", name = "log", matchIfMissing = true)
    public Slf4jObserver ekycLog() {
        return new Slf4jObserver(LoggerFactory.getLogger("io.github.ekyc"));
    }

    /** With Micrometer. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(MeterRegistry.class)
        MicrometerObserver ekycMeters(MeterRegistry registry) {
            return new MicrometerObserver(registry);
        }
    }

    /** With the actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class Health {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnEnabledHealthIndicator("ekyc")
        EkycHealthIndicator ekycHealthIndicator() {
            return new EkycHealthIndicator();
        }
    }
}
