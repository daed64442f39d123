// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.serialization.ClassPolicy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which classes may be read from stored bytes, and how much of them. Immutable; equal if they say the same.
 *
 * @param strict whether only listed classes are admitted
 * @param allow patterns of classes that are admitted
 * @param deny patterns of classes that are refused whatever else admits them
 * @param maxDepth how deep objects may be nested
 * @param maxObjects how many objects a value may hold
 * @param maxArrayLength how many elements an array or collection may have
 * @param maxValueSize how many bytes a serialized value may have
 */
public record ClassSettings(
        boolean strict,
        List<String> allow,
        List<String> deny,
        int maxDepth,
        long maxObjects,
        int maxArrayLength,
        long maxValueSize) {
    // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClassSettings o
                && strict == o.strict
                && allow.equals(o.allow)
                && deny.equals(o.deny)
                && maxDepth == o.maxDepth
                && maxObjects == o.maxObjects
                && maxArrayLength == o.maxArrayLength
                && maxValueSize == o.maxValueSize;
    }

    @Override
    public int hashCode() {
        return Objects.hash(strict, allow, deny, maxDepth, maxObjects, maxArrayLength, maxValueSize);
    }

    /**
     * The policy that says the same.
     *
     * @throws IllegalArgumentException if one of the patterns is none; the message names it
     */
    public ClassPolicy policy() {
        ClassPolicy policy =
                strict ? ClassPolicy.strict(allow) : ClassPolicy.open().allowing(allow);
        return policy.denying(deny).withLimits(maxDepth, maxObjects, maxArrayLength, maxValueSize);
    }
}
