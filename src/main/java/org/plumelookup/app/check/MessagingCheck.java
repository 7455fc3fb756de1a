package org.plumelookup.app.check;

import java.util.List;
import org.apache.camel.CamelContext;
import org.plumelookup.app.Folders;
import org.plumelookup.jms.BrokerPreflight;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Connects to the broker once; checks the folder of an embedded one. */
final class MessagingCheck {
    private MessagingCheck() {}

    /** Returns no finding if JMS is off. */
    static List<Finding> of(CamelContext context, boolean offline) throws InterruptedException {
        Settings keys = Settings.of(context, InstanceName.PLUME);
        BrokerPreflight broker = new BrokerPreflight(context, keys);
        if (!broker.isOn() || offline && !broker.isEmbedded()) {
            return List.of();
        }
        if (broker.isEmbedded()) {
            return Folders.ofBroker(keys).stream()
                    .map(folder -> new Finding("broker", folder.ok(), folder.text()))
                    .toList();
        }
        BrokerPreflight.BrokerResult answer = broker.run();
        return List.of(new Finding("broker", answer.ok(), answer.text()));
    }
}
