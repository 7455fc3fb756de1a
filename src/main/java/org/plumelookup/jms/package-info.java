/**
 * What the stand-alone program needs to consume account IDs from a broker and to send outcomes to it. Its libraries are
 * optional: the flow does not need them.
 */
package org.plumelookup.jms;
