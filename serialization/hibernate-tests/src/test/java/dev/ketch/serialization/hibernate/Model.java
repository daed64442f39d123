// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/** Entities with ids and columns of many types. */
final class Model {

    private Model() {}

    enum Plan {
        FREE,
        PAID
    }

    @Entity(name = "Author")
    @Cacheable
    @NaturalIdCache
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Author {
        @Id
        Long id;

        @NaturalId
        String email;

        @NaturalId
        UUID tenant;

        @Version
        int version;

        @Enumerated(EnumType.STRING)
        Plan plan = Plan.PAID;

        UUID token = new UUID(7, 8);
        Timestamp created = Timestamp.from(Instant.ofEpochSecond(1_700_000_000, 123_456_000));
        Instant seen = Instant.ofEpochSecond(1_700_000_000, 987_654_000);
        LocalDate born = LocalDate.of(1980, 2, 29);
        BigDecimal balance = new BigDecimal("12.50");

        @Column(length = 100)
        byte[] photo = {1, 2, 3};

        Boolean active;

        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        List<Book> books = new ArrayList<>();

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
        Map<String, Timestamp> visits = new HashMap<>();
    }

    @Entity(name = "Book")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Book {
        @Id
        UUID id;

        String title;

        @ManyToOne(fetch = FetchType.LAZY)
        Author author;
    }

    @Entity(name = "Tariff")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    static class Tariff {
        @Id
        @Enumerated(EnumType.STRING)
        Plan plan;

        BigDecimal price = BigDecimal.ONE;
    }

    @Embeddable
    static class SeatId implements Serializable {
        private static final long serialVersionUID = 1L;

        @Enumerated(EnumType.STRING)
        Plan plan;

        UUID hall;
        int number;

        @Override
        public boolean equals(Object other) {
            return other instanceof SeatId
                    && ((SeatId) other).plan == plan
                    && ((SeatId) other).hall.equals(hall)
                    && ((SeatId) other).number == number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(plan, hall, number);
        }
    }

    @Entity(name = "Seat")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Seat {
        @EmbeddedId
        SeatId id;

        Timestamp taken;
    }

    @Entity(name = "Country")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    static class Country {
        @Id
        String code;

        String name;
    }
}
