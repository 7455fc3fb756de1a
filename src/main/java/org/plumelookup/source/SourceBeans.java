package org.plumelookup.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.plumelookup.observe.Readiness;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/**
 * Binds the beans that the timer and database routes use: {@code plumeWatchList}, {@code plumeDatabase} and the thread
 * pool {@code plumeRows}, with a thread for each lookup in flight.
 */
public final class SourceBeans {
    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;

    /**
     * Creates the binder.
     *
     * @param breakers no row is read while they suspend calls
     * @param stopping returns whether the program stops, so that no further row is read
     */
    public SourceBeans(CircuitBreakers breakers, BooleanSupplier stopping) {
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /**
     * Binds the beans.
     *
     * @param context the context in which the routes run
     * @param keys the settings
     */
    public void bind(CamelContext context, Settings keys) {
        if (keys.text("plume.timer.period").isPresent()) {
            keys.time("plume.timer.period", Duration.ofMillis(100));
        }
        DatabaseSettings.check(keys);
        InstanceName prefix = keys.prefix();
        ExecutorService rows = context.getExecutorServiceManager()
                .newFixedThreadPool(this, prefix.name("source-rows"), keys.number("plume.concurrency", 1, 1000));
        context.getRegistry().bind(prefix.bean("Rows"), rows);
        WatchList list = new WatchList(
                keys.text("plume.timer.account-ids").orElse(""),
                keys.text("plume.timer.list").map(Path::of).orElse(null),
                breakers,
                stopping);
        context.getRegistry().bind(prefix.bean("WatchList"), list);
        boolean on = keys.text("plume.database.url").isPresent();
        Statements statements = on ? new Statements(keys, new DatabasePool(context, keys)) : null;
        Database database = new Database(prefix, statements, breakers, stopping);
        context.getRegistry().bind(prefix.bean("Database"), database);
        if (on) {
            Readiness.report(context, prefix.name("database"), database::issue);
        }
    }
}
