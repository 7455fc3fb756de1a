package org.plumelookup.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.Credential;

/**
 * Carries one account ID on its way to its answer, from call to call.
 *
 * <p>Lives in an exchange property, used by one thread at a time; others may ask for its outcome.
 */
final class Lookup {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeLookup";

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final LookupRequest request;
    private final Matches matches;
    private int calls;
    private long left;
    private int tries;
    private int outages;
    private boolean faulty;
    private boolean renewed;
    private int blocks;
    private long answersAtBlock;
    private long notBefore = System.nanoTime();
    private boolean underWay;
    private Credential credential;
    private String probe;
    private Suspect suspect;
    private Suspicions.KeptBack keptBack;
    private boolean toBeChecked;
    private boolean excused;
    private Lookup leader;
    private volatile boolean abandoned;
    private volatile LookupOutcome outcome;

    Lookup(LookupRequest request) {
        this.request = request;
        this.matches = new Matches(request.accountId());
    }

    /** Gives the lookup that an exchange carries. */
    static Lookup of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Lookup.class);
    }

    /** Holds a suspicious answer until it is clear who is to blame. */
    private record Suspect(Outcome outcome, Integer status, String reason) {}

    LookupRequest request() {
        return request;
    }

    Matches matches() {
        return matches;
    }

    boolean isOpen() {
        return outcome == null;
    }

    /** Tells the answer; null while the lookup is open. */
    LookupOutcome outcome() {
        return outcome;
    }

    // ---- when to call

    /** Tells how many milliseconds to wait now; a long wait comes in slices, so that a stop can break it. */
    long waitMillis() {
        long left = Math.min(SLICE_NANOS, notBefore - System.nanoTime());
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }

    /** Tells whether a call is to be made now: the wait is over, and the lookup waits for nobody else. */
    boolean isDue() {
        return isOpen() && leader == null && (keptBack == null || toBeChecked) && notBefore - System.nanoTime() <= 0;
    }

    /** Asks for the same page again, but not at once. */
    void askAgain(Duration wait) {
        notBefore = System.nanoTime() + wait.toNanos();
    }

    // ---- the call

    /** Tells what the call asks for: the account, or another one to see whether the API is well. */
    String keyword() {
        return probe == null ? request.accountId() : probe;
    }

    /** Makes the next call ask for another account; null for this one again. */
    void probe(String accountId) {
        probe = accountId;
    }

    boolean isProbe() {
        return probe != null;
    }

    void called() {
        calls += isProbe() ? 0 : 1;
        left = System.nanoTime();
    }

    /** Takes note that the next call leaves when it may. */
    void begun() {
        underWay = true;
    }

    /** Takes note that the call has ended; tells whether one was under way. */
    boolean ended() {
        boolean was = underWay;
        underWay = false;
        return was;
    }

    /** Tells when the last call left, on the monotonic clock. */
    long left() {
        return left;
    }

    void authorise(Credential given) {
        credential = given;
    }

    Credential credential() {
        return credential;
    }

    // ---- faults

    boolean isRenewed() {
        return renewed;
    }

    /** Asks for the same page again with a new credential. */
    void askRenewed() {
        renewed = true;
    }

    /** Lets the next 401 ask for a new credential once more. */
    void forgetRenewal() {
        renewed = false;
    }

    /**
     * Counts the blocks by the firewall between which others were answered.
     *
     * @param answers how many answers there have been so far
     */
    int blocked(long answers) {
        blocks += blocks == 0 || answers > answersAtBlock ? 1 : 0;
        answersAtBlock = answers;
        return blocks;
    }

    /**
     * Counts a failed call for this page and tells how many there have been.
     *
     * @param most with so many it is the last, and whoever was excused before is not again
     */
    int tried(int most) {
        tries++;
        excused &= tries >= most;
        return tries;
    }

    /** Takes note of a fault; those before the last outage of the API are forgotten, for they were not the account's. */
    void faultIn(int outage) {
        if (outage != outages) {
            outages = outage;
            tries = 0;
            faulty = false;
        }
    }

    /** Tells, once, that the account had no fault before. */
    boolean isFirstFault() {
        boolean first = !faulty;
        faulty = true;
        return first;
    }

    /** Takes in a page that was read, so the tries of the next one count from zero. */
    boolean add(List<Customer> page, boolean oneAccount) {
        excused = false;
        tries = 0;
        return matches.add(page, oneAccount);
    }

    // ---- suspicious answers

    /** Takes note of an answer for which the account may not be to blame. */
    void suspect(Outcome what, Integer status, String reason) {
        suspect = new Suspect(what, status, reason);
    }

    void endSuspected() {
        end(suspect.outcome, suspect.status, suspect.reason);
    }

    /** Lets the suspicious answer wait for a verdict. */
    void keepBack(Suspicions.KeptBack place) {
        keptBack = place;
    }

    /** Tells whether the last answer was suspicious too, and was taken for the fault of somebody else. */
    boolean wasExcused() {
        return excused;
    }

    /** Tells whether the next call is to see whether the API is well, for the answer of this account is in doubt. */
    boolean isToBeChecked() {
        return toBeChecked;
    }

    // ---- waiting for others

    /** Waits for the answer of another lookup of the same account. */
    void follow(Lookup other) {
        leader = other;
    }

    /** Tells those who follow that there will be no answer. */
    void abandon() {
        abandoned = true;
    }

    /** Looks whether what the lookup waits for has come: the answer of another, or who is to blame for a suspicious one. */
    void look(Suspicions suspicions) {
        if (leader != null) {
            if (leader.outcome != null) {
                endAs(leader.outcome);
            } else if (leader.abandoned) {
                leader = null;
            } else {
                askAgain(LOOK_AGAIN);
            }
        } else if (keptBack != null) {
            Suspicions.Verdict verdict = suspicions.verdict(keptBack, request.accountId());
            toBeChecked = verdict == Suspicions.Verdict.TO_BE_CHECKED;
            switch (verdict) {
                case ANSWER -> endSuspected();
                case EXCUSED -> askExcused();
                case OPEN -> askAgain(LOOK_AGAIN);
                case TO_BE_CHECKED -> askAgain(Duration.ZERO);
            }
        }
    }

    private void askExcused() {
        excused = true;
        renewed = false;
        keptBack = null;
    }

    // ---- the end

    /** Ends the lookup with what the pages held. */
    void endOfPages() {
        if (!matches.customers().isEmpty()) {
            end(Outcome.FOUND, 200, null);
        } else if (matches.others() > 0) {
            end(
                    Outcome.MISMATCH,
                    200,
                    String.format(Locale.ROOT, "Plume gave customers of other accounts only (%d).", matches.others()));
        } else {
            String id = request.accountId();
            String space = id.equals(id.strip()) ? "" : " Note the space around the ID.";
            end(Outcome.NO_MATCH, 200, "Plume knows no such customer. The account may not be provisioned yet." + space);
        }
    }

    /** Ends the lookup; customers are given back only when they were found. */
    void end(Outcome what, Integer status, String reason) {
        List<Customer> given = what == Outcome.FOUND ? matches.customers() : List.of();
        outcome = new LookupOutcome(request, what, given, matches.others(), status, reason, calls, Instant.now());
        credential = null;
    }

    /** Ends the lookup with the answer that another lookup of the same account got. */
    void endAs(LookupOutcome other) {
        outcome = new LookupOutcome(
                request,
                other.outcome(),
                other.customers(),
                other.others(),
                other.status(),
                other.reason(),
                calls,
                other.time());
    }
}
