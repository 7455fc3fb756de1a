package org.plumelookup.observe;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Adds readiness checks to a host's health checks: whether something is ready, and since when and why it is not. */
public final class Readiness {
    private Readiness() {}

    /**
     * Adds a check to a context, if it has a registry of health checks.
     *
     * @param context the context in which the flow runs
     * @param id the ID of the check
     * @param trouble called at each check, from any thread; empty if all is well
     */
    public static void report(CamelContext context, String id, Supplier<Optional<HealthIssue>> trouble) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(new Check(id, trouble));
        }
    }

    /**
     * Not a liveness check, because a restart would not help. A class of its own, because a host may lack health
     * checks.
     */
    private static final class Check extends AbstractHealthCheck {
        private final Supplier<Optional<HealthIssue>> trouble;

        Check(String id, Supplier<Optional<HealthIssue>> trouble) {
            super("plume", id);
            this.trouble = trouble;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            trouble.get().ifPresentOrElse(now -> report(now, builder), builder::up);
        }

        private static void report(HealthIssue now, HealthCheckResultBuilder builder) {
            builder.message(now.why())
                    .detail("why", now.why())
                    .detail("since", now.since().toString());
            if (now.until() != null) {
                builder.detail("until", now.until().toString());
            }
            builder.down();
        }
    }
}
