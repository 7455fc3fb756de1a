package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Does with files what Java cannot, such as to give one a name that is no text. */
public final class Shell {
    private Shell() {}

    /** Runs a command in a folder, and checks that it went well. */
    public static void run(Path folder, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .start();
        assertThat(process.waitFor()).as(command).isZero();
    }
}
