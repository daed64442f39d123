// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.jcache.store.FlawCounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MXBeans of one cache on the platform MBean server, each registered while it is enabled.
 *
 * <p>The names are those of JSR-107, {@code javax.cache:type=CacheConfiguration|CacheStatistics,CacheManager=<uri>,
 * Cache=<name>}, and {@code dev.ketch:type=Items|Events,...} for what JSR-107 does not know. They do not tell class loaders
 * apart: where two managers differ in that alone, the first cache of a name has the bean; the other goes without, and a
 * warning is logged.
 *
 * <p>Thread-safe.
 */
public final class CacheBeans implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CacheBeans.class.getName());

    private final URI managerUri;
    private final String cacheName;
    private final CompleteConfiguration<?, ?> configuration;
    private final CacheStatistics statistics;
    private final FlawCounts flaws;
    private final EventsMXBean events;

    private final ReentrantLock lock = new ReentrantLock();
    // All below are guarded by lock. A name is not null while a bean of ours is registered under it.
    private @Nullable ObjectName configurationName;
    private @Nullable ObjectName statisticsName;
    private @Nullable ObjectName itemsName;
    private @Nullable ObjectName eventsName;
    private boolean closed;

    public CacheBeans(
            URI managerUri,
            String cacheName,
            CompleteConfiguration<?, ?> configuration,
            CacheStatistics statistics,
            FlawCounts flaws,
            EventsMXBean events) {
        this.managerUri = managerUri;
        this.cacheName = cacheName;
        this.configuration = configuration;
        this.statistics = statistics;
        this.flaws = flaws;
        this.events = events;
    }

    /**
     * Registers or unregisters the beans with the configuration, the items that are no entries and the events; does nothing if
     * that is done, or once closed.
     */
    public void showConfiguration(boolean show) {
        lock.lock();
        try {
            if (!show) {
                unregister(configurationName);
                configurationName = null;
                unregister(itemsName);
                itemsName = null;
                unregister(eventsName);
                eventsName = null;
                return;
            }
            if (closed) {
                return;
            }
            if (configurationName == null) {
                configurationName = register("javax.cache", "CacheConfiguration", new ConfigurationBean(configuration));
            }
            if (itemsName == null) {
                itemsName = register("dev.ketch", "Items", new ItemsBean(flaws));
            }
            if (eventsName == null) {
                eventsName = register("dev.ketch", "Events", events);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Registers or unregisters the bean with the statistics; does nothing if that is done, or once closed. */
    public void showStatistics(boolean show) {
        lock.lock();
        try {
            if (!show) {
                unregister(statisticsName);
                statisticsName = null;
            } else if (statisticsName == null && !closed) {
                statisticsName = register("javax.cache", "CacheStatistics", new StatisticsBean(statistics));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Unregisters all, for good. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            showConfiguration(false);
            showStatistics(false);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ObjectName register(String domain, String type, Object bean) {
        try {
            ObjectName name = new ObjectName(domain + ":type=" + type + ",CacheManager="
                    + sanitised(managerUri.toString()) + ",Cache=" + sanitised(cacheName));
            server().registerMBean(bean, name);
            return name;
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    Level.WARNING,
                    "cache [{0}] of cache manager [{1}] has no {2} MBean: another cache has taken its name",
                    cacheName,
                    managerUri,
                    type);
            return null;
        } catch (JMException e) {
            throw new CacheException("cache [" + cacheName + "]: its " + type + " MBean could not be registered", e);
        }
    }

    private void unregister(@Nullable ObjectName name) {
        if (name == null) {
            return;
        }
        try {
            server().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.log(Level.DEBUG, "MBean [{0}] was unregistered by somebody else", name);
        } catch (JMException e) {
            throw new CacheException("cache [" + cacheName + "]: MBean [" + name + "] could not be unregistered", e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /**
     * As the reference implementation does with {@code , : =} and line feeds. Beyond that {@code * ?} make a pattern of
     * a name, under which nothing can be registered, and {@code "} must come in pairs.
     */
    private static String sanitised(String text) {
        return text.replaceAll("[,:=\n*?\"]", ".");
    }
}
