package org.plumelookup.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The accounts of the benchmark, numbered from 1: the server, the programs and the check know the same answers. */
final class Accounts {
    /** The Authorization header that the server wants. */
    static final String AUTHORIZATION = "Bearer of-the-benchmark";

    /** What begins every account ID. */
    static final String ACCOUNT = "ACC-";

    /** What begins every customer ID. */
    static final String CUSTOMER = "CUS-";

    /** Digits after it. */
    static final int DIGITS = 7;

    /** The query of each search. */
    static final String QUERY = "?field=accountId&exactMatch=true&startsWith=true&limit=10";

    private static final int UNKNOWN = 50;

    private Accounts() {}

    /** Returns the account ID of a number. */
    static String id(int number) {
        return ACCOUNT + digits(number);
    }

    /** Returns whether the API knows the account; it answers 404 to one of fifty. */
    static boolean isKnown(int number) {
        return number % UNKNOWN != 0;
    }

    /** Returns the JSON that answers a search for an account. */
    static String answer(int number) {
        String digits = digits(number);
        return isKnown(number)
                ? "[{\"id\":\"" + CUSTOMER + digits + "\",\"accountId\":\"" + ACCOUNT + digits
                        + "\",\"name\":\"A Customer\",\"email\":\"customer@example.com\","
                        + "\"locations\":[{\"id\":\"5d1f8a36c2a54f0011b3a7e4\"}]}]"
                : "{\"error\":{\"statusCode\":404,\"name\":\"NotFoundError\",\"message\":\"No such account\"}}";
    }

    /** Returns the path and the query of a search, below the base URL. */
    static String search(String id) {
        return "/Partners/customers/search/" + id + QUERY;
    }

    /** Writes a file with so many account IDs. */
    static Path write(Path file, int rows) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int number = 1; number <= rows; number++) {
                out.write(id(number) + "\n");
            }
        }
        return file;
    }

    private static String digits(int number) {
        return Integer.toString(10_000_000 + number).substring(1);
    }
}
