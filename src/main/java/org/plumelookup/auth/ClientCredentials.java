package org.plumelookup.auth;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.plumelookup.resilience.BackOff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in by client credentials and keeps the token for its life.
 *
 * <p>One thread logs in, however many wait. One of the threads that need the token renews it before it expires, while
 * the others use the old one; if the renewal fails, the old one is used until it expires. A 401 renews the token too,
 * but a token issued after a 401 is not renewed by another 401 within its first minute: accounts outside the token's
 * scope get 401 with any token, and must not cost a log-in each. A token that was accepted before, and then refused for
 * a canary, too, is dropped even so. Times are of a monotonic clock, so that a jump of the wall clock does no
 * harm.
 */
final class ClientCredentials implements Authorization {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCredentials.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** One token with its times, in nanoseconds of the monotonic clock. */
    private record Token(Credential credential, long granted, long freshUntil, long renewAt, long end) {}

    private final TokenEndpoint endpoint;
    private final Duration renewBefore;
    private final LongSupplier clock;
    private final ReentrantLock oneLogIn = new ReentrantLock();
    private final LongAdder grants = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private volatile Token token;
    private volatile Token former;
    private volatile Credential accepted;
    private volatile Credential refused;
    private boolean afterRefusal;
    private LogInFailedException failure;
    private int failures;
    private long nextLogIn;

    /**
     * Creates the authorization; a token is renewed {@code renewBefore} its expiry, at most half of its life earlier.
     */
    ClientCredentials(TokenEndpoint endpoint, Duration renewBefore, LongSupplier clock) {
        this.endpoint = endpoint;
        this.renewBefore = renewBefore;
        this.clock = clock;
    }

    @Override
    public Credential credential() {
        Token current = token;
        if (current != null && left(current.renewAt) > 0) {
            return current.credential;
        }
        current = current != null && left(current.end) > 0 ? renewedOr(current) : null;
        if (current != null) {
            return current.credential;
        }
        oneLogIn.lock();
        try {
            current = token;
            return current != null && left(current.end) > 0 ? current.credential : logIn().credential;
        } finally {
            oneLogIn.unlock();
        }
    }

    /** Returns the token that replaces one, or that one; null if it was dropped meanwhile. */
    private Token renewedOr(Token current) {
        if (!oneLogIn.tryLock()) {
            return current;
        }
        try {
            boolean tooEarly = failure != null && left(nextLogIn) > 0;
            return token != current || tooEarly ? token : logIn();
        } catch (LogInFailedException e) {
            LOG.warn(
                    "The token could not be renewed; the old one is used for another {} s: {}",
                    left(current.end) / 1_000_000_000,
                    e.getMessage());
            return current;
        } finally {
            oneLogIn.unlock();
        }
    }

    @Override
    public boolean renew(Credential refused) {
        oneLogIn.lock();
        try {
            Token current = token;
            if (current == null || current.credential != refused) {
                return true;
            }
            if (left(current.freshUntil) > 0) {
                return true; // the retry is with the same token: a 401 by mistake must not cost an account its answer
            }
            drop(current);
            logIn();
            return true;
        } finally {
            oneLogIn.unlock();
        }
    }

    @Override
    public boolean isReplaced(Credential given) {
        Token current = token;
        return current == null || current.credential != given;
    }

    @Override
    public void accepted(Credential good) {
        if (!isReplaced(good)) {
            accepted = good;
            refused = null;
        }
    }

    @Override
    public void refused(Credential bad) {
        refused = bad;
    }

    @Override
    public boolean revoked() {
        if (!oneLogIn.tryLock()) {
            return true; // another log-in is under way
        }
        try {
            Token current = token;
            boolean revoked = current == null || current.credential == accepted && accepted == refused;
            if (revoked && current != null) {
                drop(current);
            }
            return revoked;
        } finally {
            oneLogIn.unlock();
        }
    }

    private void drop(Token current) {
        former = current;
        token = null;
        afterRefusal = true;
    }

    private Token logIn() {
        long now = clock.getAsLong();
        if (failure != null && nextLogIn - now > 0) {
            throw new LogInFailedException(failure.getMessage(), Duration.ofNanos(nextLogIn - now));
        }
        try {
            TokenEndpoint.Grant grant = endpoint.logIn();
            long life = grant.life().toNanos();
            long granted = clock.getAsLong();
            long fresh = afterRefusal ? Math.min(FRESH.toNanos(), life / 2) : 0;
            long margin = Math.min(renewBefore.toNanos(), life / 2);
            former = token == null ? former : token;
            token = new Token(
                    new Credential("Bearer " + grant.accessToken()),
                    granted,
                    granted + fresh,
                    granted + life - margin,
                    granted + life);
            afterRefusal = false;
            failure = null;
            failures = 0;
            grants.increment();
            return token;
        } catch (LogInFailedException e) {
            Duration delay = e.retryAfter() == null ? untilEnd(BACK_OFF.after(failures++)) : e.retryAfter();
            nextLogIn = clock.getAsLong() + delay.toNanos();
            refusals.increment();
            failure = new LogInFailedException(e.getMessage(), delay);
            throw failure;
        }
    }

    /** Returns a delay, or the life that the token has left if that is shorter, because nobody can go on after it. */
    private Duration untilEnd(Duration delay) {
        long life = token == null ? 0 : left(token.end);
        return life > 0 && life < delay.toNanos() ? Duration.ofNanos(life) : delay;
    }

    @Override
    public boolean isLoggingIn() {
        Token current = token;
        return oneLogIn.isLocked() && (current == null || left(current.end) <= 0);
    }

    @Override
    public LogInCounts logIns() {
        Token current = token;
        return new LogInCounts(
                grants.sum(),
                refusals.sum(),
                current == null ? null : Duration.ofNanos(clock.getAsLong() - current.granted));
    }

    private long left(long time) {
        return time - clock.getAsLong();
    }

    @Override
    public String redact(String text) {
        return hide(hide(text, token), former);
    }

    private static String hide(String text, Token secret) {
        return secret == null ? text : Secrets.hide(text, secret.credential.value());
    }
}
