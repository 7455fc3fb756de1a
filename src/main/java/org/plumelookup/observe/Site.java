package org.plumelookup.observe;

/** Answers requests for other paths than those of health and metrics, and decides who may see them. Thread-safe. */
public interface Site {

    /**
     * Answers a request.
     *
     * @param path decoded
     * @param host its header Host; null if there is none
     * @param authorization its header Authorization; null if there is none
     * @return null if nothing is at this path
     */
    Page.Content answer(String path, String host, String authorization);
}
