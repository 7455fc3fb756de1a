package org.plumelookup.batch.inbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** Checks the inbox of a file consumer before each poll: the option {@code pollStrategy}. Thread-safe. */
final class InboxWatch extends DefaultPollingConsumerPollStrategy {
    private final Inbox inbox;
    private final Map<Path, InboxNames> names = new ConcurrentHashMap<>();

    InboxWatch(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        if (endpoint instanceof FileEndpoint files) {
            Path folder = files.getFile().toPath();
            if (!inbox.check(folder)) {
                return false;
            }
            names.computeIfAbsent(folder, path -> new InboxNames()).refuseUnusable(folder);
        }
        return super.begin(consumer, endpoint);
    }
}
