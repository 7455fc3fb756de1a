package org.plumelookup.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class of the benchmark as a program of its own, with the libraries of the package but nothing of this project, and
 * without JMX, which Camel would use if it were there.
 *
 * @param main class with the method main
 * @param options options of the JVM
 * @param arguments arguments of the program
 */
record JavaProgram(Class<?> main, List<String> options, List<String> arguments) {
    private static final Path LIBRARIES = Path.of("target/plume-customer-lookup/lib");
    private static final String FOR_PEERS = "(?!plume-|camel-management).*[.]jar";

    static JavaProgram of(Class<?> main, String... arguments) {
        return new JavaProgram(main, List.of(), List.of(arguments));
    }

    JavaProgram with(String... more) {
        return new JavaProgram(main, List.of(more), arguments);
    }

    ProcessBuilder command() {
        List<String> start = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile="
                        + Path.of("src/bench/logback.xml").toAbsolutePath());
        List<String> rest = List.of("-cp", classPath(), main.getName());
        return new ProcessBuilder(
                Stream.of(start, options, rest, arguments).flatMap(List::stream).toList());
    }

    private static String classPath() {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return Stream.concat(
                            Stream.of(Path.of(JavaProgram.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath())),
                            jars.filter(jar -> jar.getFileName().toString().matches(FOR_PEERS)))
                    .map(path -> path.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
