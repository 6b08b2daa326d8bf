"""The shape of the file, script by script. A released one is never edited; what changes is appended.

`PRAGMA user_version` counts the scripts that a file has seen. A semicolon ends a statement and stands nowhere else.
"""

SCRIPTS: tuple[str, ...] = (
    """
    CREATE TABLE calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- a forgotten call's id is not given again
        at INTEGER NOT NULL,
        offset INTEGER NOT NULL,
        line TEXT NOT NULL,
        number TEXT,
        calling TEXT NOT NULL,
        called TEXT NOT NULL,
        name TEXT NOT NULL,
        presentation TEXT NOT NULL,
        attestation TEXT NOT NULL,
        label TEXT NOT NULL,
        score INTEGER NOT NULL,
        suspected INTEGER NOT NULL,
        action TEXT NOT NULL,
        outcome TEXT,
        cause TEXT,
        acted_ms REAL,
        rang_s REAL,
        talked_s REAL,
        because TEXT NOT NULL,
        findings TEXT NOT NULL,
        notes TEXT NOT NULL,
        name_folded TEXT NOT NULL, -- SQLite folds the case of A to Z only
        notes_folded TEXT NOT NULL
    );
    CREATE INDEX calls_searched ON calls (at, number, name_folded, notes_folded);
    CREATE INDEX calls_number ON calls (number, at);
    CREATE INDEX calls_label ON calls (label, at);
    CREATE TABLE counts (
        day TEXT NOT NULL,
        label TEXT NOT NULL,
        calls INTEGER NOT NULL,
        PRIMARY KEY (day, label)
    ) WITHOUT ROWID;
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        pattern TEXT NOT NULL,
        kind TEXT NOT NULL,
        note TEXT NOT NULL,
        created INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        until INTEGER,
        until_offset INTEGER,
        once INTEGER NOT NULL,
        UNIQUE (pattern, kind)
    );
    CREATE TABLE contacts (
        source TEXT NOT NULL,
        place INTEGER NOT NULL, -- of the number in its book
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        PRIMARY KEY (source, place)
    ) WITHOUT ROWID;
    CREATE INDEX contacts_number ON contacts (number);
    CREATE TABLE dialled (number TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE lists (
        name TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        version TEXT NOT NULL,
        entries INTEGER NOT NULL,
        updated INTEGER,
        updated_offset INTEGER,
        checked INTEGER,
        checked_offset INTEGER,
        error TEXT,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        digest TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE complaints (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        country TEXT NOT NULL,
        recipient TEXT NOT NULL,
        company TEXT NOT NULL,
        company_folded TEXT NOT NULL,
        answers TEXT NOT NULL, -- a JSON object
        created INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        sent TEXT, -- days, as ISO 8601 writes them
        means TEXT NOT NULL,
        extended TEXT,
        answered TEXT,
        refused TEXT,
        closed TEXT,
        text TEXT NOT NULL,
        copy TEXT NOT NULL
    );
    CREATE INDEX complaints_company ON complaints (company_folded);
    CREATE TABLE complaint_calls (
        complaint INTEGER NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        call INTEGER NOT NULL, -- may be forgotten meanwhile
        PRIMARY KEY (complaint, call)
    ) WITHOUT ROWID;
    CREATE TABLE attachments (
        complaint INTEGER NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        digest TEXT NOT NULL, -- SHA-256 of the file
        PRIMARY KEY (complaint, name)
    ) WITHOUT ROWID;
    CREATE TABLE profile (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE companies (
        folded TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        email TEXT NOT NULL,
        pec TEXT NOT NULL,
        source TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE company_numbers (
        number TEXT PRIMARY KEY, -- one company a number: the one that the user named last
        company TEXT NOT NULL REFERENCES companies (folded) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE seals (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        call INTEGER, -- NULL once the call is gone, and its salt is empty
        salt TEXT NOT NULL,
        digest TEXT NOT NULL,
        chain TEXT NOT NULL
    );
    CREATE INDEX seals_call ON seals (call);
    CREATE TABLE sealing (first INTEGER NOT NULL); -- id of the first call that has a seal
    INSERT INTO sealing SELECT coalesce(max(id), 0) + 1 FROM calls
    """,
    """
    CREATE INDEX calls_counted ON calls (at, offset, label, action, outcome, rang_s, talked_s, number)
    """,
    """
    DROP INDEX calls_counted;
    CREATE INDEX calls_counted
        ON calls (at, offset, label, suspected, action, outcome, rang_s, talked_s, number)
    """,
    """
    CREATE TABLE calls_of_complaints (
        complaint INTEGER NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
        call INTEGER NOT NULL, -- may be forgotten meanwhile
        place INTEGER NOT NULL,
        PRIMARY KEY (complaint, call)
    ) WITHOUT ROWID;
    INSERT INTO calls_of_complaints SELECT complaint, call, place FROM complaint_calls;
    DROP TABLE complaint_calls;
    ALTER TABLE calls_of_complaints RENAME TO complaint_calls
    """,
    """
    ALTER TABLE contacts ADD COLUMN categories TEXT NOT NULL DEFAULT ''
    """,
    """
    CREATE TABLE entries_of_both (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        pattern TEXT NOT NULL, -- empty where the entry is of a name
        name TEXT NOT NULL, -- empty where it is of numbers
        name_folded TEXT NOT NULL,
        kind TEXT NOT NULL,
        note TEXT NOT NULL,
        created INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        until INTEGER,
        until_offset INTEGER,
        once INTEGER NOT NULL,
        UNIQUE (pattern, name_folded, kind)
    );
    INSERT INTO sqlite_sequence (name, seq)
        SELECT 'entries_of_both', seq FROM sqlite_sequence WHERE name = 'entries';
    INSERT INTO entries_of_both
        (id, pattern, name, name_folded, kind, note, created, created_offset, until, until_offset, once)
        SELECT id, pattern, '', '', kind, note, created, created_offset, until, until_offset, once FROM entries;
    DROP TABLE entries;
    ALTER TABLE entries_of_both RENAME TO entries
    """,
    """
    ALTER TABLE complaints ADD COLUMN received TEXT;
    ALTER TABLE complaints ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
    ALTER TABLE complaints ADD COLUMN insufficient TEXT;
    ALTER TABLE complaints ADD COLUMN point TEXT NOT NULL DEFAULT ''
    """,
    """
    CREATE TABLE last_import (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        kind TEXT NOT NULL,
        file TEXT NOT NULL,
        at INTEGER NOT NULL,
        at_offset INTEGER NOT NULL,
        before TEXT NOT NULL -- what it changed, as JSON
    )
    """,
    """
    ALTER TABLE calls ADD COLUMN heard TEXT
    """,
    """
    ALTER TABLE calls ADD COLUMN answered_by TEXT
    """,
    """
    CREATE TABLE shares (
        number TEXT NOT NULL,
        target TEXT NOT NULL, -- name of a list
        topic TEXT NOT NULL,
        day TEXT NOT NULL,
        company TEXT NOT NULL,
        state TEXT NOT NULL,
        at INTEGER NOT NULL,
        at_offset INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        error TEXT NOT NULL,
        PRIMARY KEY (number, target)
    ) WITHOUT ROWID;
    CREATE INDEX shares_at ON shares (at)
    """,
    """
    CREATE TABLE devices (
        name TEXT PRIMARY KEY,
        digest TEXT NOT NULL, -- SHA-256 of the token
        rights TEXT NOT NULL,
        books TEXT NOT NULL,
        created INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        seen INTEGER,
        seen_offset INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE device_deeds (
        entry INTEGER PRIMARY KEY, -- may be gone meanwhile
        device TEXT NOT NULL,
        number TEXT NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        at_offset INTEGER NOT NULL,
        former TEXT NOT NULL -- a JSON object, empty where nothing stood in its place
    );
    CREATE TABLE device_cards (
        item TEXT PRIMARY KEY, -- what a client calls the card that it has put
        uid TEXT NOT NULL,
        name TEXT NOT NULL,
        numbers TEXT NOT NULL -- of E.164, one a line
    ) WITHOUT ROWID;
    CREATE TABLE handed_out (
        book TEXT NOT NULL,
        item TEXT NOT NULL,
        tag TEXT NOT NULL, -- empty once the item is gone
        version INTEGER NOT NULL, -- of the book, when the item last changed
        PRIMARY KEY (book, item)
    ) WITHOUT ROWID
    """,
    """
    ALTER TABLE devices ADD COLUMN lists TEXT NOT NULL DEFAULT ''; -- names, with spaces between them
    CREATE TABLE revoked_devices (
        digest TEXT PRIMARY KEY, -- SHA-256 of the token, which opens nothing any more
        at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX calls_hours ON calls ((at / 1000000 + offset * 60) / 3600, label, suspected, at, offset)
    """,
)
KEYS_FIRST = 6
"""From this version on the key of each table WITHOUT ROWID stands first; SQLite 3.40 takes sound rows for broken otherwise."""
