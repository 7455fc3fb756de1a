package org.plumelookup.http;

/** Hears of every request that was sent. Implementations are thread-safe, and neither wait nor throw. */
public interface CallListener {

    /**
     * Records a request that is over.
     *
     * @param status of the answer, or {@link CallCounters#NONE}
     * @param nanos how long it took, from connecting to the last byte
     */
    void called(String status, long nanos);
}
