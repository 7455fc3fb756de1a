package org.plumelookup.app.reload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Replaces Camel's {@code direct} component if routes are reloaded while messages flow: each name has a
 * {@link RouteGate}.
 *
 * <p>Camel's own producer caches its consumer and sets the new state before it looks up a new one, so that for a
 * moment, or while one sender waits for a consumer, the others still send to the old one, even if it is stopped.
 */
final class GatedDirectComponent extends DirectComponent {
    private final Map<String, RouteGate> gates = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GatedEndpoint endpoint = new GatedEndpoint(uri, remaining);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Returns the gate of an endpoint of this component; all endpoints of the same name share it. */
    static RouteGate of(DirectEndpoint endpoint) {
        return ((GatedEndpoint) endpoint).gate;
    }

    private final class GatedEndpoint extends DirectEndpoint {
        private final RouteGate gate;
        private final String key;

        GatedEndpoint(String uri, String name) {
            super(uri, GatedDirectComponent.this);
            gate = gates.computeIfAbsent(name, first -> new RouteGate());
            key = getEndpointBaseUri();
        }

        @Override
        public Producer createProducer() {
            return new GatedProducer(this);
        }

        private DirectConsumer consumer(Exchange exchange)
                throws InterruptedException, DirectConsumerNotAvailableException {
            DirectConsumer consumer = GatedDirectComponent.this.getConsumer(key, isBlock(), getTimeout());
            if (consumer == null && isFailIfNoConsumers()) {
                throw new DirectConsumerNotAvailableException("No consumers available on endpoint: " + this, exchange);
            }
            return consumer;
        }
    }

    private static final class GatedProducer extends DefaultAsyncProducer {
        private final GatedEndpoint endpoint;

        GatedProducer(GatedEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                endpoint.gate.enter();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            AsyncCallback out = sync -> {
                endpoint.gate.leave();
                callback.done(sync);
            };
            try {
                DirectConsumer consumer = endpoint.consumer(exchange);
                boolean synchronous = endpoint.isSynchronous()
                        || consumer != null && consumer.getEndpoint().isSynchronous();
                if (consumer != null && !synchronous) {
                    return consumer.getAsyncProcessor().process(exchange, out);
                }
                if (consumer != null) {
                    consumer.getProcessor().process(exchange);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            } catch (Exception e) {
                exchange.setException(e);
            }
            out.done(true);
            return true;
        }
    }
}
