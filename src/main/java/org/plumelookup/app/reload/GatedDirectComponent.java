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
 * Stands in for Camel's {@code direct} component where routes are replaced while messages flow: in front of each name is
 * a {@link RouteGate}.
 *
 * <p>Camel's own producer remembers the consumer that it found and notes first that it looks for a new one, so that for
 * a moment, or for as long as one sender waits for a consumer, the others go on to the old one, even if that is stopped.
 */
final class GatedDirectComponent extends DirectComponent {
    private final Map<String, RouteGate> doors = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Entrance entrance = new Entrance(uri, remaining);
        entrance.setBlock(isBlock());
        entrance.setTimeout(getTimeout());
        setProperties(entrance, parameters);
        return entrance;
    }

    /** Gives the door of an endpoint of this component; all endpoints of the same name have the same. */
    static RouteGate of(DirectEndpoint endpoint) {
        return ((Entrance) endpoint).door;
    }

    private final class Entrance extends DirectEndpoint {
        private final RouteGate door;
        private final String key;

        Entrance(String uri, String name) {
            super(uri, GatedDirectComponent.this);
            door = doors.computeIfAbsent(name, first -> new RouteGate());
            key = getEndpointBaseUri();
        }

        @Override
        public Producer createProducer() {
            return new Sender(this);
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

    private static final class Sender extends DefaultAsyncProducer {
        private final Entrance entrance;

        Sender(Entrance entrance) {
            super(entrance);
            this.entrance = entrance;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                entrance.door.enter();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            AsyncCallback out = sync -> {
                entrance.door.leave();
                callback.done(sync);
            };
            try {
                DirectConsumer consumer = entrance.consumer(exchange);
                boolean synchronous = entrance.isSynchronous()
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
