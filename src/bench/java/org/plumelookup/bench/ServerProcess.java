package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The {@link SearchServer} in a process of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String origin;

    /**
     * What the server has counted since its latency was set.
     *
     * @param calls count of searches
     * @param first time of the first one, in milliseconds since 1970
     * @param last time of the last one
     * @param cpu CPU time of its thread in between, in nanoseconds
     */
    record Stats(int calls, long first, long last, long cpu) {
        /** Returns the calls a second while calling. */
        double rate() {
            return calls / seconds();
        }

        /** Returns the seconds from the first call to the last. */
        double seconds() {
            return Math.max(1, last - first) / 1_000.0;
        }

        /** Returns how much of its time the thread of the server was busy: 1 is a bottleneck. */
        double busy() {
            return cpu / 1e9 / seconds();
        }
    }

    private ServerProcess(Process process, String port) {
        this.process = process;
        origin = "http://127.0.0.1:" + port;
    }

    /** Starts it on a free port. */
    static ServerProcess start() throws IOException {
        Process process = JavaProgram.of(SearchServer.class)
                .with("-XX:+UseSerialGC", "-Xmx64m")
                .command()
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ServerProcess(process, process.inputReader(US_ASCII).readLine());
    }

    /** Returns the base URL of the API. */
    String base() {
        return origin + "/api";
    }

    /** Counts anew, and answers after this latency from now on. */
    void reset(int milliseconds) throws IOException {
        get("/reset/" + milliseconds);
    }

    Stats stats() throws IOException {
        String[] numbers = get("/stats").split(" ");
        return new Stats(
                Integer.parseInt(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
    }

    private String get(String path) throws IOException {
        try (InputStream answer = URI.create(origin + path).toURL().openStream()) {
            return new String(answer.readAllBytes(), US_ASCII);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
