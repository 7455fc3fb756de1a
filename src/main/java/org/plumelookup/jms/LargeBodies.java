package org.plumelookup.jms;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Lets the Artemis client leave the body of a message in the broker that is too large for a request.
 *
 * <p>The client reads the whole text of a text message, or the fields of a map, before anybody can look at its size; a
 * bytes message it does not. So the others become bytes messages, whose size tells that they are no request.
 * Thread-safe.
 */
final class LargeBodies implements Interceptor {
    private static final String COMPRESSED = Message.HDR_LARGE_COMPRESSED.toString();

    private final String queue;

    /**
     * Creates the interceptor.
     *
     * @param queue where requests come from; messages of other queues are left alone
     */
    LargeBodies(String queue) {
        this.queue = queue;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionReceiveLargeMessage large) {
            look(large.getLargeMessage(), large.getLargeMessageSize());
        } else if (packet instanceof SessionReceiveMessage usual
                && usual.getMessage().containsProperty(COMPRESSED)) {
            look(usual.getMessage(), 0);
        }
        return true;
    }

    /** Takes the size on the wire, or the larger one that the sender names for a compressed body. */
    private void look(Message message, long onTheWire) {
        Object named = message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE);
        long size = named instanceof Long unpacked ? Math.max(unpacked, onTheWire) : onTheWire;
        if (size > RequestReader.MOST_BYTES && queue.equals(message.getAddress())) {
            message.putLongProperty(Message.HDR_LARGE_BODY_SIZE, Math.min(size, Integer.MAX_VALUE));
            message.toCore().setType(Message.BYTES_TYPE);
        }
    }
}
