package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.plumelookup.support.AskedProgram;

/** A command that nobody observes starts without JMX, unless its key asks for it. */
@Isolated("names of JMX are of the whole JVM")
class JmxTest {
    private static final String NOT_CALLED = "plume.api.url=http://localhost:1";

    @TempDir
    private Path folder;

    @Test
    void aCommandThatIsNotObservedHasNone() throws Exception {
        try (AskedProgram program = new AskedProgram(folder, Map.of(), NOT_CALLED)) {
            assertThat(program.isShownByJmx()).isFalse();
        }
    }

    @Test
    void theKeyInTheConfigurationSwitchesItOn() throws Exception {
        try (AskedProgram program = new AskedProgram(folder, Map.of(), NOT_CALLED, "camel.main.jmxEnabled=true")) {
            assertThat(program.isShownByJmx()).isTrue();
        }
    }
}
