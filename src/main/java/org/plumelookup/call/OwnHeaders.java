package org.plumelookup.call;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets nothing but named headers out to the API, and nothing but what the flow reads back in. Immutable. */
final class OwnHeaders implements HeaderFilterStrategy {
    private static final Set<String> IN = Set.of("retry-after");

    private final Set<String> out;

    OwnHeaders(Set<String> out) {
        this.out = out;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !out.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}
