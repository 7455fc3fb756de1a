package org.plumelookup.call;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets nothing but named headers out to the API, and nothing but what the flow reads back in. Immutable. */
final class OwnHeaders implements HeaderFilterStrategy {
    private final Set<String> out;
    private final Set<String> in;

    OwnHeaders(Set<String> out, Set<String> in) {
        this.out = out;
        this.in = in;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !out.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !in.contains(name.toLowerCase(Locale.ROOT));
    }
}
