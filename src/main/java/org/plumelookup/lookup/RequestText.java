package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.plumelookup.api.LookupRequest;

/**
 * Reads a text as the request it stands for: an account ID, or JSON with {@code accountId} and anything else, which is
 * given back with the answer.
 *
 * <p>A byte order mark before it and one line end after it belong to whoever wrote the text, not to the account ID.
 */
public final class RequestText {
    private static final String ACCOUNT_ID = "accountId";
    private static final String RULE = "send the account ID as text, or JSON with accountId";
    private static final String MARK = "\uFEFF";
    private static final int LONGEST_ID = LookupRequest.EXCERPT;

    private RequestText() {}

    /**
     * Reads a text; one that begins as a JSON object has to be one.
     *
     * @param text a whole message
     * @return never null; a text that stands for no request has a problem
     */
    public static LookupRequest read(String text) {
        return read(text, false);
    }

    /**
     * Reads a text; one that begins as a JSON object and is none is an account ID.
     *
     * @param text a whole message
     * @return never null; a text that stands for no request has a problem
     */
    static LookupRequest readAnyId(String text) {
        return read(text, true);
    }

    private static LookupRequest read(String given, boolean anyId) {
        if (given.length() >= StrictJson.TOO_LONG) {
            return LookupRequest.unreadable(given, "The message is longer than 1 MB.");
        }
        String text = given.startsWith(MARK) ? given.substring(1) : given;
        String start = text.stripLeading();
        if (start.startsWith("[") && StrictJson.isArray(text)) {
            return LookupRequest.unreadable(
                    text, "The message is a JSON array: split it, and send one message for each account ID.");
        }
        return start.startsWith("{") ? json(text, anyId) : id(withoutLineEnd(text));
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (text.endsWith("\n")) {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    private static LookupRequest json(String text, boolean anyId) {
        try {
            ObjectNode object = StrictJson.parse(text);
            String accountId = StrictJson.text(object, ACCOUNT_ID, text);
            if (accountId == null) {
                String problem = "The message is JSON without an accountId that is a text or a number.";
                return text.length() > LookupRequest.EXCERPT
                        ? LookupRequest.unreadable(text, problem)
                        : new LookupRequest(null, null, object, problem);
            }
            object.remove(ACCOUNT_ID);
            return checked(text, new LookupRequest(null, accountId, object, null));
        } catch (StrictJson.NotAnObject e) {
            return anyId && !e.isJson()
                    ? id(withoutLineEnd(text))
                    : LookupRequest.unreadable(
                            text, String.format(Locale.ROOT, "The message %s: %s.", e.getMessage(), RULE));
        }
    }

    private static LookupRequest id(String id) {
        return checked(id, LookupRequest.of(id));
    }

    /** Gives back only the beginning of what no outcome could hold. */
    private static LookupRequest checked(String text, LookupRequest request) {
        String id = request.accountId();
        if (id.length() > LONGEST_ID && id.codePointCount(0, id.length()) > AccountId.LONGEST) {
            return LookupRequest.unreadable(
                    text,
                    String.format(Locale.ROOT, "The account ID is longer than %d characters.", AccountId.LONGEST));
        }
        return StandardCharsets.UTF_8.newEncoder().canEncode(id)
                ? request
                : LookupRequest.unreadable(text, "The account ID contains half a character (an unpaired surrogate).");
    }
}
