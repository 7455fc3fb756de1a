package org.plumelookup.lookup;

import org.plumelookup.settings.Settings;

/**
 * Holds how and where to search.
 *
 * @param url URL of the customer search, without the keyword
 * @param field the field that the keyword is compared with
 * @param exactMatch as in the API
 * @param startsWith as in the API
 * @param pageSize customers on one page
 */
public record SearchSettings(String url, Field field, boolean exactMatch, boolean startsWith, int pageSize) {

    /** Names the fields that the API can search by. */
    public enum Field {
        /** The CRM's account ID. */
        ACCOUNT_ID("accountId"),
        /** A location of the customer. */
        LOCATION_ID("locationId"),
        /** The customer's name. */
        NAME("name"),
        /** The customer's address. */
        EMAIL("email");

        private final String text;

        Field(String text) {
            this.text = text;
        }

        /** Returns the field in the API's spelling. */
        public String text() {
            return text;
        }
    }

    /** Reads {@code plume.api.*} and {@code plume.search.*}. */
    public static SearchSettings from(Settings keys) {
        String partner = keys.text("plume.api.partner-id").orElse("");
        if (!partner.matches("[A-Za-z0-9_-]*")) {
            throw keys.broken("plume.api.partner-id", partner, "must be letters, digits, - and _ only");
        }
        String path = partner.isEmpty() ? "/Partners/customers/search" : "/partners/" + partner + "/customers/search";
        return new SearchSettings(
                keys.url("plume.api.url") + path,
                keys.oneOf("plume.search.field", Field.class, Field::text),
                keys.bool("plume.search.exact-match"),
                keys.bool("plume.search.starts-with"),
                keys.number("plume.search.page-size", 1, 10_000));
    }

    /** Returns whether customers of other accounts are to be left out. */
    boolean oneAccount() {
        return field == Field.ACCOUNT_ID && exactMatch;
    }
}
