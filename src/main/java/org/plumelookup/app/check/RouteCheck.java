package org.plumelookup.app.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.plumelookup.config.ConfigurationException;
import org.plumelookup.config.Utf8File;

/** Looks at each file of {@code routes/} as it stands; folders in it are not loaded. */
final class RouteCheck {
    private RouteCheck() {}

    static List<Finding> of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of(); // the rehearsal tells it
        }
        RouteRules rules = new RouteRules();
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                findings.addAll(of(file, rules));
            }
        }
        return findings;
    }

    private static List<Finding> of(Path file, RouteRules rules) throws IOException {
        if (!file.toString().endsWith(".camel.yaml")) {
            return List.of(Finding.wrong("routes", file + " is not loaded: its name must end with .camel.yaml"));
        }
        String text;
        try {
            text = Utf8File.read(file);
        } catch (ConfigurationException e) {
            return List.of(Finding.wrong("routes", e.getMessage()));
        }
        List<String> faults = rules.faults(text);
        return faults.isEmpty()
                ? List.of(Finding.ok("routes", file.toString()))
                : faults.stream()
                        .map(fault -> Finding.wrong("routes", file + " " + fault))
                        .toList();
    }
}
