package org.plumelookup.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's log is UTF-8 with one line for each message, whatever the message quotes. */
class LogLayoutTest {
    private static final String STAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) ";

    private LoggerContext context;

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aMessageIsOneLineOfUtf8WithoutControlCharacters() throws Exception {
        String name = "Jürgen\r\nERROR Hold\u001b[31m\u0085\u2028\u009b1m%msg{x}.txt";
        assertThat(line("text", "plume-from-file", name, Map.of()))
                .matches(STAMP + "INFO  plume-from-file - .*\\R")
                .contains("Jürgen ERROR Hold [31m 1m%msg{x}.txt is \\ complete");
    }

    @ParameterizedTest
    @CsvSource({
        "org.plumelookup.resilience.CircuitBreaker, resilience",
        "org.plumelookup.app.reload.RouteReload, app",
        "org.apache.camel.impl.engine.DefaultShutdownStrategy, DefaultShutdownStrategy",
        "plume-to-success, plume-to-success"
    })
    void aLoggerIsATopic(String logger, String topic) throws Exception {
        assertThat(line("text", logger, "a", Map.of())).matches(STAMP + "INFO  " + topic + " - a is .*\\R");
    }

    @Test
    void theBatchAndTheRowThatAThreadWorksOnStandBeforeTheMessage() throws Exception {
        assertThat(line("text", "x", "a", Map.of("plumeBatch", "a\nb.csv", "plumeRow", "17")))
                .contains("x - [a b.csv row 17] a is ");
        assertThat(line("text", "x", "a", Map.of("plumeBatch", "a row.csv"))).contains("x - [a row.csv] a is ");
        assertThat(line("text", "x", "a", Map.of())).contains("x - a is ");
    }

    @Test
    void asJsonAMessageIsOneDocumentOnOneLine() throws Exception {
        String name = "Jürgen\r\n\"Hold\"\u001b[31m\u0085\u2028.txt";
        String line = line("json", "org.plumelookup.batch.inbox.Inbox", name, Map.of("plumeBatch", "\"b\"\n.csv"));
        assertThat(line.lines()).hasSize(1);
        JsonNode document = new ObjectMapper().readTree(line);
        assertThat(document.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "timestamp", "level", "threadName", "loggerName", "mdc", "formattedMessage", "throwable");
        assertThat(document.path("formattedMessage").asText()).isEqualTo(name + " is \\ complete");
        assertThat(document.path("loggerName").asText()).isEqualTo("org.plumelookup.batch.inbox.Inbox");
        assertThat(document.path("mdc").path("plumeBatch").asText()).isEqualTo("\"b\"\n.csv");
        assertThat(document.path("timestamp").asLong()).isPositive();
    }

    /** These were seen to log the Authorization header or the values of secret keys. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.hc.client5.http.wire",
                "org.apache.hc.client5.http.headers",
                "org.apache.camel.component.bean.MethodInfo",
                "org.apache.camel.component.properties.PropertiesComponent",
                "org.apache.camel.main.BaseMainSupport",
                "org.apache.camel.main.MainHelper"
            })
    void whatLogsSecretsIsQuietWhateverIsSetForTheOthers(String logger) throws Exception {
        configure("text");
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        context.getLogger("org.apache.hc").setLevel(Level.TRACE);
        context.getLogger("org.apache.camel").setLevel(Level.TRACE);
        assertThat(context.getLogger(logger).getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    private String line(String format, String logger, String name, Map<String, String> mdc) throws Exception {
        Logger root = configure(format);
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
        var appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("console");
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger(logger), Level.INFO, "{} is \\ complete", null, new Object[] {name});
        event.setMDCPropertyMap(mdc);
        return new String(appender.getEncoder().encode(event), UTF_8);
    }

    private Logger configure(String format) throws Exception {
        context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("app.log", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .as("what Logback would print on standard output")
                .allMatch(status -> status.getEffectiveLevel() == Status.INFO);
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
