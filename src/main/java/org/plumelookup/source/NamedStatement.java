package org.plumelookup.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds an SQL statement as a JDBC driver takes it.
 *
 * @param jdbc the text with a {@code ?} for each parameter; literals, quoted names and comments are as they were written
 * @param names the parameters' names in the order of the text, as often as they occur
 */
record NamedStatement(String jdbc, List<String> names) {
    // What hides a parameter comes first: PostgreSQL's strings with escapes and between dollars, literals and quoted
    // names of the standard, comments. Possessive, so the length of a literal costs no stack.
    private static final Pattern TOKEN = Pattern.compile(
            "(?<![\\w$])[eE]'(?:[^'\\\\]|\\\\.|'')*+'|(?<![\\w$])\\$(\\w*+)\\$.*?\\$\\1\\$"
                    + "|'[^']*+'|\"[^\"]*+\"|--[^\\r\\n]*+|/\\*.*?\\*/|:#(\\w+)|(\\?+)",
            Pattern.DOTALL);
    private static final int NAME = 2;
    private static final int OPERATOR = 3;

    /**
     * Reads a statement.
     *
     * @param text the statement, with a parameter written {@code :#name}
     * @param postgresql whether a {@code ?} is a part of an operator, which that driver takes as {@code ??}
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
