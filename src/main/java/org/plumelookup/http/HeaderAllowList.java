package org.plumelookup.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Sends only listed headers, and accepts only listed response headers. Immutable.
 *
 * @param out names of the message headers that are sent, case-sensitive
 * @param in names of the response headers that are accepted, in lower case
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
