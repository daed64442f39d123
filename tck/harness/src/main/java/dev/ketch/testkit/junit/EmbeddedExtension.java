// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import dev.ketch.testkit.embedded.EmbeddedMemcached;

/** Starts the servers that {@link Embedded} asks for. Stateless. */
public final class EmbeddedExtension extends ServerExtension<EmbeddedMemcached, Embedded> {

    /** Called by JUnit. */
    public EmbeddedExtension() {
        super(EmbeddedMemcached.class, Embedded.class);
    }

    @Override
    protected EmbeddedMemcached start(Embedded annotation) {
        return EmbeddedMemcached.builder()
                .maxBytes((long) annotation.memoryMb() << 20)
                .start();
    }

    @Override
    protected int count(Embedded annotation) {
        return annotation.count();
    }

    @Override
    protected boolean perMethod(Embedded annotation) {
        return annotation.perMethod();
    }

    @Override
    protected String host(EmbeddedMemcached server) {
        return server.host();
    }

    @Override
    protected int port(EmbeddedMemcached server) {
        return server.port();
    }
}
