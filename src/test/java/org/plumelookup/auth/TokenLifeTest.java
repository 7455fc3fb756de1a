package org.plumelookup.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.support.Patience;

/** Promise: one log-in for the life of a token, and no account fails because a token ends. */
class TokenLifeTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000); // a monotonic clock may overflow
    private final Deque<Object> answers = new ArrayDeque<>();
    private final AtomicInteger logIns = new AtomicInteger();

    private ClientCredentials authorization(String renewBefore) {
        return new ClientCredentials(this::logIn, Duration.ofSeconds(Long.parseLong(renewBefore)), now::get);
    }

    private synchronized TokenEndpoint.Grant logIn() {
        int number = logIns.incrementAndGet();
        Object answer = answers.size() > 1 ? answers.poll() : answers.peek();
        if (answer instanceof LogInFailedException failure) {
            throw failure;
        }
        return new TokenEndpoint.Grant("token-" + number, (Duration) answer);
    }

    private void pass(double seconds) {
        now.addAndGet((long) (seconds * 1e9));
    }

    private static LogInFailedException failure(Duration retryAfter) {
        return new LogInFailedException("the token endpoint returned 500", retryAfter);
    }

    @ParameterizedTest
    @CsvSource({"600, 30, 570", "600, 0, 600", "2, 30, 1", "60, 30, 30", "59, 30, 29.5", "300, 500, 150"})
    void aTokenIsRenewedBeforeItsEndButNotBeforeHalfOfItsLife(long life, String renewBefore, double renewed) {
        answers.add(Duration.ofSeconds(life));
        ClientCredentials authorization = authorization(renewBefore);
        Credential first = authorization.credential();

        pass(renewed - 0.001);
        assertThat(authorization.credential()).isSameAs(first);
        pass(0.001);
        assertThat(authorization.credential().value()).isEqualTo("Bearer token-2");
        assertThat(logIns).hasValue(2);
    }

    @Test
    void theOldTokenIsUsedToItsEndWhileARenewalFails() {
        answers.addAll(List.of(
                Duration.ofMinutes(10),
                failure(Duration.ofSeconds(5)),
                failure(Duration.ofSeconds(20)),
                Duration.ofMinutes(10)));
        ClientCredentials authorization = authorization("30");
        Credential old = authorization.credential();

        pass(571);
        assertThat(authorization.credential()).isSameAs(old);
        assertThat(authorization.credential()).isSameAs(old);
        assertThat(logIns).hasValue(2);
        pass(5);
        assertThat(authorization.credential()).isSameAs(old);
        assertThat(logIns).hasValue(3);
        pass(20);
        assertThat(authorization.credential().value()).isEqualTo("Bearer token-4");
    }

    @Test
    void afterTheEndOfTheOldTokenAFailedRenewalIsTold() {
        answers.addAll(List.of(Duration.ofMinutes(10), failure(null)));
        ClientCredentials authorization = authorization("30");
        authorization.credential();

        pass(600);

        assertThatThrownBy(authorization::credential).isInstanceOf(LogInFailedException.class);
        assertThatThrownBy(authorization::credential).isInstanceOf(LogInFailedException.class);
        assertThat(logIns).hasValue(2);
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheNewOneNotWithinItsFirstMinute() {
        answers.add(Duration.ofMinutes(10));
        ClientCredentials authorization = authorization("30");
        Credential first = authorization.credential();

        assertThat(authorization.renew(first)).isTrue();
        assertThat(authorization.renew(first)).isTrue();
        Credential second = authorization.credential();
        pass(59);
        authorization.renew(second);
        assertThat(authorization.credential()).isSameAs(second);
        assertThat(logIns).hasValue(2);
        pass(1);
        authorization.renew(second);
        assertThat(authorization.credential().value()).isEqualTo("Bearer token-3");
    }

    @Test
    void oneThreadLogsInHoweverManyWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ClientCredentials authorization = new ClientCredentials(
                () -> {
                    logIns.incrementAndGet();
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        throw failure(null);
                    }
                    return new TokenEndpoint.Grant("token", Duration.ofMinutes(10));
                },
                Duration.ofSeconds(30),
                now::get);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Credential>> credentials = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(authorization::credential))
                    .toList();
            asked.await();
            answer.countDown();
            for (Future<Credential> credential : credentials) {
                assertThat(Patience.result(credential).value()).isEqualTo("Bearer token");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(logIns).hasValue(1);
    }
}
