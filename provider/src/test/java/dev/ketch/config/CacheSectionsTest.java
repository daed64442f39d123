// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.OnUnavailable;
import dev.ketch.RawKeys;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which section an option of a cache comes from. */
class CacheSectionsTest {
    private static CacheSections sections(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("ketch." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return KetchSettings.of(KetchSettings.DEFAULT_URI, properties).caches();
    }

    @ParameterizedTest
    @CsvSource({
        "orders,     exact",
        "orders.eu,  longer",
        "orders.us,  longer",
        "order,      shorter",
        "orderly,    shorter",
        "x,          star",
        "users,      star"
    })
    void theExactNameThenTheLongerPattern(String cache, String prefix) {
        CacheSections sections = sections(
                "keyPrefix", "top",
                "caches.default.keyPrefix", "default",
                "caches.*.keyPrefix", "star",
                "caches.order*.keyPrefix", "shorter",
                "caches.orders.?*.keyPrefix", "longer",
                "caches.orders.keyPrefix", "exact");

        assertThat(sections.of(cache).items().keyPrefix()).isEqualTo(prefix);
    }

    @Test
    void optionByOption() {
        CacheSections sections = sections(
                "statistics", "true",
                "management", "true",
                "caches.default.statistics", "false",
                "caches.default.onUnavailable", "fail",
                "caches.com.acme.*.serializer", "java",
                "caches.com.acme.*.compressionThreshold", "1KB",
                "caches.com.acme.Order.expiry", "touched 30m",
                "caches.com.acme.Order.compressionThreshold", "off");

        CacheSettings order = sections.of("com.acme.Order");
        assertThat(order.statistics()).isFalse();
        assertThat(order.management()).isTrue();
        assertThat(order.createOnGet()).isFalse();
        assertThat(order.onUnavailable()).isEqualTo(OnUnavailable.FAIL);
        assertThat(order.items().serializer()).isEqualTo("java");
        assertThat(order.items().compressionThreshold()).isZero();
        assertThat(order.expiry()).isEqualTo(new ExpirySetting(ExpirySetting.Since.TOUCHED, 1_800_000));
        assertThat(sections.of("com.acme.Item").items().compressionThreshold()).isEqualTo(1024);
        assertThat(sections.of("other").items().serializer()).isEqualTo("kryo");
    }

    @Test
    void everyOptionOfACache() {
        Properties properties = new Properties();
        properties.put("ketch.caches.a.onUnavailable", OnUnavailable.FAIL);
        properties.put("ketch.caches.a.serializer", String.class);
        properties.put("ketch.caches.a.rawKeys", RawKeys.PLAIN);
        properties.put("ketch.caches.a.keyPrefix", "p:");
        properties.put("ketch.caches.a.classPolicy", "strict");
        properties.put("ketch.caches.a.allowClasses", List.of("com.acme.*", String.class));
        properties.put("ketch.caches.a.denyClasses", "com.acme.Bad, com.acme.Worse");
        properties.put("ketch.caches.a.compression", "deflate");
        properties.put("ketch.caches.a.compressionThreshold", "2KB");
        properties.put("ketch.caches.a.expiry", "Accessed 5 d");
        properties.put("ketch.caches.a.slidingExpiry", "exact");
        properties.put("ketch.caches.a.statistics", true);
        properties.put("ketch.caches.a.management", true);
        properties.put("ketch.caches.a.createOnGet", true);
        KetchSettings settings = KetchSettings.of(KetchSettings.DEFAULT_URI, properties);
        ClassSettings classes = settings.items().classes();

        assertThat(settings.caches().of("a"))
                .isEqualTo(new CacheSettings(
                        OnUnavailable.FAIL,
                        new ItemSettings(
                                "java.lang.String",
                                RawKeys.PLAIN,
                                "p:",
                                null,
                                new ClassSettings(
                                        true,
                                        List.of("com.acme.*", "java.lang.String"),
                                        List.of("com.acme.Bad", "com.acme.Worse"),
                                        classes.maxDepth(),
                                        classes.maxObjects(),
                                        classes.maxArrayLength(),
                                        classes.maxValueSize()),
                                "deflate",
                                2048),
                        new ExpirySetting(ExpirySetting.Since.ACCESSED, 5L * 86_400_000),
                        true,
                        true,
                        true,
                        true));
        assertThat(settings.caches().of("b")).isEqualTo(settings.caches().base());

        properties.put("ketch.caches.a.compression", "lz4");
        assertThatThrownBy(() -> KetchSettings.of(KetchSettings.DEFAULT_URI, properties))
                .hasMessageContainingAll("[lz4] in property [ketch.caches.a.compression]", "lz4-java");
    }

    @Test
    void twoPatternsThatFitEquallyWellMustAgree() {
        String[] said = {"caches.a*.keyPrefix", "x", "caches.*b.keyPrefix", "y", "caches.ab.statistics", "true"};

        assertThat(sections(said).of("ac").items().keyPrefix()).isEqualTo("x");
        assertThatThrownBy(() -> sections(said).of("ab"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "cache [ab]: option [keyPrefix] is [",
                        "property [ketch.caches.a*.keyPrefix]",
                        "property [ketch.caches.*b.keyPrefix]",
                        "both patterns fit equally well: write a section for [ab]");
        said[4] = "caches.ab.keyPrefix";
        assertThat(sections(said).of("ab").items().keyPrefix()).isEqualTo("true");
        said[3] = "x";
        assertThat(sections(said).of("aab").items().keyPrefix()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "*,        '',        true",
        "*,        anything,  true",
        "?,        a,         true",
        "?,        '',        false",
        "a*c,      abbbc,     true",
        "a*c,      ac,        true",
        "a*c,      acd,       false",
        "*a*a*b,   aaaaaaaab, true",
        "*a*a*b,   aaaaaaaa,  false",
        "a.c,      abc,       false",
        "a?c,      a*c,       true",
        "a**,      a,         true",
        "[ab],     a,         false"
    })
    void patterns(String pattern, String name, boolean matches) {
        assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void aCacheOfTheNameDefaultHasASectionOfItsName() {
        CacheSections sections = sections("caches.*.keyPrefix", "star", "caches.default.keyPrefix", "default");

        assertThat(sections.of("default").items().keyPrefix()).isEqualTo("default");
        assertThat(sections.of("other").items().keyPrefix()).isEqualTo("star");
    }
}
