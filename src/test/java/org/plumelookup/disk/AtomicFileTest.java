package org.plumelookup.disk;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.DemoCommand;

/** A file that others watch for appears whole, with one move. */
class AtomicFileTest {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath("target/classes");

    @TempDir
    private Path folder;

    @Test
    void nothingHasItsNameBeforeAllOfItIsWritten() throws IOException {
        Path file = folder.resolve("summary.json");
        AtomicFile.write(file, out -> {
            out.write('{');
            out.flush();
            assertThat(file).doesNotExist();
            out.write('}');
        });
        assertThat(file).hasContent("{}");
    }

    @Test
    void theFormerFileStaysIfTheNewOneCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("summary.json"), "before");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write('{');
                    throw new IOException("No space left on device");
                }));
        assertThat(file).hasContent("before");
    }

    @Test
    void aFaultOfAWriterThatHidesItIsToldWithTheFileAndLeavesNothing() {
        Path file = folder.resolve("found.csv");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write('{');
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }))
                .withMessageContaining(file + " cannot be written")
                .withMessageContaining("No space left on device");
        assertThat(folder).isEmptyDirectory();
    }

    /** Exempt is what nobody else reads; found.jsonl and errors.jsonl grow by a channel, as documented. */
    @Test
    void nothingElseWritesAFile() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(AtomicFile.class, DemoCommand.class)
                .and()
                .doNotHaveSimpleName("BatchFolder") // tries whether there is room
                .should()
                .callMethodWhere(target(owner(JavaClass.Predicates.type(Files.class)))
                        .and(target(nameMatching("write|writeString|newBufferedWriter|newOutputStream"))))
                .orShould()
                .callMethod(Files.class, "copy", Path.class, Path.class, java.nio.file.CopyOption[].class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class)
                .orShould()
                .callConstructor(FileOutputStream.class, String.class)
                .orShould()
                .callConstructor(FileWriter.class, File.class)
                .check(MAIN);
    }
}
