package org.plumelookup.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets nothing but named headers out, and nothing but what the flow reads back in. Immutable.
 *
 * @param out names of the message headers that may leave, in their one spelling
 * @param in names of the answer's headers that come in, in lower case
 */
public record HeaderAllowList(Set<String> out, Set<String> in) implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !out.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !in.contains(name.toLowerCase(Locale.ROOT));
    }
}
