// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The MXBeans of a manager's servers, {@code dev.ketch:type=Server,CacheManager=<uri>,server=<name>}. Where two managers
 * have one URI, the first has the beans. What cannot be registered is logged: nothing else depends on it. Thread-safe.
 */
public final class ServerBeans implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerBeans.class.getName());

    private final List<ObjectName> names = new CopyOnWriteArrayList<>();

    /** Registers a bean for each server of the client. */
    public ServerBeans(URI managerUri, MemcachedClient client) {
        for (Server server : client.servers()) {
            register(managerUri, client, server);
        }
    }

    private void register(URI managerUri, MemcachedClient client, Server server) {
        try {
            ObjectName name = new ObjectName("dev.ketch:type=Server,CacheManager="
                    + ObjectName.quote(managerUri.toString()) + ",server=" + ObjectName.quote(server.name()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(new ServerBean(client, server), name);
            names.add(name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    Level.DEBUG,
                    "server [{0}] of cache manager [{1}] has an MBean of another manager already",
                    server.name(),
                    managerUri);
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.WARNING, "server [" + server.name() + "] has no MBean, as it could not be registered", e);
        }
    }

    @Override
    public void close() {
        for (ObjectName name : names) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            } catch (JMException | RuntimeException e) {
                LOG.log(Level.DEBUG, "MBean [" + name + "] could not be unregistered", e);
            }
        }
        names.clear();
    }
}
