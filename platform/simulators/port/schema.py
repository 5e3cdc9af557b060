"""The port's books."""

from simulators.store import COMMON_SCHEMA

SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS enterprises (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS certificates (
    fingerprint TEXT NOT NULL, code TEXT NOT NULL, serial TEXT NOT NULL, PRIMARY KEY (fingerprint, code)
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, sender TEXT NOT NULL,
    sha256 TEXT NOT NULL, xml BLOB NOT NULL, arrivals INTEGER NOT NULL, conflicts INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT 'waiting', received_at REAL NOT NULL,
    waiting INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS messages_waiting ON messages (id) WHERE waiting = 1;
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY, message_row INTEGER NOT NULL, kind TEXT NOT NULL, order_no TEXT NOT NULL,
    key TEXT NOT NULL, guid TEXT NOT NULL, app_time TEXT NOT NULL, head TEXT NOT NULL,
    lines TEXT NOT NULL, dxp_id TEXT NOT NULL, state TEXT NOT NULL, accepted INTEGER NOT NULL,
    beside INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT '', info TEXT NOT NULL DEFAULT '', plan TEXT NOT NULL DEFAULT '[]',
    due_at REAL, pre_no TEXT NOT NULL DEFAULT '', invt_no TEXT NOT NULL DEFAULT '', created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_due ON documents (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS documents_order ON documents (order_no, kind);
CREATE INDEX IF NOT EXISTS documents_key ON documents (kind, key);
CREATE INDEX IF NOT EXISTS documents_message ON documents (message_row);
CREATE TABLE IF NOT EXISTS history (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, status TEXT NOT NULL, info TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS history_document ON history (document);
CREATE TABLE IF NOT EXISTS receipts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, order_no TEXT NOT NULL, dxp_id TEXT NOT NULL,
    publish_at REAL NOT NULL, row TEXT NOT NULL, xml BLOB NOT NULL, brought INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS receipts_to_bring ON receipts (dxp_id, publish_at) WHERE brought = 0;
CREATE INDEX IF NOT EXISTS receipts_poll ON receipts (kind, publish_at);
CREATE TABLE IF NOT EXISTS stocked (waybill TEXT PRIMARY KEY, bill TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS books (number TEXT NOT NULL, item TEXT NOT NULL, gcode TEXT NOT NULL, unit TEXT NOT NULL,
    PRIMARY KEY (number, item));
CREATE TABLE IF NOT EXISTS boxes (dxp_id TEXT PRIMARY KEY, door TEXT NOT NULL, config TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    receipt INTEGER PRIMARY KEY, tries INTEGER NOT NULL, next_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS announced (sha256 TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS certificate_texts (serial TEXT PRIMARY KEY, pem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS questions (
    session TEXT PRIMARY KEY, order_no TEXT NOT NULL, asked_at REAL NOT NULL, heard TEXT NOT NULL,
    answered_at REAL, verdict TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS fates (
    id INTEGER PRIMARY KEY, order_no TEXT, id_number TEXT, name TEXT, kind TEXT NOT NULL, fate TEXT NOT NULL,
    times INTEGER
);
CREATE TABLE IF NOT EXISTS quota (
    id INTEGER PRIMARY KEY, id_number TEXT NOT NULL, year TEXT NOT NULL, amount TEXT NOT NULL,
    state TEXT NOT NULL, document INTEGER
);
CREATE INDEX IF NOT EXISTS quota_person ON quota (id_number, year);
"""
)

FORGOTTEN_BY_RESET = (
    "messages",
    "documents",
    "history",
    "receipts",
    "deliveries",
    "announced",
    "questions",
    "fates",
    "quota",
    "stocked",
    "books",
)
