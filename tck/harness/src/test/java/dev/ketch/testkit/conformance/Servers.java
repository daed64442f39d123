// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server of each kind for the whole run, started when first asked for. Used by one thread. */
public final class Servers implements AutoCloseable {
    private final Map<ServerKind, ServerKind.Running> running = new EnumMap<>(ServerKind.class);

    ServerKind.Running of(ServerKind kind) {
        return running.computeIfAbsent(kind, ServerKind::start);
    }

    @Override
    public void close() {
        running.values().forEach(ServerKind.Running::close);
    }

    /** Hands the servers to test constructors and closes them at the end of the run. */
    public static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Servers.class))
                    .getOrComputeIfAbsent(Servers.class, type -> new Servers(), Servers.class);
        }
    }
}
