package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;

/** The machine's Python, if it has one. */
final class PythonProgram {
    /** Its own file, because {@code python3} may be a script that looks for it first. */
    static final Optional<String> EXECUTABLE = ask("import sys; print(sys.executable)");

    private PythonProgram() {}

    /** Returns its version. */
    static String version() {
        return ask("import platform; print(platform.python_version())").orElse("none: its column is empty");
    }

    private static Optional<String> ask(String program) {
        try {
            Process process = new ProcessBuilder("python3", "-c", program).start();
            return process.inputReader(UTF_8).lines().findFirst();
        } catch (IOException e) {
            return Optional.empty(); // it is not there
        }
    }
}
