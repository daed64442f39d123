// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memcached keys of one cache: {@code <namespace>:<cache>:<key part>}, at most 250 bytes of 0x21 to 0x7e. Two
 * different keys, or the same in two caches, never have the same memcached key but by a collision of digests (192 bits).
 * Immutable and thread-safe.
 *
 * <p>In namespace and cache name the bytes {@code :}, {@code %} and everything outside the range are %-escaped; a name
 * longer than 80 bytes then becomes {@code #} and its digest, and a name that begins with {@code #} has it escaped. The
 * key part of a String is the String, escaped the same way but for colons, with a leading {@code ~} escaped. Every other
 * type begins with {@code ~} and a letter; {@code ~h} is the digest of the {@linkplain KeyCodec canonical bytes}, also of
 * Strings that are too long.
 */
public final class WireKeys {

    /** The longest key that memcached takes. */
    public static final int MAX_BYTES = 250;

    private static final int MAX_NAME = 80;
    private static final char DIGEST_MARK = '#';
    private static final char TAG = '~';

    private final byte[] prefix;
    private final KeyCodec codec;

    private WireKeys(byte[] prefix, KeyCodec codec) {
        this.prefix = prefix;
        this.codec = codec;
    }

    /** Returns the keys of a cache. Both names may be any string, the empty one too. */
    public static WireKeys of(String namespace, String cacheName) {
        KeyCodec codec = new KeyCodec();
        byte[] first = name(Objects.requireNonNull(namespace, "namespace"), codec);
        byte[] second = name(Objects.requireNonNull(cacheName, "cacheName"), codec);
        byte[] prefix = new byte[first.length + second.length + 2];
        System.arraycopy(first, 0, prefix, 0, first.length);
        prefix[first.length] = ':';
        System.arraycopy(second, 0, prefix, first.length + 1, second.length);
        prefix[prefix.length - 1] = ':';
        return new WireKeys(prefix, codec);
    }

    private static byte[] name(String name, KeyCodec codec) {
        byte[] buffer = new byte[MAX_NAME];
        int end = WireText.put(name, DIGEST_MARK, ':', buffer, 0, MAX_NAME);
        if (end >= 0) {
            return Arrays.copyOf(buffer, end);
        }
        Scratch scratch = new Scratch();
        codec.encode(name, scratch.writer());
        byte[] marked = new byte[1 + Scratch.DIGEST_CHARS];
        marked[0] = DIGEST_MARK;
        scratch.digest(marked, 1);
        return marked;
    }

    /** Returns the bytes that every key of this cache, and no key of another, begins with. */
    public byte[] prefix() {
        return prefix.clone();
    }

    /**
     * Returns the memcached key of a key object.
     *
     * @throws SerializationException if the object cannot be a key, see {@link KeyCodec#encode}
     */
    public WireKey encode(Object key) {
        Objects.requireNonNull(key, "key");
        byte[] plain = key instanceof String text ? plain(text) : null;
        if (plain != null) {
            return new WireKey(plain, true);
        }
        Scratch scratch = codec.pool().take();
        byte[] buffer = scratch.wire();
        System.arraycopy(prefix, 0, buffer, 0, prefix.length);
        int end = key instanceof String text
                ? WireText.put(text, TAG, (char) 0, buffer, prefix.length, MAX_BYTES)
                : ReadableKeys.put(key, buffer, prefix.length, MAX_BYTES);
        WireKey wireKey =
                end < 0 ? digest(key, scratch) : new WireKey(Arrays.copyOf(buffer, end), ReadableKeys.rebuildable(key));
        codec.pool().giveBack(scratch);
        return wireKey;
    }

    /** The common case, in one allocation; null if anything needs an escape or there is no room. */
    private byte @Nullable [] plain(String text) {
        int length = text.length();
        if (prefix.length + length > MAX_BYTES || (length > 0 && text.charAt(0) == TAG)) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == '%') {
                return null;
            }
        }
        byte[] bytes = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        for (int i = 0; i < length; i++) {
            bytes[prefix.length + i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    private WireKey digest(Object key, Scratch scratch) {
        codec.encode(key, scratch.writer());
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + 2 + Scratch.DIGEST_CHARS);
        bytes[prefix.length] = TAG;
        bytes[prefix.length + 1] = 'h';
        scratch.digest(bytes, prefix.length + 2);
        return new WireKey(bytes, false);
    }

    /**
     * Returns the key object of a memcached key of this cache, or null if the bytes do not say it: they hold a digest, are
     * no key of this cache, or are not as {@link #encode} writes them.
     */
    public @Nullable Object decode(byte[] wireKey) {
        if (wireKey.length > MAX_BYTES
                || wireKey.length < prefix.length
                || !Arrays.equals(prefix, 0, prefix.length, wireKey, 0, prefix.length)) {
            return null;
        }
        boolean tagged = wireKey.length > prefix.length && wireKey[prefix.length] == TAG;
        String text = WireText.get(wireKey, prefix.length, wireKey.length);
        if (text == null) {
            return null;
        }
        Object key = tagged ? ReadableKeys.parse(text) : text;
        // Other spellings of a key ("%41", "~i+1") are not ours.
        return key != null && Arrays.equals(encode(key).bytes(), wireKey) ? key : null;
    }

    /**
     * Tells whether two key objects are the same key, by their canonical bytes. Their {@code equals} is no judge of a key
     * that comes from another JVM: that of Hibernate's composite keys compares stored hashes first, in which enums make
     * a difference.
     *
     * @throws SerializationException if one of them cannot be a key, see {@link KeyCodec#encode}
     */
    public boolean same(Object one, Object other) {
        return Arrays.equals(codec.encode(one), codec.encode(other));
    }

    /** Returns the reserved key of this cache's generation counter, which is never the key of an entry. */
    public byte[] generationKey() {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 2);
        key[prefix.length] = TAG;
        key[prefix.length + 1] = 'g';
        return key;
    }
}
