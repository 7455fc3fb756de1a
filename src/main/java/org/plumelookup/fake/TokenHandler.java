package org.plumelookup.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Handles the token endpoint: OAuth 2.0 client credentials. */
final class TokenHandler {
    private static final int LARGEST_BODY = 65_536;

    private final Tokens tokens;
    private final Counters counters;
    private final String authorization;
    private final String scope;
    private final long expiresIn;

    TokenHandler(FakePlumeSettings settings, Tokens tokens, Counters counters) {
        this.tokens = tokens;
        this.counters = counters;
        this.authorization = authorization(settings);
        this.scope = "partnerId:" + settings.partnerId() + " role:partnerIdAdmin";
        this.expiresIn = Math.max(1, settings.tokenLife().toSeconds());
    }

    /** Returns the header value that authenticates the client. */
    static String authorization(FakePlumeSettings settings) {
        String pair = settings.clientId() + ":" + settings.clientSecret();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns an error as OAuth 2.0 writes it. */
    static Reply refusal(int status, String error, String description) {
        Reply reply = Reply.json(
                status,
                JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description));
        return status == 401 ? reply.with("WWW-Authenticate", "Basic realm=\"fake\"") : reply;
    }

    /** Reads the whole request and returns the response. */
    Reply answer(HttpExchange exchange) throws IOException {
        // Read before a refusal, or the connection could not be reused.
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return refusal(401, "invalid_client", "The client could not be authenticated");
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            return refusal(400, "invalid_request", "The body must be form-encoded");
        }
        Map<String, String> form;
        try {
            form = UrlDecoder.decodeForm(new String(body, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return refusal(400, "invalid_request", e.getMessage());
        }
        String grant = form.get("grant_type");
        if (grant == null) {
            return refusal(400, "invalid_request", "grant_type is missing");
        }
        if (!grant.equals("client_credentials")) {
            return refusal(400, "unsupported_grant_type", "Only client_credentials is supported");
        }
        if (!scope.equals(form.get("scope"))) {
            return refusal(400, "invalid_scope", "The scope must be: " + scope);
        }
        counters.tokenIssued();
        return Reply.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("token_type", "Bearer")
                                .put("expires_in", expiresIn)
                                .put("access_token", tokens.issue())
                                .put("scope", scope))
                .with("Cache-Control", "no-store");
    }
}
