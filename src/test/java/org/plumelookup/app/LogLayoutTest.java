package org.plumelookup.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.junit.jupiter.api.Test;

/** The program's log is UTF-8 with one line for each message, whatever the message quotes. */
class LogLayoutTest {
    @Test
    void aMessageIsOneLineOfUtf8WithoutControlCharacters() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR");

        String name = "Jürgen\r\nERROR Hold\u001b[31m\u0085\u2028\u009b1m%msg{x}.txt";
        LoggingEvent event = new LoggingEvent("", root, Level.INFO, "{} is \\ complete", null, new Object[] {name});
        String line = new String(appender.getEncoder().encode(event), UTF_8);
        assertThat(line)
                .matches("\\d\\d:\\d\\d:\\d\\d INFO  ROOT - .*\\R")
                .contains("Jürgen ERROR Hold [31m 1m%msg{x}.txt is \\ complete");
        context.stop();
    }
}
