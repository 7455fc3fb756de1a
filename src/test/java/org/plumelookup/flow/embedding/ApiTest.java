package org.plumelookup.flow.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.plumelookup.PlumeLookup;
import org.plumelookup.PlumeLookupAction;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.settings.Settings;

/** No public name goes or changes unnoticed: hosts and routes of others rely on them. */
class ApiTest {
    private static final Path SNAPSHOT = Path.of("src/test/resources/api.txt");
    private static final Path NOW = Path.of("target/api.txt");
    private static final Path KAMELET = Path.of("src/main/resources/kamelets/plume-lookup-action.kamelet.yaml");
    private static final Pattern HEADER = Pattern.compile("String (?:OUTCOME|MESSAGE_ID|SOURCE) = \"(plume\\w+)\"");
    private static final Set<String> OF_ANY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final List<Class<?>> TYPES = List.of(
            PlumeLookup.class,
            PlumeLookupAction.class,
            LookupOutcome.class,
            LookupRequest.class,
            Outcome.class,
            Customer.class);

    @Test
    void everyPublicNameIsAsItWas() throws Exception {
        List<String> now = now();
        Files.write(NOW, now);
        List<String> known = Files.readAllLines(SNAPSHOT);
        assertThat(known)
                .as(
                        "Names of %s that are gone or changed break hosts and routes of others: bring them back, or"
                                + " make a new major version and take their lines out.",
                        SNAPSHOT)
                .isSubsetOf(now);
        assertThat(now)
                .as("Names that are not in %s yet: copy %s there.", SNAPSHOT, NOW)
                .isSubsetOf(known);
    }

    @Test
    void nothingElseInTheirPackagesIsPublic() throws IOException {
        Set<String> known = TYPES.stream().map(Class::getSimpleName).collect(Collectors.toSet());
        known.add("Main"); // is not in the library's jar
        for (String folder : List.of("", "api")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/org/plumelookup", folder))) {
                assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.endsWith(".java")))
                        .filteredOn(name -> !name.equals("package-info.java"))
                        .extracting(name -> name.replace(".java", ""))
                        .isSubsetOf(known);
            }
        }
    }

    private static List<String> now() throws Exception {
        List<String> names = new ArrayList<>();
        TYPES.forEach(type -> names.addAll(members(type)));
        sorted(Settings.shipped().keySet().stream().filter(key -> key.startsWith("plume.")))
                .forEach(key -> names.add("key " + key));
        names.addAll(inContext());
        String messages = Files.readString(Path.of("src/main/java/org/plumelookup/lookup/ChannelMessages.java"));
        sorted(HEADER.matcher(messages).results().map((MatchResult header) -> header.group(1)))
                .forEach(header -> names.add("header or property " + header));
        JsonNode kamelet = new YAMLMapper().readTree(KAMELET.toFile());
        String name = kamelet.at("/metadata/name").asText();
        kamelet.at("/spec/definition/properties")
                .fieldNames()
                .forEachRemaining(property -> names.add("kamelet " + name + " " + property));
        return names;
    }

    private static TreeSet<String> sorted(Stream<String> names) {
        return names.collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lists what can be called of a type, in an order of its own. */
    private static TreeSet<String> members(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        for (Constructor<?> constructor : type.getConstructors()) {
            members.add(type.getName() + " new(" + types(constructor.getParameterTypes()) + ")");
        }
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && !OF_ANY_OBJECT.contains(method.getName())) {
                members.add(String.format(
                        Locale.ROOT,
                        "%s %s(%s): %s",
                        type.getName(),
                        method.getName(),
                        types(method.getParameterTypes()),
                        method.getReturnType().getSimpleName()));
            }
        }
        for (Field field : type.getFields()) {
            members.add(field.getDeclaringClass().getName() + " " + field.getName());
        }
        if (type.isRecord()) {
            members.add(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.joining(", ", type.getName() + " record(", ")")));
        }
        return members;
    }

    private static String types(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.joining(", "));
    }

    private static TreeSet<String> inContext() throws Exception {
        Properties settings = new Properties();
        settings.setProperty("plume.api.url", "http://localhost/api");
        settings.setProperty("plume.auth.token-url", "http://localhost/token");
        settings.setProperty("plume.auth.authorization", "Basic eDp5");
        settings.setProperty("plume.auth.scope", "x");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setOverrideProperties(settings);
            context.addRoutes(PlumeLookup.routes().withFiles());
            context.start();
            TreeSet<String> names = new TreeSet<>();
            context.getRoutes().forEach(route -> {
                names.add("route " + route.getRouteId());
                names.add("endpoint " + route.getEndpoint().getEndpointUri().replace("://", ":"));
            });
            if (context.getRegistry().lookupByName("plumeOutbox") != null) {
                names.add("bean plumeOutbox");
            }
            HealthCheckRegistry.get(context).getCheckIDs().stream()
                    .filter(id -> id.startsWith("plume"))
                    .forEach(id -> names.add("check " + id));
            return names;
        }
    }
}
