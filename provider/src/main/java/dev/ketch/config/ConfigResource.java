// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds and reads the file that a user names: a path, {@code classpath:} and a resource, or any URL. */
final class ConfigResource {
    /** In bytes; no configuration is that large, but what was named by mistake may be. */
    static final int LARGEST = 1 << 20;

    private static final String CLASSPATH = "classpath:";
    private static final int MILLIS = 10_000;
    private static final Pattern USER = Pattern.compile("//[^/?#]*@");

    private ConfigResource() {}

    /** Whether the URI of a manager names a file. */
    static boolean isNamedBy(String uri) {
        String text = uri.toLowerCase(Locale.ROOT);
        int end = text.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = text.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String path = text.substring(0, end);
        return !path.startsWith(UriParts.SCHEME + ":") && (path.endsWith(".yaml") || path.endsWith(".yml"));
    }

    /** A path or URL as a URI; not looked for. */
    static URI toUri(String location, String where) {
        Setting config = new Setting(Option.CONFIG, location, where);
        if (!isNamedBy(location)) {
            throw notNamed(config);
        }
        URI uri = uri(location);
        try {
            return uri == null ? Path.of(location).toUri() : uri;
        } catch (InvalidPathException e) {
            throw notNamed(config);
        }
    }

    /**
     * Throws if a location names a user; asked before anything can show it.
     *
     * <p>By its text: {@link URI} knows no user where the host has an underscore.
     */
    static void refuseUser(String location) {
        if (USER.matcher(location).find()) {
            throw new ConfigurationException("option [" + Option.CONFIG.key()
                    + "] names a user: it is shown in JMX and logs, so it carries no credentials; leave out everything up"
                    + " to the @");
        }
    }

    private static ConfigurationException notNamed(Setting config) {
        return new ConfigurationException(config + ": write " + Option.Type.CONFIG.form());
    }

    /**
     * The text of the file.
     *
     * @param config the option that names it
     * @throws ConfigurationException if it does not exist, cannot be read, is too large or no UTF-8
     */
    static String read(Setting config, ClassLoader loader) {
        String location = config.text();
        if (!isNamedBy(location)) {
            throw notNamed(config);
        }
        byte[] bytes;
        try (InputStream in = open(location, loader)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (FileNotFoundException e) {
            throw new ConfigurationException(config + ": " + e.getMessage() + "; check the name", e);
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new ConfigurationException(config + ": the file cannot be read: " + e, e);
        }
        if (bytes.length > LARGEST) {
            throw new ConfigurationException(
                    config + ": the file has more than " + LARGEST + " bytes, no configuration has: check the name");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(config + ": the file is not in UTF-8: save it so", e);
        }
    }

    private static InputStream open(String location, ClassLoader loader) throws IOException {
        if (location.regionMatches(true, 0, CLASSPATH, 0, CLASSPATH.length())) {
            InputStream in = resource(location.substring(CLASSPATH.length()), loader);
            if (in == null) {
                throw new FileNotFoundException("the class loader of the manager has no such resource");
            }
            return in;
        }
        URI uri = uri(location);
        String scheme = uri == null ? null : uri.getScheme();
        if (uri == null || scheme == null) {
            return openPath(uri == null || uri.getPath() == null ? location : uri.getPath(), loader);
        }
        // A single letter is a drive.
        if (scheme.length() == 1) {
            return openPath(location, loader);
        }
        if (scheme.equalsIgnoreCase("file")) {
            Path path = uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
            if (!Files.exists(path)) {
                throw new FileNotFoundException("there is no such file");
            }
            return Files.newInputStream(path);
        }
        return open(uri.toURL());
    }

    private static InputStream openPath(String path, ClassLoader loader) throws IOException {
        try {
            Path file = Path.of(path);
            if (Files.exists(file)) {
                return Files.newInputStream(file);
            }
        } catch (InvalidPathException e) {
            // May be a resource nevertheless.
        }
        InputStream in = resource(path, loader);
        if (in == null) {
            throw new FileNotFoundException("there is no such file (from the directory ["
                    + Path.of("").toAbsolutePath() + "]), and the class loader of the manager has no such resource");
        }
        return in;
    }

    private static @Nullable InputStream resource(String name, ClassLoader loader) throws IOException {
        URL url = loader.getResource(name.startsWith("/") ? name.substring(1) : name);
        return url == null ? null : open(url);
    }

    private static InputStream open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A jar in the JVM's cache would stay open, and its class loader be kept.
        connection.setUseCaches(false);
        connection.setConnectTimeout(MILLIS);
        connection.setReadTimeout(MILLIS);
        return connection.getInputStream();
    }

    private static @Nullable URI uri(String location) {
        try {
            return new URI(location);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
