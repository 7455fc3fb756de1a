package org.plumelookup.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** Refuses misspelt keys wherever they are set, because they would otherwise be ignored. */
public final class SettingsCheck {
    /** Name of a bean that marks a context whose keys have all been checked. */
    public static final String CHECKED = "plumeKeysChecked";

    static final String IN_CODE = "the settings given in code";

    /** Keys of earlier versions without their prefix, each with what replaces it. */
    private static final Map<String, String> REMOVED = Map.of("hold.refusals", "hold.canary");

    private SettingsCheck() {}

    /**
     * Checks keys of any instance.
     *
     * @param given the keys as they are set
     * @throws ConfigurationException if one is unknown; the message names the most similar key
     */
    public static void check(Collection<GivenKey> given) {
        refuse(unknown(given));
    }

    /** Returns a sentence for each unknown key, with the most similar key. */
    public static List<String> unknown(Collection<GivenKey> given) {
        return given.stream()
                .filter(key -> key.prefixes().isEmpty())
                .map(SettingsCheck::unknown)
                .toList();
    }

    /**
     * Checks that there is an instance for each key.
     *
     * @param given the keys; unknown ones are ignored
     * @param file the file in which an instance can be added
     * @param exists returns whether there is an instance with a prefix
     * @throws ConfigurationException if there is none
     */
    public static void checkPrefixes(Collection<GivenKey> given, String file, Predicate<InstanceName> exists) {
        for (GivenKey key : given) {
            List<InstanceName> prefixes =
                    key.prefixes().stream().map(InstanceName::new).toList();
            if (!prefixes.isEmpty() && prefixes.stream().noneMatch(exists)) {
                InstanceName prefix = prefixes.get(0);
                throw new ConfigurationException(String.format(
                        Locale.ROOT,
                        "%s: no lookup has keys that begin with %s. Add"
                                + " camel.beans.%s=#class:org.plumelookup.PlumeLookup(\"%s\") to %s, or correct the key"
                                + " in %s.",
                        key.name(),
                        prefix.text(),
                        prefix.bean(""),
                        prefix.text(),
                        file,
                        key.place()));
            }
        }
    }

    /**
     * Checks the keys of one instance in a host's context: its properties, the environment and the system properties,
     * if the context uses them. Properties that Camel cannot list are not checked.
     *
     * @param context the context; not checked again if it has the bean {@link #CHECKED}
     * @param prefix the prefix of the instance; keys of other instances are not checked
     * @throws ConfigurationException if a key is unknown; the message names the most similar key
     */
    public static void check(CamelContext context, InstanceName prefix) {
        if (context.getRegistry().lookupByName(CHECKED) != null) {
            return;
        }
        Predicate<String> ours = key -> key.startsWith(prefix.keys("plume."));
        Properties listed = context.getPropertiesComponent().loadProperties(ours);
        List<GivenKey> given = new ArrayList<>(GivenKey.ofProperties(listed, "the properties of the Camel context"));
        if (uses(context, PropertiesComponent::getSystemPropertiesMode)) {
            given.addAll(GivenKey.ofProperties(System.getProperties(), "the system properties"));
        }
        if (uses(context, PropertiesComponent::getEnvironmentVariableMode)) {
            given.addAll(GivenKey.ofEnvironment(System.getenv()));
        }
        String variables = Settings.variable(prefix.text()) + "_";
        given.removeIf(key -> !ours.test(key.name()) && !key.name().startsWith(variables));
        check(given);
    }

    private static boolean uses(CamelContext context, ToIntFunction<PropertiesComponent> mode) {
        return !(context.getPropertiesComponent() instanceof PropertiesComponent camel)
                || mode.applyAsInt(camel) != PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER;
    }

    /**
     * Checks the keys of settings given in code, which begin with {@code plume.} whatever the prefix of the instance
     * is.
     *
     * @throws ConfigurationException if one is unknown; the message names the most similar key
     */
    static void checkCode(Collection<String> names) {
        names.stream().sorted().forEach(name -> {
            if (!Settings.shipped().containsKey(name)) {
                String plume = InstanceName.shipped(name);
                throw new ConfigurationException(
                        plume.equals(name)
                                ? unknown(new GivenKey(name, IN_CODE))
                                : String.format(
                                        Locale.ROOT,
                                        "%s is not a key of %s: there all keys begin with plume., whatever the prefix."
                                                + " Did you mean %s?",
                                        name,
                                        IN_CODE,
                                        new GivenKey(plume, IN_CODE).nearest()));
            }
        });
    }

    private static void refuse(List<String> unknown) {
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(unknown.get(0));
        }
    }

    private static String unknown(GivenKey key) {
        String replacement = key.replacement(REMOVED);
        return String.format(
                Locale.ROOT,
                replacement == null
                        ? "%s is not a key of this program. Did you mean %s? Change it in %s."
                        : "%s is no longer a key of this program: %s replaces it. Change it in %s.",
                key.name(),
                replacement == null ? key.nearest() : replacement,
                key.place());
    }
}
