package org.plumelookup.jms;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports not ready while the broker is away. It is no liveness check: a restart would not bring it back. Thread-safe. */
final class BrokerCheck extends AbstractHealthCheck {
    private final BrokerState state;

    BrokerCheck(BrokerState state) {
        super("plume", "plume-broker");
        this.state = state;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        BrokerState.Trouble trouble = state.trouble();
        if (trouble == null) {
            builder.up();
        } else {
            builder.message(trouble.why())
                    .detail("since", trouble.since().toString())
                    .down();
        }
    }
}
