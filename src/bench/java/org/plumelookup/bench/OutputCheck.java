package org.plumelookup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks that each account is answered exactly once, with its own customer or its own failure. */
final class OutputCheck {
    private static final Pattern ID =
            Pattern.compile("(" + Accounts.ACCOUNT + "|" + Accounts.CUSTOMER + ")(\\d{" + Accounts.DIGITS + "})");

    private final BitSet seen = new BitSet();

    /** Checks the two files of a program, for accounts from 1 to this number. */
    static void files(Path found, Path errors, int rows) throws IOException {
        try (Stream<String> customers = Files.lines(found);
                Stream<String> failures = Files.lines(errors)) {
            lines(customers, failures, rows);
        }
    }

    /** Checks all lines or messages of a program. */
    static void lines(Stream<String> customers, Stream<String> failures, int rows) {
        OutputCheck check = new OutputCheck();
        customers.forEach(line -> check.line(line, true));
        failures.forEach(line -> check.line(line, false));
        if (check.seen.cardinality() != rows || check.seen.length() != rows + 1) {
            throw new IllegalStateException(check.seen.cardinality() + " of " + rows + " accounts are answered");
        }
    }

    private void line(String line, boolean found) {
        List<String> ids = ID.matcher(line).results().map(id -> id.group(1)).toList();
        Matcher first = ID.matcher(line);
        if (!first.find()) {
            throw new IllegalStateException("no account: " + shortened(line));
        }
        int number = Integer.parseInt(first.group(2));
        boolean oneAccount =
                ID.matcher(line).results().allMatch(id -> id.group(2).equals(first.group(2)));
        boolean right = Accounts.isKnown(number) == found && ids.contains(Accounts.CUSTOMER) == found;
        if (!oneAccount || !right || seen.get(number)) {
            throw new IllegalStateException((seen.get(number) ? "twice: " : "wrong: ") + shortened(line));
        }
        seen.set(number);
    }

    private static String shortened(String line) {
        return line.substring(0, Math.min(line.length(), 200));
    }
}
