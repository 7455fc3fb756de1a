package org.plumelookup.jms;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Makes the Artemis client leave a body in the broker that is too large for a request.
 *
 * <p>The client reads a whole text or map message before its size can be checked, but not a bytes message. So large
 * messages become bytes messages, which are refused by their size. Thread-safe.
 */
final class LargeBodies implements Interceptor {
    private static final String COMPRESSED = Message.HDR_LARGE_COMPRESSED.toString();

    private final String queue;

    /**
     * Creates the interceptor.
     *
     * @param queue the request queue; messages of other queues are not changed
     */
    LargeBodies(String queue) {
        this.queue = queue;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionReceiveLargeMessage large) {
            check(large.getLargeMessage(), large.getLargeMessageSize());
        } else if (packet instanceof SessionReceiveMessage usual
                && usual.getMessage().containsProperty(COMPRESSED)) {
            check(usual.getMessage(), 0);
        }
        return true;
    }

    /** Checks the size on the wire, or the larger size that the sender declares for a compressed body. */
    private void check(Message message, long onTheWire) {
        Object declared = message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE);
        long size = declared instanceof Long unpacked ? Math.max(unpacked, onTheWire) : onTheWire;
        if (size > RequestReader.MOST_BYTES && queue.equals(message.getAddress())) {
            message.putLongProperty(Message.HDR_LARGE_BODY_SIZE, Math.min(size, Integer.MAX_VALUE));
            message.toCore().setType(Message.BYTES_TYPE);
        }
    }
}
