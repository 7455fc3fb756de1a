package org.plumelookup.batch.inbox;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.observe.Readiness;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Routes a file of an inbox to its batch, and moves it; binds what a file consumer needs to watch the inbox. */
public final class InboxRoutes extends RouteBuilder {
    private final InstanceName prefix;
    private final Duration rest;
    private final Inbox inbox;

    /**
     * Creates the routes and reads their settings.
     *
     * @param context the context in which they run
     * @param keys the settings
     * @param results circuit breaker, open while results cannot be written; no file is read then
     */
    public InboxRoutes(CamelContext context, Settings keys, CircuitBreaker results) {
        super(context);
        this.prefix = keys.prefix();
        this.rest = keys.time("plume.file.rest", Duration.ofMillis(100));
        this.inbox = new Inbox(results, BatchSettings.from(keys).outbox());
    }

    /** Returns the inbox of the routes. */
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void configure() {
        Readiness.report(getContext(), prefix.name("inbox"), inbox::issue);
        bind("Inbox", inbox);
        if (getContext().getClassResolver().resolveClass("org.apache.camel.component.file.GenericFile") != null) {
            bindForFileConsumers(); // a host may have none
        }

        // spotless:off: the indentation shows the nesting
        from(prefix.direct("inbox"))
            .routeId(prefix.name("inbox"))
            .routeConfigurationId(prefix.text())
            .description("Processes one file of the inbox and moves it: to done or refused, or leaves it for later")
            .errorHandler(noErrorHandler())
            .doTry()
                .bean(inbox, "admit")
                .to(prefix.direct("batch"))
                .bean(inbox, "done")
            .doCatch(BatchRefusedException.class)
                .bean(inbox, "refuse")
            .doCatch(BatchBusyException.class)
                .bean(inbox, "leave")
            .doCatch(BatchUnfinishedException.class)
                .bean(inbox, "postpone")
            .doFinally()
                .bean(inbox, "release")
            .end();
        // spotless:on
    }

    private void bindForFileConsumers() {
        bind("FileRest", new RestedFiles(new FileRest(rest, System::nanoTime)));
        bind("InboxWatch", new InboxWatch(inbox));
    }

    private void bind(String name, Object bean) {
        getContext().getRegistry().bind(prefix.bean(name), bean);
    }
}
