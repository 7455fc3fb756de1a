package org.plumelookup.jms;

import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Creates the consumers of a route: Camel's own, which reconnect with a growing delay if the broker is unavailable, and
 * record its state instead of a log line for each attempt. Thread-safe.
 */
final class ListenerContainers implements MessageListenerContainerFactory {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;

    private final BrokerState state;

    ListenerContainers(BrokerState state) {
        this.state = state;
    }

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return new Container(endpoint);
    }

    /** A consumer with as many threads as the endpoint has. */
    private final class Container extends DefaultJmsMessageListenerContainer {

        Container(JmsEndpoint endpoint) {
            super(endpoint);
        }

        /** Sets the delay last, because Camel sets a fixed one. */
        @Override
        public void afterPropertiesSet() {
            ExponentialBackOff growing = new ExponentialBackOff(FIRST_MILLIS, 2);
            growing.setMaxInterval(LONGEST_MILLIS);
            setBackOff(growing);
            super.afterPropertiesSet();
        }

        @Override
        protected void invokeErrorHandler(Throwable failure) {
            state.rolledBack(failure);
        }

        @Override
        protected void handleListenerSetupFailure(Throwable failure, boolean alreadyHandled) {
            if (!alreadyHandled) { // by another consumer, which may have reconnected meanwhile
                state.failed(failure);
            }
        }

        @Override
        protected void messageReceived(Object invoker, Session session) {
            super.messageReceived(invoker, session);
            state.well();
        }

        @Override
        protected void noMessageReceived(Object invoker, Session session) {
            super.noMessageReceived(invoker, session);
            state.quiet();
        }
    }
}
