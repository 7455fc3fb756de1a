package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.plumelookup.settings.ConfigurationException;

/** Whatever a configuration of the log says, no secret gets into it, and a fault of it ends the start. */
class LogbackCheckTest {
    private final LoggerContext context = new LoggerContext();

    private void configure(String xml) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            // Logback itself notes it and goes on
        }
    }

    @Test
    void loggersThatShowSecretsStayAtWarnWhateverTheirLevelIs() {
        configure("<configuration><logger name='org.apache.hc.client5.http.headers' level='WARNING'/>"
                + "<logger name='org.apache.camel.main' level='TRACE'/><root level='TRACE'/></configuration>");

        LogbackCheck.run(context);

        assertThat(LogbackCheck.SECRET)
                .allSatisfy(name ->
                        assertThat(context.getLogger(name).getEffectiveLevel()).isEqualTo(Level.WARN));
        assertThat(context.getLogger("org.plumelookup").getEffectiveLevel()).isEqualTo(Level.TRACE);
    }

    @Test
    void aLoggerThatIsOffStaysOff() {
        configure("<configuration><root level='OFF'/></configuration>");

        LogbackCheck.run(context);

        assertThat(context.getLogger(LogbackCheck.SECRET.get(0)).getEffectiveLevel())
                .isEqualTo(Level.OFF);
    }

    @Test
    void aConfigurationThatCannotBeParsedOrNamesNoClassIsRefused() {
        configure("<configuration><appender name='x' class='no.such.Class'/><root><appender-ref ref='x'/></root>"
                + "</configuration>");
        assertThatThrownBy(() -> LogbackCheck.run(context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no.such.Class", "config/logback.xml");
        context.reset();
        context.getStatusManager().clear();
        configure("<configuration><root");
        assertThatThrownBy(() -> LogbackCheck.run(context)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theShippedOneIsSoundAndNamesTheSameLoggers() throws Exception {
        String shipped = Files.readString(Path.of("config/logback.xml"));
        configure(shipped);

        assertThatCode(() -> LogbackCheck.run(context)).doesNotThrowAnyException();
        assertThat(LogbackCheck.SECRET)
                .allSatisfy(name -> assertThat(shipped).contains("<logger name=\"" + name + "\" level=\"WARN\"/>"));
    }
}
