// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import dev.ketch.testkit.proxy.FaultProxy;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Injects servers of one kind, and proxies before them, into the tests of a class that bears an annotation. Subclasses
 * say how a server is started and reached. Stateless: what is running is kept in JUnit's store of the annotated class or
 * of the single test, which closes it.
 *
 * @param <S> the kind of server
 * @param <A> the annotation that asks for it
 */
public abstract class ServerExtension<S extends AutoCloseable, A extends Annotation>
        implements ParameterResolver, BeforeEachCallback {

    private final Class<S> serverType;
    private final Class<A> annotationType;

    protected ServerExtension(Class<S> serverType, Class<A> annotationType) {
        this.serverType = serverType;
        this.annotationType = annotationType;
    }

    /** Starts one server; returns when it can be used. */
    protected abstract S start(A annotation);

    /** How many servers there are to be. */
    protected abstract int count(A annotation);

    /** Whether each test has servers of its own. */
    protected abstract boolean perMethod(A annotation);

    /** Where the server listens. */
    protected abstract String host(S server);

    /** The TCP port on which the server listens. */
    protected abstract int port(S server);

    /** Called before each test for each server that an earlier test may have used: makes it usable again. */
    protected void renew(S server) {}

    @Override
    public final void beforeEach(ExtensionContext context) {
        Wish<A> wish = find(context);
        if (wish != null && !perMethod(wish.annotation())) {
            Servers<?> running = wish.owner().getStore(namespace()).get(Servers.class, Servers.class);
            if (running != null) {
                running.renew();
            }
        }
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Type type = parameter.getParameter().getParameterizedType();
        return is(type, serverType) || is(type, FaultProxy.class);
    }

    private static boolean is(Type type, Class<?> wanted) {
        return type.equals(wanted) || type.equals(wanted.arrayType()) || isListOf(type, wanted);
    }

    private static boolean isListOf(Type type, Class<?> wanted) {
        return type instanceof ParameterizedType list
                && list.getRawType().equals(List.class)
                && list.getActualTypeArguments()[0].equals(wanted);
    }

    @Override
    public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Servers<S> servers = servers(context);
        Type type = parameter.getParameter().getParameterizedType();
        if (is(type, serverType)) {
            return shaped(type, serverType, servers.all());
        }
        return shaped(type, FaultProxy.class, servers.proxies(type.equals(FaultProxy.class) ? 1 : Integer.MAX_VALUE));
    }

    private static <T> Object shaped(Type type, Class<T> element, List<T> all) {
        if (type.equals(element)) {
            return all.get(0);
        }
        if (type.equals(element.arrayType())) {
            @SuppressWarnings("unchecked") // made with this very element type
            T[] array = (T[]) Array.newInstance(element, all.size());
            return all.toArray(array);
        }
        return all;
    }

    private Servers<S> servers(ExtensionContext context) {
        Wish<A> wish = wish(context);
        A annotation = wish.annotation();
        ExtensionContext owner = wish.owner();
        if (perMethod(annotation)) {
            if (context.getTestMethod().isEmpty()) {
                throw new ParameterResolutionException("@" + annotationType.getSimpleName()
                        + "(perMethod = true) gives servers to tests, BeforeEach and AfterEach methods only, not to a"
                        + " constructor or a BeforeAll method of [" + context.getDisplayName() + "]");
            }
            owner = context;
        }
        @SuppressWarnings("unchecked") // the namespace is this class's own
        Servers<S> servers = owner.getStore(namespace())
                .getOrComputeIfAbsent(Servers.class, key -> startAll(annotation), Servers.class);
        return servers;
    }

    private Servers<S> startAll(A annotation) {
        int count = count(annotation);
        if (count < 1) {
            throw new ParameterResolutionException(
                    "count [" + count + "] of @" + annotationType.getSimpleName() + " is not positive");
        }
        Servers<S> servers = new Servers<>(this);
        try {
            for (int i = 0; i < count; i++) {
                servers.add(start(annotation));
            }
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private ExtensionContext.Namespace namespace() {
        return ExtensionContext.Namespace.create(getClass());
    }

    private Wish<A> wish(ExtensionContext context) {
        Wish<A> wish = find(context);
        if (wish == null) {
            throw new ParameterResolutionException("[" + context.getDisplayName()
                    + "] asks for a server, but its class lacks @" + annotationType.getSimpleName());
        }
        return wish;
    }

    /** Finds the annotation on the test class, a superclass or an enclosing class, and the context of that class. */
    private @Nullable Wish<A> find(ExtensionContext context) {
        for (@Nullable ExtensionContext at = context;
                at != null;
                at = at.getParent().orElse(null)) {
            // A test's own context has a class, too; its servers belong to the context of the class.
            Optional<A> found = at.getTestMethod().isPresent()
                    ? Optional.empty()
                    : at.getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, annotationType));
            if (found.isPresent()) {
                return new Wish<>(found.get(), at);
            }
        }
        return null;
    }

    private record Wish<A extends Annotation>(A annotation, ExtensionContext owner) {}
}
