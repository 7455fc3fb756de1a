package org.plumelookup.bench;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.main.Main;

/** A peer: the Camel route that people write in an afternoon. It has no pace, no retry, and no restart. */
final class FileRoute extends RouteBuilder {
    private final Main main;
    private final String base;
    private final Path file;
    private final Path results;
    private final int inFlight;

    private FileRoute(Main main, String[] args) {
        this.main = main;
        base = args[0];
        file = Path.of(args[1]);
        results = Path.of(args[2]);
        inFlight = Integer.parseInt(args[3]);
    }

    /**
     * Looks up a file.
     *
     * @param args base URL, file, folder of the results, calls in flight
     */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new FileRoute(main, args));
        main.run();
    }

    @Override
    public void configure() {
        getContext()
                .getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder("lookups")
                        .poolSize(inFlight)
                        .maxPoolSize(inFlight)
                        .maxQueueSize(1_000)
                        .build());
        String client =
                "&throwExceptionOnFailure=false&connectionsPerRoute=" + inFlight + "&maxTotalConnections=" + inFlight;
        String append = "?fileExist=Append&appendChars=\\n&fileName=";
        // @formatter:off
        from("file:" + file.getParent() + "?noop=true&initialDelay=0&fileName=" + file.getFileName())
                .split(body().tokenize("\n"))
                .streaming()
                .parallelProcessing()
                .executorService("lookups")
                .setProperty("account", body())
                .setHeader("Authorization", constant(Accounts.AUTHORIZATION))
                .toD(base + Accounts.search("${body}") + client)
                .setBody(simple("${exchangeProperty.account},${body}"))
                .choice()
                .when(header(Exchange.HTTP_RESPONSE_CODE).isEqualTo(200))
                .to("file:" + results + "" + append + ResultWriter.FOUND)
                .otherwise()
                .to("file:" + results + "" + append + ResultWriter.ERRORS)
                .end()
                .end()
                .process(exchange -> main.completed());
        // @formatter:on
    }
}
