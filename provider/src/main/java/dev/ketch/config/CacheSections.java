// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.RawKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for caches by their names. For each option counts, of the sections that say it, the one with the exact name;
 * else the one whose pattern has most characters that are no wildcards; else {@value #DEFAULT}; else what is said for all
 * caches. Immutable.
 */
public final class CacheSections {
    /** The section for what others leave out. */
    static final String DEFAULT = "default";

    private final CacheSettings base;
    private final List<Section> sections;

    private record Section(String name, Map<Option, Setting> said) {
        /** How closely its name fits; below 0 if it is not for the cache at all. */
        int rank(String cache) {
            if (name.equals(cache)) {
                return Integer.MAX_VALUE;
            }
            if (name.equals(DEFAULT)) {
                return 0;
            }
            return NamePattern.matches(name, cache) ? 1 + NamePattern.literals(name) : -1;
        }
    }

    /**
     * @param sections by name or pattern
     * @throws ConfigurationException if one of their values is none
     */
    CacheSections(CacheSettings base, Map<String, Map<Option, Setting>> sections) {
        this.base = base;
        List<Section> all = new ArrayList<>();
        sections.forEach((name, said) -> {
            // For its errors: now, and not when a cache is made.
            base.with(said);
            all.add(new Section(name, new EnumMap<>(said)));
        });
        this.sections = List.copyOf(all);
    }

    /** What holds for caches that no section is for. */
    public CacheSettings base() {
        return base;
    }

    /**
     * What holds for a cache.
     *
     * @throws ConfigurationException if two patterns match it equally well and contradict each other
     */
    public CacheSettings of(String cache) {
        Map<Option, Setting> said = new EnumMap<>(Option.class);
        Map<Option, Integer> ranks = new EnumMap<>(Option.class);
        Map<Option, Setting> rivals = new EnumMap<>(Option.class);
        for (Section section : sections) {
            int rank = section.rank(cache);
            if (rank < 0) {
                continue;
            }
            section.said.forEach((option, setting) -> {
                Setting before = said.get(option);
                int best = ranks.getOrDefault(option, -1);
                if (before == null || rank > best) {
                    ranks.put(option, rank);
                    said.put(option, setting);
                    rivals.remove(option);
                } else if (rank == best && !setting.text().equals(before.text())) {
                    rivals.put(option, setting);
                }
            });
        }
        rivals.forEach((option, rival) -> {
            throw new ConfigurationException("cache [" + cache + "]: " + said.get(option) + " but [" + rival.shown()
                    + "] in " + rival.where() + ", and both patterns fit equally well: write a section for ["
                    + cache + "]");
        });
        return base.with(said);
    }

    /**
     * What the section with the very name of a cache says of keys without a form of our own, and where, for messages;
     * {@code null} if nothing.
     */
    public @Nullable String saidOfRawKeys(String cache) {
        for (Section section : sections) {
            if (section.name.equals(cache) && !cache.equals(DEFAULT)) {
                Setting prefix = section.said.get(Option.KEY_PREFIX);
                if (prefix != null && !prefix.asKeyPrefix().isEmpty()) {
                    return prefix.toString();
                }
                Setting keys = section.said.get(Option.RAW_KEYS);
                return keys != null && keys.asRawKeys() == RawKeys.PLAIN ? keys.toString() : null;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheSections o && base.equals(o.base) && sections.equals(o.sections);
    }

    @Override
    public int hashCode() {
        return 31 * base.hashCode() + sections.hashCode();
    }

    @Override
    public String toString() {
        return "CacheSections[" + base + ", "
                + sections.stream().map(Section::name).toList() + "]";
    }
}
