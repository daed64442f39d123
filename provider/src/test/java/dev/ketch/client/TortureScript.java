// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is done to the servers and to the callers, one thing after the other, all of it decided by the seed. */
final class TortureScript {
    private final List<MemcachedProcess> servers;
    private final List<FaultProxy> proxies;
    private final List<Thread> callers;
    private final Torture torture;
    private final Random random;
    private int faults;

    TortureScript(
            Torture torture,
            List<MemcachedProcess> servers,
            List<FaultProxy> proxies,
            List<Thread> callers,
            long seed) {
        this.torture = torture;
        this.servers = servers;
        this.proxies = proxies;
        this.callers = callers;
        this.random = new Random(seed);
    }

    /** Runs until then; afterwards every server runs and every proxy is healed. Returns the number of faults. */
    int run(long end) {
        while (System.nanoTime() - end < 0) {
            step(random.nextInt(servers.size()), random.nextInt(16));
            faults++;
            last(20 + random.nextInt(60));
        }
        proxies.forEach(FaultProxy::heal);
        return faults;
    }

    private void step(int i, int fault) {
        MemcachedProcess server = servers.get(i);
        FaultProxy proxy = proxies.get(i);
        switch (fault) {
            case 0 -> {
                server.stop();
                last(50 + random.nextInt(500));
                server.cont();
            }
            case 1 -> {
                server.kill();
                last(random.nextInt(200));
                server.restart();
            }
            case 2 -> proxy.reset();
            case 3 -> proxy.cut();
            case 4 -> proxy.all().stall(Direction.TO_CLIENT);
            case 5 -> proxy.all().stall(Direction.TO_SERVER);
            case 6 -> proxy.present().hold(Direction.TO_CLIENT);
            case 7 -> proxy.all().truncate(Direction.TO_CLIENT, random.nextInt(3000));
            case 8 -> proxy.present().truncate(Direction.TO_SERVER, random.nextInt(3000));
            case 9 -> proxy.all().delay(Direction.TO_CLIENT, Duration.ofMillis(random.nextInt(300)));
            case 10 -> {
                proxy.refuse();
                proxy.reset();
            }
            case 11 -> {
                proxy.ignore();
                proxy.cut();
            }
            case 12 -> damage(i, ReplyDamage.Kind.LENGTH);
            case 13 -> damage(i, ReplyDamage.Kind.OPAQUE);
            case 14 -> damage(i, ReplyDamage.Kind.HARMLESS);
            default -> damage(i, ReplyDamage.Kind.DETECTABLE);
        }
        if (fault >= 4) {
            last(20 + random.nextInt(400));
            proxy.heal();
            torture.healed(i);
        }
    }

    private void damage(int server, ReplyDamage.Kind kind) {
        torture.damaged(server, kind);
        proxies.get(server).all().rewrite(Direction.TO_CLIENT, new ReplyDamage(kind, random.nextLong()));
    }

    /** Lets time pass, in which callers are interrupted. */
    private void last(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            callers.get(random.nextInt(callers.size())).interrupt();
        }
    }
}
