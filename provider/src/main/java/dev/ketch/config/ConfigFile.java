// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.config.YamlNode.Entry;
import dev.ketch.config.YamlNode.Items;
import dev.ketch.config.YamlNode.Section;
import dev.ketch.config.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a file of options: those of the manager, and below {@code caches} sections for caches. */
final class ConfigFile {
    /** What the sections stand below. */
    static final String CACHES = "caches";

    private final String where;
    private final Said said;

    private ConfigFile(String where, Said said) {
        this.where = where;
        this.said = said;
    }

    /**
     * Adds what a file says.
     *
     * @param where names the file, for messages
     */
    static void read(String yaml, String where, Said said) {
        new ConfigFile(where, said).top(YamlReader.read(yaml, where));
    }

    private void top(Section file) {
        for (Entry entry : file.entries()) {
            String name = entry.name().text();
            if (name.equals(CACHES)) {
                section(entry).entries().forEach(this::cache);
                continue;
            }
            Option option = Stream.of(Option.values())
                    .filter(o -> o.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Option.unknown(name, at(entry.name()), topNames()));
            String text = text(option, entry.value(), at(entry.value()));
            if (option != Option.CONFIG) {
                said.add(new Setting(option, text, at(entry.value())));
            } else if (!text.equals(Option.NO_FILE)) {
                throw new ConfigurationException("option [" + name + "] is [" + text + "] in " + at(entry.value())
                        + ": a file names no other, put everything into one");
            }
        }
    }

    private static List<String> topNames() {
        List<String> names = new ArrayList<>();
        Stream.of(Option.values()).map(Option::key).forEach(names::add);
        names.add(CACHES);
        return names;
    }

    private void cache(Entry cache) {
        String name = cache.name().text();
        if (name.isEmpty()) {
            throw new ConfigurationException(at(cache.name()) + " is a section without a name: write that of a cache, a"
                    + " pattern like order*, or " + CacheSections.DEFAULT);
        }
        for (Entry entry : section(cache).entries()) {
            String section = ", section [" + name + "]";
            Option option = Option.namedForCaches(entry.name().text(), at(entry.name()) + section);
            String place = at(entry.value()) + section;
            said.add(name, new Setting(option, text(option, entry.value(), place), place));
        }
    }

    private Section section(Entry entry) {
        if (entry.value() instanceof Section section) {
            return section;
        }
        throw new ConfigurationException(
                "[" + entry.name().text() + "] is " + entry.value().kind() + " in " + at(entry.value())
                        + ": write names with their values below it, or leave it out");
    }

    private static String text(Option option, YamlNode value, String where) {
        if (value instanceof Text text && !text.isNull()) {
            return text.text().trim();
        }
        if (value instanceof Items list
                && option.type().isList()
                && !list.items().isEmpty()) {
            List<String> items = new ArrayList<>();
            for (YamlNode item : list.items()) {
                if (!(item instanceof Text text) || text.isNull()) {
                    throw wrong(option, item, where);
                }
                items.add(text.text().trim());
            }
            return String.join(option.type().separator(), items);
        }
        throw wrong(option, value, where);
    }

    private static ConfigurationException wrong(Option option, YamlNode value, String where) {
        return new ConfigurationException("option [" + option.key() + "] is or holds " + value.kind() + " in " + where
                + ": write " + option.type().form() + " (the default is " + option.defaultText() + ")");
    }

    private String at(YamlNode node) {
        return where + " " + node.place();
    }
}
