// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.OnUnavailable;
import java.util.Map;

/**
 * What holds for a cache whose configuration says nothing else. Immutable.
 *
 * @param onUnavailable what it does without its servers
 * @param items how its entries become items
 * @param expiry when its entries end
 * @param exactSliding whether entries end to the millisecond also where an access then takes two round trips
 * @param statistics whether statistics are on
 * @param management whether management is on
 * @param createOnGet whether the cache is made when it is asked for
 */
public record CacheSettings(
        OnUnavailable onUnavailable,
        ItemSettings items,
        ExpirySetting expiry,
        boolean exactSliding,
        boolean statistics,
        boolean management,
        boolean createOnGet) {
    /** These, with what a section says. */
    CacheSettings with(Map<Option, Setting> said) {
        return new CacheSettings(
                Setting.read(said, Option.ON_UNAVAILABLE, Setting::asOnUnavailable, onUnavailable),
                items.with(said),
                Setting.read(said, Option.EXPIRY, Setting::asExpiry, expiry),
                Setting.read(said, Option.SLIDING_EXPIRY, Setting::asExactSliding, exactSliding),
                Setting.read(said, Option.STATISTICS, Setting::asBoolean, statistics),
                Setting.read(said, Option.MANAGEMENT, Setting::asBoolean, management),
                Setting.read(said, Option.CREATE_ON_GET, Setting::asBoolean, createOnGet));
    }
}
