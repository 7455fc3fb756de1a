/**
 * What the stand-alone program needs to take account IDs from a broker and to send outcomes to it. Its libraries are
 * optional: the flow does without them.
 */
package org.plumelookup.jms;
