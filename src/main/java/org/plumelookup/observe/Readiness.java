package org.plumelookup.observe;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports to a host's health checks whether something is ready, and since when and why it is not. */
public final class Readiness {
    /** Name of the detail that a check has whose trouble is a hold: lookups wait, none fails, and it ends by itself. */
    static final String HOLD = "hold";

    /** Group of the checks, and so of those whose details are ours. */
    static final String GROUP = "plume";

    private Readiness() {}

    /**
     * Adds a check to a context, if it has a registry for such.
     *
     * @param context the context in which the flow runs
     * @param id names the check
     * @param trouble asked at each check, from any thread; empty if all is well
     */
    public static void report(CamelContext context, String id, Supplier<Optional<HealthIssue>> trouble) {
        register(context, id, trouble, false);
    }

    /**
     * Adds a check for a hold to a context, if it has a registry for such.
     *
     * @param context the context in which the flow runs
     * @param id names the check
     * @param hold asked at each check, from any thread; empty if none lasts
     */
    static void reportHold(CamelContext context, String id, Supplier<Optional<HealthIssue>> hold) {
        register(context, id, hold, true);
    }

    private static void register(
            CamelContext context, String id, Supplier<Optional<HealthIssue>> trouble, boolean isHold) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(new Check(id, trouble, isHold));
        }
    }

    /** No liveness check, because a restart repairs nothing. A class of its own, for hosts without health checks. */
    private static final class Check extends AbstractHealthCheck {
        private final Supplier<Optional<HealthIssue>> trouble;
        private final boolean isHold;

        Check(String id, Supplier<Optional<HealthIssue>> trouble, boolean isHold) {
            super(GROUP, id);
            this.trouble = trouble;
            this.isHold = isHold;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            builder.detail(HOLD, isHold);
            trouble.get().ifPresentOrElse(now -> tell(now, builder), builder::up);
        }

        private static void tell(HealthIssue now, HealthCheckResultBuilder builder) {
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
