package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;

/** The archive is the folder of the package under a name with the version, which the program prints, too. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveIT {
    private static final int BLOCK = 512;
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s:]+)(#[^)]*)?\\)");

    @TempDir
    private Path folder;

    @Test
    void theArchiveHasTheFilesOfTheFolderUnderANameWithTheVersionThatTheProgramPrints() throws Exception {
        try (FakePlume plume = new FakePlume()) {
            Path classes = folder.resolve("classes.log");
            PackagedProgram program = PackagedProgram.in(folder, plume).withOption("-Xlog:class+load:file=" + classes);
            try (LookupProcess version = program.start("--version")) {
                assertThat(version.exit()).as(version.output()).isZero();
                assertThat(Files.readString(classes)).contains("org.plumelookup.Main source: shared objects file");
                String name = version.answers().strip().replace("plume-lookup ", "plume-customer-lookup-");

                assertThat(program.home().resolve("lib/" + name + ".jar")).exists();
                assertThat(program.home().resolve("kubernetes/run.yaml"))
                        .content()
                        .contains(name.replace("lookup-", "lookup:"));
                assertThat(modes(program.home().resolveSibling(name + ".tar.gz")))
                        .isEqualTo(files(program.home(), name + "/"));
            }
        }
    }

    @Test
    void theFolderHasWhatAnOperatorNeedsAndItsPagesLinkToFilesOfIt() throws Exception {
        Path home = Path.of("target/plume-customer-lookup");

        assertThat(home.toFile().list())
                .containsExactlyInAnyOrder(
                        "bin",
                        "config",
                        "routes",
                        "lib",
                        "recipes",
                        "kamelets",
                        "docs",
                        "systemd",
                        "kubernetes",
                        "prometheus",
                        "grafana",
                        "README.md",
                        "CONTRIBUTING.md",
                        "LICENSE",
                        "Containerfile");
        try (Stream<Path> pages = Files.walk(home)) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                String text = Files.readString(page).replaceAll("(?ms)^```.*?^```$", "");
                assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
                        .as("links of " + page)
                        .allSatisfy(link -> assertThat(page.resolveSibling(link).normalize())
                                .startsWith(home)
                                .exists());
            }
        }
    }

    /** Returns each file of a folder with whether it is the one to be executed. */
    private static Map<String, Boolean> files(Path home, String top) throws IOException {
        Map<String, Boolean> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/lib/classes-")) // of this folder and this JDK
                    .map(file -> home.relativize(file).toString())
                    .forEach(file -> files.put(top + file, file.equals("bin/plume-lookup")));
        }
        return files;
    }

    /** Reads a tar.gz, and returns each file with whether it can be executed. */
    private static Map<String, Boolean> modes(Path archive) throws IOException {
        Map<String, Boolean> modes = new TreeMap<>();
        try (InputStream file = Files.newInputStream(archive);
                DataInputStream tar = new DataInputStream(new GZIPInputStream(file, 1 << 16))) {
            byte[] header = new byte[BLOCK];
            for (tar.readFully(header); header[0] != 0; tar.readFully(header)) {
                long size = Long.parseLong(field(header, 124, 12), 8);
                tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
                if (header[156] == '0') {
                    modes.put(field(header, 0, 100), field(header, 100, 8).endsWith("755"));
                }
            }
        }
        return modes;
    }

    private static String field(byte[] header, int from, int length) {
        return new String(header, from, length, StandardCharsets.UTF_8)
                .replaceFirst("\0.*", "")
                .strip();
    }
}
