package org.plumelookup.auth;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;

/** Uses {@code plume.auth.token} as it is, or the text of its file as it is by now. Thread-safe. */
final class FixedAuthorization implements Authorization {
    private static final Predicate<String> ASCII = Pattern.compile("[ -~]*").asMatchPredicate();

    private final Secret token;
    private volatile Credential current;
    private volatile Credential former;

    FixedAuthorization(Settings keys) {
        token = keys.secret("plume.auth.token", ASCII, "must be printable ASCII on one line")
                .orElseThrow();
        current = new Credential(token.value().trim());
        former = current;
    }

    @Override
    public synchronized Credential credential() {
        return of(token.value());
    }

    @Override
    public synchronized boolean renew(Credential refused) {
        return of(token.reread()) != refused;
    }

    private Credential of(String text) {
        Credential now = new Credential(text.trim());
        if (!now.equals(current)) {
            former = current;
            current = now;
        }
        return current;
    }

    @Override
    public boolean isReplaced(Credential given) {
        return current != given;
    }

    @Override
    public void accepted(Credential accepted) {
        // only a file has another one
    }

    @Override
    public void refused(Credential refused) {
        // only a file has another one
    }

    @Override
    public boolean revoked() {
        return false;
    }

    @Override
    public String redact(String text) {
        return Secrets.hide(Secrets.hide(text, current.value()), former.value());
    }
}
