package org.plumelookup.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Who looks the accounts up: the columns of the table. */
enum Contender {
    PROGRAM("this project"),
    ROUTE("Camel route of an afternoon"),
    JDK("JDK HttpClient by hand"),
    PYTHON("Python, a thread each"),
    SOCKETS("sockets by hand: the limit");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Returns whether this machine has what it needs. */
    boolean isHere() {
        return this != PYTHON || PythonProgram.EXECUTABLE.isPresent();
    }

    /** Returns the file of the customers that a run leaves in its folder. */
    Path found(Path folder) {
        return folder.resolve(this == PROGRAM ? FileLoad.INPUT + "/found.jsonl" : ResultWriter.FOUND);
    }

    /** Returns the file of the other answers. */
    Path errors(Path folder) {
        return folder.resolve(this == PROGRAM ? FileLoad.INPUT + "/errors.jsonl" : ResultWriter.ERRORS);
    }

    /**
     * Returns the command that looks a file up.
     *
     * @param heap option of the JVM, or none
     */
    ProcessBuilder command(String base, Path file, Path folder, int inFlight, List<String> heap) throws IOException {
        String[] arguments = {base, file.toString(), folder.toString(), Integer.toString(inFlight)};
        return switch (this) {
            case PROGRAM -> program(base, inFlight, heap, "file", file.toString(), "--out", folder.toString());
            case ROUTE -> java(FileRoute.class, heap, arguments);
            case JDK -> java(JdkClient.class, heap, arguments);
            case SOCKETS -> java(Sockets.class, heap, arguments);
            case PYTHON -> python(arguments);
        };
    }

    /** Returns a command of this project, as a user starts it. */
    static ProcessBuilder program(String base, int inFlight, List<String> options, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.command()
                .add(
                        0,
                        Path.of("target/plume-customer-lookup/bin/plume-lookup")
                                .toAbsolutePath()
                                .toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("PLUME_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS",
                        String.join(" ", options),
                        "PLUME_API_URL",
                        base,
                        "PLUME_AUTH_TOKEN",
                        Accounts.AUTHORIZATION,
                        "PLUME_BUDGET_CALLS_PER_SECOND",
                        "0",
                        "PLUME_BUDGET_WINDOW_CALLS",
                        "0",
                        "PLUME_CONCURRENCY",
                        Integer.toString(inFlight)));
        return builder;
    }

    private static ProcessBuilder java(Class<?> main, List<String> options, String... arguments) {
        return JavaProgram.of(main, arguments)
                .with(options.toArray(String[]::new))
                .command();
    }

    private static ProcessBuilder python(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.command().addAll(0, List.of(PythonProgram.EXECUTABLE.orElseThrow(), "src/bench/python/lookup.py"));
        return builder;
    }
}
