// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import dev.ketch.testkit.MemcachedProcess;

/** Starts the servers that {@link Memcached} asks for. Stateless. */
public final class MemcachedExtension extends ServerExtension<MemcachedProcess, Memcached> {

    /** Called by JUnit. */
    public MemcachedExtension() {
        super(MemcachedProcess.class, Memcached.class);
    }

    @Override
    protected MemcachedProcess start(Memcached annotation) {
        return MemcachedProcess.builder()
                .memoryMb(annotation.memoryMb())
                .flags(annotation.flags())
                .start();
    }

    @Override
    protected int count(Memcached annotation) {
        return annotation.count();
    }

    @Override
    protected boolean perMethod(Memcached annotation) {
        return annotation.perMethod();
    }

    @Override
    protected String host(MemcachedProcess server) {
        return server.host();
    }

    @Override
    protected int port(MemcachedProcess server) {
        return server.port();
    }

    @Override
    protected void renew(MemcachedProcess server) {
        if (server.isAlive()) {
            server.cont();
        } else {
            server.restart();
        }
    }
}
