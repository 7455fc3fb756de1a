package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.JsonMappingException;

/** Signals that a body with status 200 is JSON, but not a page of customers. */
final class UnexpectedBodyException extends JsonMappingException {
    static final String NO_ARRAY = "The API's answer is not a JSON array";

    private static final long serialVersionUID = 1L;

    UnexpectedBodyException(String message) {
        super(null, message);
    }
}
