package org.plumelookup.fake;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.plumelookup.text.DurationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a {@link FakePlume} until the process is stopped. */
@Command(
        name = "fake-server",
        description = "Runs a fake of the Plume partner API on this machine. Times are written 20ms, 30s, 5m.",
        sortOptions = false)
public final class FakeServerCommand implements Callable<Integer> {
    private static final int CANNOT_LISTEN = 3;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--port", defaultValue = "8080", description = "Port, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--bind", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String bind;

    @Option(
            names = "--delay",
            defaultValue = "0ms",
            converter = Time.class,
            description = "Delay of each response (${DEFAULT-VALUE}).")
    private Duration delay;

    @Option(
            names = "--token-life",
            defaultValue = "10m",
            converter = Time.class,
            description = "Life of a token (${DEFAULT-VALUE}).")
    private Duration tokenLife;

    @Option(
            names = "--window-calls",
            defaultValue = "0",
            description = "Calls the firewall allows in a window, 0 for no limit (${DEFAULT-VALUE}).")
    private int windowCalls;

    @Option(
            names = "--window",
            defaultValue = "5m",
            converter = Time.class,
            description = "Length of the firewall's window (${DEFAULT-VALUE}).")
    private Duration window;

    @Option(names = "--partner-id", defaultValue = "fake-partner", description = "Partner ID (${DEFAULT-VALUE}).")
    private String partnerId;

    @Option(names = "--fixed-token", description = "An Authorization value to accept without a log-in.")
    private String fixedToken;

    @Option(names = "--no-record", description = "Does not count calls per account: for millions of accounts.")
    private boolean noRecord;

    private CommandSpec spec;

    /** Sets the command's model, and adds the tables of the code to its help. */
    @Spec
    void spec(CommandSpec value) {
        spec = value;
        spec.usageMessage().footer(tables().toArray(String[]::new));
    }

    /** Runs until interrupted; returns 0 then, or 3 if it cannot listen. */
    @Override
    public Integer call() {
        try (FakePlume plume = new FakePlume(settings())) {
            print(plume, spec.commandLine().getOut());
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new ParameterException(spec.commandLine(), "--bind: there is no address " + bind, e);
            }
            spec.commandLine().getErr().println("The fake server " + e.getMessage() + ". Choose another with --port.");
            return CANNOT_LISTEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private FakePlumeSettings settings() {
        return FakePlumeSettings.builder()
                .port(port)
                .bindAddress(bind)
                .delay(delay)
                .tokenLife(tokenLife)
                .window(windowCalls, window)
                .partnerId(partnerId)
                .fixedToken(fixedToken)
                .record(!noRecord)
                .build();
    }

    private void print(FakePlume plume, PrintWriter out) {
        out.println("# The fake partner API runs until this process is stopped. To use it:");
        out.println(export("PLUME_API_URL", plume.url()));
        out.println(export("PLUME_AUTH_TOKEN_URL", plume.tokenUrl()));
        out.println(export("PLUME_AUTH_AUTHORIZATION", plume.authorization()));
        out.println(export("PLUME_API_PARTNER_ID", plume.partnerId()));
        if (fixedToken != null) {
            out.println("# or without a log-in, instead of the token URL:");
            out.println(export("PLUME_AUTH_TOKEN", fixedToken));
        }
        out.println("# Counters: " + plume.controlUrl() + "/stats");
        out.flush();
    }

    private static String export(String name, String value) {
        return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }

    private static List<String> tables() {
        List<String> lines = new ArrayList<>(List.of("", "The account ID decides the response:"));
        for (Scenario scenario : Scenario.values()) {
            lines.add(row(12, scenario.prefix(), scenario.meaning()));
        }
        lines.addAll(List.of("", "Control paths, which are not counted as calls:"));
        Control.paths().forEach((path, meaning) -> lines.add(row(29, path, meaning)));
        lines.addAll(List.of("", "Modes of an outage:"));
        for (Outage outage : Outage.values()) {
            lines.add(row(15, outage.name(), outage.meaning()));
        }
        return lines;
    }

    private static String row(int width, String left, String right) {
        // The help is a format string, in which a percent sign must be doubled.
        return ("  " + left + " ".repeat(Math.max(1, width - left.length())) + right).replace("%", "%%");
    }

    /** Converts the text of an option to a duration. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationText.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
