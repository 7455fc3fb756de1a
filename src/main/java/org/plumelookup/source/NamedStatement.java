package org.plumelookup.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQL statement in JDBC form.
 *
 * @param jdbc the text with a {@code ?} for each parameter; literals, quoted names and comments are unchanged
 * @param names the parameters' names in the order of the text, with repetitions
 */
record NamedStatement(String jdbc, List<String> names) {
    // Text without parameters comes first: PostgreSQL's escape strings and dollar-quoted strings, literals and quoted
    // names of the standard, comments. Possessive, so that long literals use no stack.
    private static final Pattern TOKEN = Pattern.compile(
            "(?<![\\w$])[eE]'(?:[^'\\\\]|\\\\.|'')*+'|(?<![\\w$])\\$(\\w*+)\\$.*?\\$\\1\\$"
                    + "|'[^']*+'|\"[^\"]*+\"|--[^\\r\\n]*+|/\\*.*?\\*/|:#(\\w+)|(\\?+)",
            Pattern.DOTALL);
    private static final int NAME = 2;
    private static final int OPERATOR = 3;

    /**
     * Parses a statement.
     *
     * @param text the statement; parameters are written {@code :#name}
     * @param postgresql whether a {@code ?} is part of an operator, which that driver expects as {@code ??}
     */
    static NamedStatement of(String text, boolean postgresql) {
        List<String> names = new ArrayList<>();
        String jdbc =
                TOKEN.matcher(text).replaceAll(token -> Matcher.quoteReplacement(replaced(token, names, postgresql)));
        return new NamedStatement(jdbc, List.copyOf(names));
    }

    private static String replaced(MatchResult token, List<String> names, boolean postgresql) {
        if (token.group(NAME) != null) {
            names.add(token.group(NAME));
            return "?";
        }
        return postgresql && "?".equals(token.group(OPERATOR)) ? "??" : token.group();
    }
}
