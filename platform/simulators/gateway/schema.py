"""The gateway's books."""

from simulators.store import COMMON_SCHEMA

SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS merchants (
    mchid TEXT PRIMARY KEY, appid TEXT NOT NULL, apiv3_key TEXT NOT NULL, public_key TEXT NOT NULL,
    serial TEXT NOT NULL, name TEXT NOT NULL, secret TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, appid TEXT NOT NULL, openid TEXT NOT NULL, expires_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS payments (
    id INTEGER PRIMARY KEY, mchid TEXT NOT NULL, out_trade_no TEXT NOT NULL, prepay_id TEXT NOT NULL UNIQUE,
    trade_type TEXT NOT NULL, appid TEXT NOT NULL, total INTEGER NOT NULL, asked TEXT NOT NULL,
    trade_state TEXT NOT NULL DEFAULT 'NOTPAY', transaction_id TEXT UNIQUE, success_at REAL, expires_at REAL,
    openid TEXT NOT NULL DEFAULT '', payer_name TEXT NOT NULL DEFAULT '',
    payer_id_number TEXT NOT NULL DEFAULT '',
    requests INTEGER NOT NULL DEFAULT 1, payments INTEGER NOT NULL DEFAULT 0, created_at REAL NOT NULL,
    UNIQUE (mchid, out_trade_no)
);
CREATE TABLE IF NOT EXISTS refunds (
    id INTEGER PRIMARY KEY, refund_id TEXT NOT NULL UNIQUE, mchid TEXT NOT NULL, out_refund_no TEXT NOT NULL,
    payment INTEGER NOT NULL, refund INTEGER NOT NULL, reason TEXT NOT NULL, notify_url TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'PROCESSING', due_at REAL, success_at REAL, created_at REAL NOT NULL,
    UNIQUE (mchid, out_refund_no)
);
CREATE INDEX IF NOT EXISTS refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS notices (
    id INTEGER PRIMARY KEY, notice_id TEXT NOT NULL, mchid TEXT NOT NULL, event_type TEXT NOT NULL,
    out_trade_no TEXT NOT NULL, url TEXT NOT NULL, resource TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    last_status TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,
    next_at REAL, created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS notices_due ON notices (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS customs_orders (
    mchid TEXT NOT NULL, out_trade_no TEXT NOT NULL, customs TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (mchid, out_trade_no, customs)
);
"""
)

FORGOTTEN_BY_RESET = ("payments", "refunds", "notices", "customs_orders")
