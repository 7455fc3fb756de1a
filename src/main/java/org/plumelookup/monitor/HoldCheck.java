package org.plumelookup.monitor;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.plumelookup.budget.Hold;
import org.plumelookup.config.Prefix;

/** Reports not ready while nobody calls. It is no liveness check: a restart would not end a hold. Thread-safe. */
final class HoldCheck extends AbstractHealthCheck {
    private final Hold hold;

    HoldCheck(Hold hold, Prefix prefix) {
        super("plume", prefix.name("hold"));
        this.hold = hold;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        hold.state()
                .ifPresentOrElse(
                        state -> builder.message(state.cause().text() + ": " + state.why())
                                .detail("why", state.cause().text() + ": " + state.why())
                                .detail("since", state.since().toString())
                                .detail("until", state.until().toString())
                                .down(),
                        builder::up);
    }
}
