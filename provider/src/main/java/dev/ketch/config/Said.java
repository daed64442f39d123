// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was said so far, in several places, none of which may contradict another. For one thread. */
final class Said {
    private final Map<Option, Setting> options = new EnumMap<>(Option.class);
    private final Map<String, Map<Option, Setting>> sections = new LinkedHashMap<>();

    void add(Setting setting) {
        setting.addTo(options);
    }

    /** @param section the name or pattern of caches */
    void add(String section, Setting setting) {
        setting.addTo(sections.computeIfAbsent(section, any -> new EnumMap<>(Option.class)));
    }

    Map<Option, Setting> options() {
        return options;
    }

    Map<String, Map<Option, Setting>> sections() {
        return sections;
    }
}
