package org.plumelookup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.support.LogCapture;

/** Promise: a secret is taken as it is, and neither the log nor a message has it. */
@ResourceLock(LogCapture.LOG)
class SecretValueTest {
    private static final String KEY = "plume.auth.authorization";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Properties files = new Properties();

    @AfterEach
    void close() {
        context.stop();
    }

    private String value() {
        context.getPropertiesComponent().setInitialProperties(files);
        return Settings.of(context, InstanceName.PLUME).text(KEY).orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa{{ss",
                "pa}}ss",
                "{{",
                "}}",
                "a{{b}}c",
                "#bean:x",
                "#class:x",
                "RAW(x)",
                "a)b",
                "$y{z}",
                "%s",
                "\\{{x}}"
            })
    void isTakenAsItIsFromAFileAndFromCodeThatGoesFirst(String secret) {
        files.setProperty(KEY, secret);
        assertThat(value()).isEqualTo(secret);

        files.setProperty(KEY, "other");
        Properties override = new Properties();
        override.setProperty(KEY, secret);
        context.getPropertiesComponent().setOverrideProperties(override);
        assertThat(value()).isEqualTo(secret);
    }

    @Test
    void onePlaceholderIsThePlaceToLookAt() {
        files.setProperty(KEY, "{{env:PATH}}");
        assertThat(value()).isEqualTo(System.getenv("PATH"));

        files.setProperty(KEY, "{{partner.secret}}");
        files.setProperty("partner.secret", "pa{{ss");
        assertThat(value()).isEqualTo("pa{{ss");
    }

    @Test
    void aFunctionOfCamelOrOfAVaultIsAsked() {
        context.getPropertiesComponent().addPropertiesFunction(new PropertiesFunction() {
            @Override
            public String getName() {
                return "secret";
            }

            @Override
            public String apply(String name) {
                return "{{the " + name + "}}";
            }
        });
        files.setProperty(KEY, "{{secret:plume/authorization}}");
        assertThat(value()).isEqualTo("{{the plume/authorization}}");

        files.setProperty(KEY, "{{sys:java.vendor}}");
        assertThat(value()).isEqualTo(System.getProperty("java.vendor"));
    }

    @Test
    void thePathOfAFileCanHavePlaceholders(@TempDir Path folder) throws IOException {
        files.setProperty("of.secrets", folder.toString());
        files.setProperty(KEY + "-file", "{{of.secrets}}/authorization");
        Files.writeString(folder.resolve("authorization"), "pa{{ss\n");
        context.getPropertiesComponent().setInitialProperties(files);

        Settings keys = Settings.of(context, InstanceName.PLUME);
        assertThat(keys.secret(KEY).orElseThrow().value()).isEqualTo("pa{{ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{nothing-here}}", "{{plume.auth.authorization}}", "{{env:NOTHING_HERE_AT_ALL}}"})
    void aPlaceholderThatLeadsNowhereIsRefusedAndNotShown(String reference) {
        files.setProperty(KEY, reference);
        assertThatThrownBy(this::value)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(KEY + " = (not shown): has a {{placeholder}} without a value.");
    }

    @Test
    void noLoggerSaysIt() {
        files.setProperty(KEY, "s3cret-of-mine");
        try (LogCapture log = new LogCapture().level("org.apache.camel", Level.TRACE)) {
            assertThat(value()).isEqualTo("s3cret-of-mine");
            assertThat(log.has("s3cret-of-mine")).isFalse();
        }
    }
}
