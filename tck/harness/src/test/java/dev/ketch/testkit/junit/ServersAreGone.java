// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import dev.ketch.testkit.MemcachedProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Fails the test class if servers it announced are alive after it. JUnit closes what a class has stored in reverse order,
 * so what is stored before the servers is closed after them. For classes with one instance for all tests.
 */
final class ServersAreGone implements TestInstancePreConstructCallback {

    private static final List<MemcachedProcess> EXPECTED = new CopyOnWriteArrayList<>();

    static void expect(List<MemcachedProcess> servers) {
        EXPECTED.addAll(servers);
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext instance, ExtensionContext context) {
        if (instance.getOuterInstance().isPresent()) {
            return;
        }
        AutoCloseable check = () -> {
            List<MemcachedProcess> alive =
                    EXPECTED.stream().filter(MemcachedProcess::isAlive).toList();
            boolean none = EXPECTED.isEmpty();
            EXPECTED.clear();
            if (none || !alive.isEmpty()) {
                throw new AssertionError(none ? "no servers were announced" : "still alive: " + alive);
            }
        };
        context.getStore(ExtensionContext.Namespace.create(ServersAreGone.class))
                .put("check", check);
    }
}
