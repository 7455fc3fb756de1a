package org.plumelookup.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/** Generates customers; the same account ID and number always result in the same customer. */
final class Customers {
    private static final List<String> FIRST =
            List.of("Ada", "Björn", "Chloé", "Dmitri", "Esra", "Femi", "Grace", "Hana", "Iker", "João", "Kei", "Lena");
    private static final List<String> LAST =
            List.of("Abara", "Berg", "Castro", "Dubois", "Eriksen", "Fischer", "Grant", "Horák", "Ito", "Jensen");
    private static final int NAMESAKES = 3;

    private Customers() {}

    /** Returns the ID of the n-th customer (from 0) of an account: 24 hexadecimal digits. */
    static String id(String accountId, int number) {
        return digest(accountId, number).substring(0, 24);
    }

    /** Returns the matching customers: one for an account or location, a few for a name or an e-mail. */
    static ArrayNode matching(Search search) {
        String keyword = search.keyword();
        return switch (search.field()) {
            case "name" -> page(search, NAMESAKES, n -> stranger(keyword, n).put("name", keyword));
            case "email" -> page(search, NAMESAKES, n -> stranger(keyword, n).put("email", keyword));
            case "locationId" ->
                page(search, 1, n -> {
                    ObjectNode customer = stranger(keyword, n);
                    ((ObjectNode) customer.withArray("locations").get(0)).put("id", keyword);
                    return customer;
                });
            default -> page(search, 1, n -> customer(keyword, n));
        };
    }

    /** Returns the requested page of so many customers. */
    static ArrayNode page(Search search, int total, IntFunction<ObjectNode> customer) {
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        int end = (int) Math.min(total, (long) search.skip() + search.limit());
        for (int n = search.skip(); n < end; n++) {
            page.add(customer.apply(n));
        }
        return page;
    }

    /** Generates the n-th customer (from 0) of the account. */
    static ObjectNode customer(String accountId, int number) {
        String hash = digest(accountId, number);
        String first = pick(FIRST, hash, 0);
        String last = pick(LAST, hash, 4);
        ObjectNode customer = JsonNodeFactory.instance
                .objectNode()
                .put("id", hash.substring(0, 24))
                .put("accountId", accountId)
                .put("name", first + " " + last)
                .put("email", "customer." + hash.substring(0, 6) + "@example.com");
        ArrayNode locations = customer.putArray("locations");
        locations.addObject().put("id", hash.substring(24, 48));
        locations.addObject().put("id", hash.substring(40, 64));
        return customer;
    }

    /** Generates a customer of another account than the requested one. */
    static ObjectNode stranger(String keyword, int number) {
        return customer("CRM-" + digest(keyword, -1 - number).substring(0, 8), 0);
    }

    private static String pick(List<String> names, String hash, int at) {
        return names.get(Integer.parseInt(hash, at, at + 4, 16) % names.size());
    }

    private static String digest(String accountId, int number) {
        try {
            byte[] text = (accountId + '#' + number).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
