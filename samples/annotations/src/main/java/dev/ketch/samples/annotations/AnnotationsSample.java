// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import dev.ketch.testkit.embedded.EmbeddedMemcached;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Calls annotated methods and prints how often the catalogue behind them was asked: on servers given by {@code
 * -Dservers=host:11211,host2:11211}, else on a memcached written in Java that is started in this process.
 */
public final class AnnotationsSample {
    private AnnotationsSample() {}

    public static void main(String[] args) {
        String servers = System.getProperty("servers", "");
        if (servers.isBlank()) {
            try (EmbeddedMemcached embedded = EmbeddedMemcached.start()) {
                run(embedded.address(), System.out);
            }
        } else {
            run(servers, System.out);
        }
    }

    static void run(String servers, PrintStream out) {
        CountingCatalogue catalogue = new CountingCatalogue();
        try (AnnotationConfigApplicationContext shop = open(servers, catalogue)) {
            Prices prices = shop.getBean(Prices.class);
            prices.forgetAll();
            show(out, "of(\"tea\")", prices.of("tea"), catalogue);
            show(out, "of(\"tea\")", prices.of("tea"), catalogue);
            prices.set("tea", new BigDecimal("4.50"));
            show(out, "set(\"tea\", 4.50), of(\"tea\")", prices.of("tea"), catalogue);
            prices.forget("tea");
            show(out, "forget(\"tea\"), of(\"tea\")", prices.of("tea"), catalogue);
        }
    }

    /** Starts the application; closing the context ends it. */
    static AnnotationConfigApplicationContext open(String servers, Catalogue catalogue) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("sample", Map.of("servers", servers)));
        context.registerBean(Catalogue.class, () -> catalogue);
        context.register(Shop.class);
        context.refresh();
        return context;
    }

    private static void show(PrintStream out, String call, @Nullable Object result, CountingCatalogue catalogue) {
        out.printf("%-30s %s   catalogue asked: %d%n", call, result, catalogue.asked());
    }
}
