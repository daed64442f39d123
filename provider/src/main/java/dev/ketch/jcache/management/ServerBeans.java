// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.RingEvent;
import dev.ketch.client.Server;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MXBeans of a manager's servers, {@code dev.ketch:type=Server,CacheManager=<uri>,server=<name>}, which come and go
 * with them, and the one of their list, {@code dev.ketch:type=Ring,CacheManager=<uri>}. Where two managers have one URI,
 * the first has the beans. What cannot be registered is logged: nothing else depends on it. Thread-safe.
 */
public final class ServerBeans implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerBeans.class.getName());

    private final String manager;
    private final MemcachedClient client;
    private final RingBean ring;
    private final Consumer<RingEvent> listener = this::changed;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final Map<Server, ObjectName> servers = new HashMap<>();
    private @Nullable ObjectName list;
    private boolean closed;

    /** Registers a bean for each server of the client, and one for their list. */
    public ServerBeans(URI managerUri, MemcachedClient client) {
        this.manager = ObjectName.quote(managerUri.toString());
        this.client = client;
        this.ring = new RingBean(client);
        client.addRingListener(listener);
        lock.lock();
        try {
            list = register("type=Ring,CacheManager=" + manager, ring);
            follow();
        } finally {
            lock.unlock();
        }
    }

    private void changed(RingEvent event) {
        ring.changed(event);
        lock.lock();
        try {
            if (!closed) {
                follow();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by lock. */
    private void follow() {
        servers.entrySet().removeIf(entry -> {
            boolean gone = !client.servers().contains(entry.getKey());
            if (gone) {
                unregister(entry.getValue());
            }
            return gone;
        });
        for (Server server : client.servers()) {
            servers.computeIfAbsent(
                    server,
                    s -> register(
                            "type=Server,CacheManager=" + manager + ",server=" + ObjectName.quote(s.name()),
                            new ServerBean(client, s)));
        }
    }

    /** {@code null} if it could not be registered. */
    private static @Nullable ObjectName register(String properties, Object bean) {
        try {
            ObjectName name = new ObjectName("dev.ketch:" + properties);
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return name;
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(Level.DEBUG, "the MBean [dev.ketch:" + properties + "] is another manager's already");
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.WARNING, "the MBean [dev.ketch:" + properties + "] could not be registered", e);
        }
        return null;
    }

    private static void unregister(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.DEBUG, "MBean [" + name + "] could not be unregistered", e);
        }
    }

    @Override
    public void close() {
        client.removeRingListener(listener);
        lock.lock();
        try {
            if (closed) {
                // Another manager may have taken the names since.
                return;
            }
            closed = true;
            if (list != null) {
                unregister(list);
            }
            servers.values().forEach(ServerBeans::unregister);
            servers.clear();
        } finally {
            lock.unlock();
        }
    }
}
