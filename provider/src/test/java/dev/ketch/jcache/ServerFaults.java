// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What befalls a server, or the ways to it. */
final class ServerFaults {
    /** How many there are. */
    static final int COUNT = 8;

    private ServerFaults() {}

    /** Brings about one of them, from 0; ways stay as they are made until they are healed. */
    static void bring(int fault, MemcachedProcess process, List<FaultProxy> ways, Random random) {
        switch (fault) {
            case 0 -> {
                process.stop();
                pause(50 + random.nextInt(500));
                process.cont();
            }
            case 1 -> {
                process.kill();
                pause(random.nextInt(300));
                process.restart();
            }
            case 2 -> ways.forEach(FaultProxy::reset);
            case 3 -> ways.forEach(FaultProxy::cut);
            case 4 -> ways.forEach(way -> way.all().stall(Direction.TO_CLIENT));
            case 5 -> ways.forEach(way -> way.all().stall(Direction.TO_SERVER));
            case 6 -> ways.forEach(way -> way.present().hold(Direction.TO_SERVER));
            case 7 ->
                ways.forEach(way -> {
                    way.refuse();
                    way.reset();
                });
            default -> throw new IllegalArgumentException("there is no fault [" + fault + "]");
        }
    }

    static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
