package org.plumelookup.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.plumelookup.auth.Credential;

/**
 * Carries one account ID on its way to its answer, from call to call.
 *
 * <p>Lives in an exchange property, used by one thread at a time.
 */
final class Lookup {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeLookup";

    private static final long SLICE_MILLIS = 500;

    private final LookupRequest request;
    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final Set<String> others = new HashSet<>();
    private int skip;
    private int calls;
    private int failedCalls;
    private boolean renewed;
    private long notBefore = System.nanoTime();
    private Credential credential;
    private LookupOutcome outcome;

    Lookup(LookupRequest request) {
        this.request = request;
    }

    LookupRequest request() {
        return request;
    }

    /** Tells whether the answer is still to come. */
    public boolean isOpen() {
        return outcome == null;
    }

    /** Tells how many milliseconds to wait now; a long wait comes in slices, so that a stop can break it. */
    public long waitMillis() {
        long left = notBefore - System.nanoTime();
        return left <= 0 ? 0 : Math.min(SLICE_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }

    /** Tells whether the next call may be made. */
    public boolean isDue() {
        return notBefore - System.nanoTime() <= 0;
    }

    int skip() {
        return skip;
    }

    void called() {
        calls++;
    }

    void authorise(Credential given) {
        credential = given;
    }

    Credential credential() {
        return credential;
    }

    /** Tells whether a 401 has led to a new credential before. */
    boolean renewed() {
        return renewed;
    }

    /** Asks for the same page again with a new credential. */
    void askRenewed() {
        renewed = true;
    }

    /** Counts a failed call for this page and tells how many there have been. */
    int failed() {
        return ++failedCalls;
    }

    /** Asks for the same page again, but not at once. */
    void askAgain(Duration wait) {
        notBefore = System.nanoTime() + wait.toNanos();
    }

    /**
     * Takes in one page.
     *
     * @param page the customers on it
     * @param oneAccount whether customers of other accounts are left out
     * @return whether there was anything new on it
     */
    boolean add(List<Customer> page, boolean oneAccount) {
        int before = customers.size() + others.size();
        for (Customer customer : page) {
            if (oneAccount && !sameAccount(customer)) {
                others.add(customer.id());
            } else {
                customers.putIfAbsent(customer.id(), customer);
            }
        }
        skip += page.size();
        failedCalls = 0;
        return customers.size() + others.size() > before;
    }

    private boolean sameAccount(Customer customer) {
        return customer.accountId() != null
                && customer.accountId()
                        .strip()
                        .equalsIgnoreCase(request.accountId().strip());
    }

    /** Ends the lookup with what the pages held. */
    void found(int status) {
        if (!customers.isEmpty()) {
            end(Outcome.FOUND, status, null);
        } else if (others.isEmpty()) {
            String space =
                    request.accountId().equals(request.accountId().strip()) ? "" : " Note the space around the ID.";
            end(
                    Outcome.NO_MATCH,
                    status,
                    "Plume knows no such customer. The account may not be provisioned yet." + space);
        } else {
            end(Outcome.MISMATCH, status, "Plume gave customers of other accounts only (%d).".formatted(others.size()));
        }
    }

    /** Ends the lookup; customers are given back only when they were found. */
    void end(Outcome what, Integer status, String reason) {
        List<Customer> given = what == Outcome.FOUND ? List.copyOf(customers.values()) : List.of();
        outcome = new LookupOutcome(request, what, given, others.size(), status, reason, calls, Instant.now());
        credential = null;
    }

    /** Tells the answer; null while the lookup is open. */
    public LookupOutcome outcome() {
        return outcome;
    }
}
