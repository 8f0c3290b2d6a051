CREATE TABLE documents (
        id TEXT PRIMARY KEY,            -- sha256 of the file, hex
        title TEXT NOT NULL,
        kind TEXT NOT NULL,             -- media type
        pages INTEGER NOT NULL,
        labels TEXT NOT NULL,           -- JSON list of printed page labels; empty where they are 1 to n
        path TEXT NOT NULL,             -- the person's file as last seen
        suffix TEXT NOT NULL,           -- of our copy
        size INTEGER,                   -- bytes; NULL while the file was never seen here
        mtime INTEGER,                  -- of the person's file, ns
        opened TEXT NOT NULL
    );
CREATE INDEX documents_opened ON documents (opened);
CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        voice TEXT NOT NULL,
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        deleted TEXT                    -- when; NULL for a living session
    , shown TEXT);
CREATE INDEX sessions_updated ON sessions (updated);
CREATE TABLE session_documents (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        document TEXT NOT NULL REFERENCES documents (id),
        PRIMARY KEY (session, position)
    );
CREATE INDEX session_documents_document ON session_documents (document);
CREATE TABLE turns (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        turn TEXT NOT NULL,             -- JSON
        streamed TEXT                   -- what has arrived of an answer not finished; NULL once it is
    , parent TEXT);
CREATE INDEX turns_session ON turns (session, position);
CREATE TABLE search_rows (
        id INTEGER PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        turn TEXT NOT NULL,             -- "" for the titles of the session and its documents
        folded TEXT NOT NULL,
        UNIQUE (session, turn)
    );
CREATE INDEX search_rows_turn ON search_rows (turn);
CREATE VIRTUAL TABLE search
    USING fts5 (folded, content = 'search_rows', content_rowid = 'id', tokenize = 'trigram');
CREATE TRIGGER search_added AFTER INSERT ON search_rows BEGIN
        INSERT INTO search (rowid, folded) VALUES (new.id, new.folded);
    END;
CREATE TRIGGER search_removed AFTER DELETE ON search_rows BEGIN
        INSERT INTO search (search, rowid, folded) VALUES ('delete', old.id, old.folded);
    END;
CREATE TRIGGER search_changed AFTER UPDATE ON search_rows BEGIN
        INSERT INTO search (search, rowid, folded) VALUES ('delete', old.id, old.folded);
        INSERT INTO search (rowid, folded) VALUES (new.id, new.folded);
    END;
CREATE TABLE derived (name TEXT PRIMARY KEY, version INTEGER NOT NULL);
PRAGMA user_version = 3;
