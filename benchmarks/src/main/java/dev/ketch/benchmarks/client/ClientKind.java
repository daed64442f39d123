// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.MemcachedTarget;
import dev.ketch.benchmarks.server.RedisTarget;
import dev.ketch.benchmarks.server.Target;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The clients that can be compared. */
public enum ClientKind {
    KETCH_CLIENT("ketch-client", true, KetchClientAdapter::new),
    KETCH("ketch", false, KetchCacheAdapter::new),
    SPYMEMCACHED("spymemcached", true, SpymemcachedAdapter::new),
    XMEMCACHED("xmemcached", false, XmemcachedAdapter::new),
    FOLSOM_ASCII("folsom-ascii", true, FolsomAdapter::ascii),
    FOLSOM_BINARY("folsom-binary", true, FolsomAdapter::binary),
    JEDIS("jedis", false, JedisAdapter::new),
    RAW("raw", false, RawAdapter::new);

    private final String label;
    private final boolean async;
    private final Function<Target, CacheClient> opener;

    ClientKind(String label, boolean async, Function<Target, CacheClient> opener) {
        this.label = label;
        this.async = async;
        this.opener = opener;
    }

    /** The name in options and tables. */
    public String label() {
        return label;
    }

    /** Whether it has a get that returns before its answer is there. */
    public boolean isAsync() {
        return async;
    }

    /**
     * How many gets of several callers it may send as one, in which equal ones count once. 1 where each get is sent by
     * itself.
     */
    public int mergedGets() {
        return this == XMEMCACHED ? XmemcachedAdapter.MERGED : 1;
    }

    /** Whether its server can be started here. */
    public boolean hasServer() {
        return this != JEDIS || RedisTarget.program().isPresent();
    }

    /** Starts a server of the kind it speaks to. */
    public Target startServer() {
        if (this != JEDIS) {
            return new MemcachedTarget();
        }
        return new RedisTarget(RedisTarget.program()
                .orElseThrow(() -> new IllegalStateException("no redis-server on the PATH and no -D"
                        + RedisTarget.PROPERTY + "=PATH, so [jedis] has nothing to speak to")));
    }

    public CacheClient open(Target target) {
        return opener.apply(target);
    }

    /** @throws IllegalArgumentException if there is no such client; the message names those there are */
    public static ClientKind named(String label) {
        return Arrays.stream(values())
                .filter(k -> k.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("client [" + label + "] is unknown; there are "
                        + Arrays.stream(values()).map(ClientKind::label).collect(Collectors.joining(", "))));
    }
}
