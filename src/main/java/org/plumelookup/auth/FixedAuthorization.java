package org.plumelookup.auth;

import org.plumelookup.settings.Settings;

/** Uses {@code plume.auth.token} as it is. Immutable. */
final class FixedAuthorization implements Authorization {
    private final Credential credential;

    FixedAuthorization(Settings keys) {
        String value = keys.required("plume.auth.token");
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw keys.broken("plume.auth.token", value, "must be printable ASCII on one line");
        }
        credential = new Credential(value.trim());
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public boolean renew(Credential refused) {
        return false;
    }

    @Override
    public boolean isReplaced(Credential given) {
        return false;
    }

    @Override
    public void accepted(Credential accepted) {
        // there is no other one
    }

    @Override
    public void refused(Credential refused) {
        // there is no other one
    }

    @Override
    public boolean revoked() {
        return false;
    }

    @Override
    public String redact(String text) {
        return Secrets.hide(text, credential.value());
    }
}
