package org.plumelookup.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plumelookup.text.DurationText;

/** Handles the control paths, by which another process controls the fake and reads its counters. */
final class Control {
    static final String ROOT = "/fake/";

    private final FakePlume plume;

    Control(FakePlume plume) {
        this.plume = plume;
    }

    /** Returns the control paths for the help, each with its meaning. */
    static Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("GET /fake/stats", "counters; ?accounts=true: calls per account");
        paths.put("POST /fake/outage?mode=MODE", "an error for every request, see below");
        paths.put("POST /fake/expire-tokens", "expires all issued tokens");
        paths.put("POST /fake/block?time=30s", "the firewall refuses every request");
        return paths;
    }

    /** Executes a control request; a wrong value is a 422 with the reason. */
    Reply answer(String method, String path, String rawQuery) {
        try {
            Map<String, String> query = UrlDecoder.decodeForm(rawQuery);
            switch (method + ' ' + path) {
                case "GET /fake/stats" -> {
                    return stats(Boolean.parseBoolean(query.get("accounts")));
                }
                case "POST /fake/outage" -> plume.outage(Outage.valueOf(query.getOrDefault("mode", "")));
                case "POST /fake/expire-tokens" -> plume.expireTokens();
                case "POST /fake/block" -> plume.block(DurationText.parse(query.get("time")));
                default -> {
                    return Reply.error(404, "No such control path");
                }
            }
            return Reply.json(200, "{}");
        } catch (IllegalArgumentException e) {
            return Reply.error(422, e.getMessage());
        }
    }

    private Reply stats(boolean withAccounts) {
        Stats stats = plume.stats();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("calls", stats.calls())
                .put("searches", stats.searches())
                .put("logIns", stats.logIns())
                .put("tokensIssued", stats.tokensIssued())
                .put("refused", stats.refused())
                .put("peak", stats.peak());
        if (withAccounts) {
            ObjectNode accounts = body.putObject("accounts");
            plume.callsPerAccount().forEach(accounts::put);
        }
        return Reply.json(200, body);
    }
}
