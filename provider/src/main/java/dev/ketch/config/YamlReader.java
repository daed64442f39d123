// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.config.YamlNode.Entry;
import dev.ketch.config.YamlNode.Items;
import dev.ketch.config.YamlNode.Place;
import dev.ketch.config.YamlNode.Section;
import dev.ketch.config.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the YAML of a configuration: sections, lists and texts, each with its place.
 *
 * <p>From the parser's events, so that a file is never turned into objects by anybody else, cannot be nested deeper than
 * configurations are, and cannot be made to grow: anchors, aliases and tags are refused.
 */
final class YamlReader {
    /** Sections within sections; a configuration needs four. */
    private static final int DEEPEST = 10;

    private final Iterator<Event> events;
    private final String where;

    private YamlReader(Iterator<Event> events, String where) {
        this.events = events;
        this.where = where;
    }

    /**
     * The section that the file is.
     *
     * @param where names the file, for messages
     * @throws ConfigurationException if the text is no YAML, or no section
     */
    static Section read(String text, String where) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(where)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            return new YamlReader(new Parse(settings).parseString(text).iterator(), where).file();
        } catch (MarkedYamlEngineException e) {
            // Its own message shows the line, which may hold a secret.
            throw new ConfigurationException(
                    where + place(e.getProblemMark()) + " is no YAML: " + shown(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigurationException(where + " is no YAML: " + shown(String.valueOf(e.getMessage())));
        }
    }

    private static String shown(String problem) {
        if (problem.contains("tag handle")) {
            // It would name the tag, which may be a secret that begins with !.
            return "there is a tag, which begins with !: leave it out, or put the value into quotes";
        }
        return problem + (problem.contains("\\t") ? "; indent with spaces" : "");
    }

    private static String place(Optional<Mark> mark) {
        return mark.map(m -> " " + at(m)).orElse("");
    }

    private Section file() {
        next();
        if (next().getEventId() != Event.ID.DocumentStart) {
            throw new ConfigurationException(where + " is empty: write options, like timeout: 250ms");
        }
        YamlNode root = node(next(), 1);
        next();
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw bad(end, "begins a second document: put all into one, without ---");
        }
        if (root instanceof Section section) {
            return section;
        }
        throw new ConfigurationException(
                where + " " + root.place() + " is " + root.kind() + ": write options, like timeout: 250ms");
    }

    private YamlNode node(Event event, int depth) {
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent named && named.getAnchor().isPresent())) {
            throw bad(event, "has an anchor or alias: write the value out");
        }
        if (depth > DEEPEST) {
            throw bad(event, "is nested too deeply: no option is");
        }
        if (event instanceof ScalarEvent scalar) {
            refuse(scalar.getTag(), event);
            return new Text(scalar.getValue(), scalar.isPlain(), at(event));
        }
        refuse(((CollectionStartEvent) event).getTag(), event);
        return event.getEventId() == Event.ID.MappingStart ? section(event, depth) : items(event, depth);
    }

    private Section section(Event start, int depth) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Place> names = new HashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            if (!(node(event, depth + 1) instanceof Text name)) {
                throw bad(event, "has a list or section for a name: write a text");
            }
            Place earlier = names.putIfAbsent(name.text(), name.place());
            if (earlier != null) {
                throw bad(event, "has the name [" + name.text() + "] again, after " + earlier + ": leave one out");
            }
            entries.add(new Entry(name, node(next(), depth + 1)));
        }
        return new Section(List.copyOf(entries), at(start));
    }

    private Items items(Event start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Items(List.copyOf(items), at(start));
    }

    private void refuse(Optional<String> tag, Event event) {
        if (tag.isPresent()) {
            throw bad(event, "has a tag, which begins with !: leave it out, or put the value into quotes");
        }
    }

    private Event next() {
        return events.next();
    }

    private ConfigurationException bad(Event event, String what) {
        return new ConfigurationException(where + " " + at(event) + " " + what);
    }

    private static Place at(Event event) {
        return event.getStartMark().map(YamlReader::at).orElseGet(() -> new Place(1, 1));
    }

    private static Place at(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
