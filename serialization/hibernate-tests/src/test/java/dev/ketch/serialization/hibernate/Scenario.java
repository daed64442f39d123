// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import dev.ketch.serialization.hibernate.Model.Author;
import dev.ketch.serialization.hibernate.Model.Book;
import dev.ketch.serialization.hibernate.Model.Country;
import dev.ketch.serialization.hibernate.Model.Plan;
import dev.ketch.serialization.hibernate.Model.Seat;
import dev.ketch.serialization.hibernate.Model.SeatId;
import dev.ketch.serialization.hibernate.Model.Tariff;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;

/** A day of an application with a second-level cache. */
final class Scenario {

    /** Held, so that its level stays. */
    private static final Logger QUIET = Logger.getLogger("org.hibernate");

    private static final UUID TENANT = new UUID(1, 2);

    private final SessionFactory sessions;

    private Scenario(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Runs it, and returns Hibernate's own count of what it found in its caches. */
    static Statistics run(boolean structured) {
        QUIET.setLevel(Level.SEVERE);
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Author.class)
                .addAnnotatedClass(Book.class)
                .addAnnotatedClass(Tariff.class)
                .addAnnotatedClass(Seat.class)
                .addAnnotatedClass(Country.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + (structured ? "structured" : "plain"))
                .setProperty("hibernate.connection.username", "sa")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .setProperty("hibernate.generate_statistics", "true")
                .setProperty("hibernate.cache.use_second_level_cache", "true")
                .setProperty("hibernate.cache.use_query_cache", "true")
                .setProperty("hibernate.cache.use_structured_entries", String.valueOf(structured))
                .setProperty("hibernate.cache.region.factory_class", "jcache")
                .setProperty("hibernate.javax.cache.provider", BytesProvider.class.getName())
                .setProperty("hibernate.javax.cache.missing_cache_strategy", "create");
        try (SessionFactory sessions = configuration.buildSessionFactory()) {
            Scenario scenario = new Scenario(sessions);
            scenario.store();
            for (int i = 0; i < 3; i++) {
                scenario.read();
                scenario.query();
            }
            scenario.change();
            scenario.read();
            scenario.query();
            scenario.delete();
            return sessions.getStatistics();
        }
    }

    private void in(Consumer<Session> work) {
        sessions.inTransaction(work::accept);
    }

    private void store() {
        in(session -> {
            for (long id = 1; id <= 3; id++) {
                Author author = new Author();
                author.id = id;
                author.email = "a" + id + "@example.com";
                author.tenant = TENANT;
                author.tags.add("tag " + id);
                author.visits.put("home", new Timestamp(1_700_000_000_123L));
                Book book = new Book();
                book.id = new UUID(id, id);
                book.title = "Book " + id;
                book.author = author;
                author.books.add(book);
                session.persist(author);
            }
            for (Plan plan : Plan.values()) {
                Tariff tariff = new Tariff();
                tariff.plan = plan;
                session.persist(tariff);
                Seat seat = new Seat();
                seat.id = seatId(plan);
                seat.taken = new Timestamp(1_700_000_000_456L);
                session.persist(seat);
            }
            Country country = new Country();
            country.code = "DE";
            country.name = "Deutschland";
            session.persist(country);
        });
    }

    private static SeatId seatId(Plan plan) {
        SeatId id = new SeatId();
        id.plan = plan;
        id.hall = TENANT;
        id.number = 5;
        return id;
    }

    private void read() {
        in(session -> {
            Author author = session.find(Author.class, 1L);
            expect(author.books.size() == 1 && author.tags.contains("tag 1") && author.visits.containsKey("home"));
            expect(author.created.getNanos() == 123_456_000 && author.plan != null && author.photo.length == 3);
            expect(session.find(Book.class, new UUID(1, 1)).title.startsWith("Book"));
            expect(session.find(Tariff.class, Plan.PAID).price.signum() > 0);
            expect(session.find(Seat.class, seatId(Plan.FREE)).taken.getNanos() == 456_000_000);
            expect(session.find(Country.class, "DE").name.equals("Deutschland"));
        });
        in(session -> expect(session.byNaturalId(Author.class)
                        .using("email", "a2@example.com")
                        .using("tenant", TENANT)
                        .load()
                != null));
    }

    private void query() {
        in(session -> {
            List<Author> authors = session.createQuery(
                            "from Author a where a.plan = :plan and a.created < :now and a.tenant = :tenant order by a.id",
                            Author.class)
                    .setParameter("plan", Plan.PAID)
                    .setParameter("now", new Timestamp(1_800_000_000_000L))
                    .setParameter("tenant", TENANT)
                    .setCacheable(true)
                    .getResultList();
            expect(authors.size() == 3);
            List<Object[]> rows = session.createQuery(
                            "select a.id, a.email, a.created, a.token, a.plan from Author a where a.id in (:ids)",
                            Object[].class)
                    .setParameterList("ids", List.of(1L, 2L))
                    .setMaxResults(2)
                    .setCacheable(true)
                    .getResultList();
            expect(rows.size() == 2 && ((Timestamp) rows.get(0)[2]).getNanos() == 123_456_000);
            List<String> names = session.createNativeQuery("select name from Country where code = ?1", String.class)
                    .setParameter(1, "DE")
                    .setCacheable(true)
                    .getResultList();
            expect(names.equals(List.of("Deutschland")));
        });
    }

    private void change() {
        in(session -> {
            Author author = session.find(Author.class, 1L);
            author.balance = author.balance.negate();
            author.tags.add("changed");
            session.find(Seat.class, seatId(Plan.FREE)).taken = new Timestamp(1_700_000_001_456L);
            session.find(Tariff.class, Plan.PAID).price = session.find(Tariff.class, Plan.PAID).price.add(java.math.BigDecimal.ONE);
        });
    }

    private void delete() {
        in(session -> {
            session.remove(session.find(Author.class, 3L));
            session.remove(session.find(Seat.class, seatId(Plan.PAID)));
        });
        in(session -> expect(session.find(Author.class, 3L) == null));
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new AssertionError("Hibernate found something else in its cache than it had stored");
        }
    }
}
