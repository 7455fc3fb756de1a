package org.plumelookup.observe.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.observe.Page;
import org.plumelookup.observe.Site;

/** Shows the status page at {@code /}, the same as JSON, and the reports of earlier runs. Thread-safe. */
public final class StatusSite implements Site {
    /** Path of the JSON. */
    public static final String STATUS = "/observe/status";

    private static final String REPORTS = "/observe/reports/";
    private static final String REPORT = "/report.html";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String ONLY_OURS =
            "default-src 'none'; base-uri 'none'; form-action 'none'; " + "frame-ancestors 'none'; img-src data:; ";

    private final StatusAccess access;
    private final StatusReport report;
    private final EarlierRuns runs;
    private final String page = resource();
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates it.
     *
     * @param context has the instances of the lookup
     * @param settings who may see it
     * @param outbox has the earlier runs
     * @param version of the program
     * @param health the health checks as JSON
     */
    public StatusSite(
            CamelContext context, ObserveSettings settings, Path outbox, String version, Supplier<JsonNode> health) {
        this.access = new StatusAccess(settings);
        this.runs = new EarlierRuns(outbox);
        this.report = new StatusReport(context, version, outbox, runs, health);
    }

    private static String resource() {
        try (InputStream in = StatusSite.class.getResourceAsStream("status.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a JSON document is what this shows. */
    public static boolean isStatus(JsonNode document) {
        return StatusReport.PROGRAM.equals(document.path("program").asText());
    }

    /** Returns the path of a report in a URL. */
    static String reportPath(String run) {
        return REPORTS + URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20") + REPORT;
    }

    @Override
    public Page.Content answer(String path, String host, String authorization) {
        if (!path.equals("/") && !path.equals(STATUS) && !path.startsWith(REPORTS)) {
            return null;
        }
        StatusAccess.Decision decision = access.decide(host, authorization);
        Page.Content content = switch (decision) {
            case WITH_IDS -> content(path, true);
            case WITHOUT_IDS -> content(path, false);
            case ASK ->
                text(401, "The status page needs the password of plume.observe.password-file.")
                        .with("WWW-Authenticate", "Basic realm=\"plume-lookup\", charset=\"UTF-8\"");
            case CLOSED ->
                text(
                        403,
                        "The status page is shown to other machines only with a password: set"
                                + " plume.observe.password-file. Health and metrics need none.");
            case FOREIGN_HOST ->
                text(
                        403,
                        "Without plume.observe.password-file the status page is shown only as localhost or"
                                + " 127.0.0.1.");
        };
        return content.with("Cross-Origin-Resource-Policy", "same-origin").with("Referrer-Policy", "no-referrer");
    }

    private Page.Content content(String path, boolean withIds) {
        if (path.equals(STATUS)) {
            return Page.Content.of(200, "application/json", report.json(withIds) + "\n");
        }
        if (path.equals("/")) {
            return page();
        }
        if (!withIds) {
            return text(403, "Reports have account IDs: set plume.observe.password-file to see them here.");
        }
        String name = path.substring(REPORTS.length());
        String run = name.endsWith(REPORT) ? name.substring(0, name.length() - REPORT.length()) : "";
        return runs.report(run)
                .map(html -> new Page.Content(200, HTML, html, Map.of())
                        .with("Content-Security-Policy", ONLY_OURS + "style-src 'unsafe-inline'"))
                .orElseGet(() -> text(404, "There is no such report. The other results are in the outbox."));
    }

    private Page.Content page() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        return Page.Content.of(200, HTML, page.replace("NONCE", nonce))
                .with(
                        "Content-Security-Policy",
                        String.format(
                                Locale.ROOT,
                                "%sconnect-src 'self'; script-src 'nonce-%s'; style-src 'nonce-%s'",
                                ONLY_OURS,
                                nonce,
                                nonce));
    }

    private static Page.Content text(int status, String text) {
        return Page.Content.of(status, TEXT, text + "\n");
    }
}
