package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ekyc.EkycClient;
import io.github.ekyc.MicrometerObserver;
import io.github.ekyc.Slf4jObserver;
import io.github.ekyc.spring.EkycAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an application gets that has neither the actuator nor Micrometer, or wants less. */
class WithoutExtrasTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EkycAutoConfiguration.class))
            .withPropertyValues("ekyc.region=hong-kong");

    @Test
    void withoutTheActuatorThereIsTheClientAlone() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class, MeterRegistry.class)).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(EkycClient.class).hasSingleBean(Slf4jObserver.class);
            assertThat(context).doesNotHaveBean("ekycHealthIndicator").doesNotHaveBean(MicrometerObserver.class);
        });
    }

    @Test
    void eachPartCanBeLeftOut() {
        runner.withPropertyValues("ekyc.log=false", "management.health.ekyc.enabled=false").run(context ->
                assertThat(context).hasSingleBean(EkycClient.class).doesNotHaveBean(Slf4jObserver.class).doesNotHaveBean("ekycHealthIndicator"));
        runner.withPropertyValues("ekyc.enabled=false").run(context -> assertThat(context).doesNotHaveBean(EkycClient.class));
    }
}
