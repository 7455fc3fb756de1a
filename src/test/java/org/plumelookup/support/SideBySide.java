package org.plumelookup.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the cases of a test at the same time, because each spends most of its time waiting. */
public final class SideBySide {
    private SideBySide() {}

    /** Checks one case; uses nothing that another case uses. */
    public interface Check<T> {
        /** Throws what is wrong. */
        void check(T one) throws Exception;
    }

    /** Checks every case and waits for all of them; the first failure is thrown, with its case. */
    public static <T> void check(List<T> cases, Check<T> check) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(cases.size());
        try {
            Map<T, Future<?>> all = new LinkedHashMap<>();
            for (T one : cases) {
                all.put(one, threads.submit(() -> {
                    check.check(one);
                    return null;
                }));
            }
            for (Map.Entry<T, Future<?>> one : all.entrySet()) {
                try {
                    Patience.result(one.getValue());
                } catch (ExecutionException e) {
                    throw new AssertionError("in the case " + one.getKey(), e.getCause());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
