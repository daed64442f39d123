// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Jedis on Redis, with a pool of 64 connections that are all kept. */
final class JedisAdapter implements CacheClient {
    private static final int CONNECTIONS = 64;

    private final RedisClient client;

    JedisAdapter(Target target) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        client = RedisClient.builder()
                .hostAndPort(target.host(), target.port())
                .poolConfig(pool)
                .build();
    }

    @Override
    public byte[] get(String key) {
        return client.get(bytes(key));
    }

    @Override
    public void set(String key, byte[] value) {
        String answer = client.set(bytes(key), value);
        if (!"OK".equals(answer)) {
            throw new IllegalStateException("not stored: " + answer);
        }
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        List<String> asked = new ArrayList<>(keys);
        byte[][] names = new byte[asked.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = bytes(asked.get(i));
        }
        List<byte[]> values = client.mget(names);
        Map<String, byte[]> found = new HashMap<>(names.length * 2);
        for (int i = 0; i < names.length; i++) {
            if (values.get(i) != null) {
                found.put(asked.get(i), values.get(i));
            }
        }
        return found;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        client.close();
    }
}
