package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window: Chromium of this machine. */
public final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Path program;
    private final Path folder;

    private Chromium(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** What a page became, and what the browser said about it. */
    public record Shown(String dom, String console) {}

    /**
     * Finds it.
     *
     * @param folder for its profile
     * @return empty if it is not installed
     */
    public static Optional<Chromium> find(Path folder) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> NAMES.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Chromium(program, folder));
    }

    /** Loads a page, lets its script run for some seconds of its clock, and returns what it became. */
    public Shown show(String url) throws IOException, InterruptedException {
        Path out = folder.resolve("dom.html");
        Path log = folder.resolve("chromium.log");
        Process process = new ProcessBuilder(Stream.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox", // which root may not have; the page is ours
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--enable-logging=stderr",
                                "--virtual-time-budget=5000",
                                "--dump-dom",
                                url)
                        .toList())
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(Patience.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended).as(Files.readString(log)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        try (Stream<String> lines = Files.lines(log)) {
            String console = String.join(
                    "\n", lines.filter(line -> line.contains("CONSOLE")).toList());
            return new Shown(Files.readString(out), console);
        }
    }
}
