package org.plumelookup.app.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumelookup.app.RouteFiles;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Utf8File;

/** Checks each file of {@code routes/} for recommendations; the dry run finds what Camel refuses. */
final class RouteCheck {
    private RouteCheck() {}

    static List<Finding> of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of(); // the dry run reports it
        }
        RouteRules rules = new RouteRules();
        List<Finding> findings = new ArrayList<>();
        RouteFiles files = RouteFiles.in(folder);
        for (Path file : files.loaded()) {
            findings.addAll(of(file, rules));
        }
        files.ignored().forEach(file -> findings.add(Finding.note("routes", RouteFiles.whyIgnored(file))));
        return findings;
    }

    private static List<Finding> of(Path file, RouteRules rules) throws IOException {
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
                        .map(fault -> Finding.note("routes", file + ", " + fault))
                        .toList();
    }
}
