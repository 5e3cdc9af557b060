"""Who hears what: the whole life of an order on one screen.

A fact is recorded in the transaction of what it tells; each hearer gets it at least once, in the order of its
subject, outside of any transaction, in the scope of its mall. The hearer lives at or above the floor that owns
the data, and calls down.
"""

_PAGES, _PAGES_OF_STOCK = "storefront.tasks.renew_pages", "storefront.tasks.renew_pages_of_stock"
_SHELVES = "storefront.tasks.renew_shelves"
_SOLD = "orders.aftersale.sold.recount"

SUBSCRIPTIONS: dict[str, list[str]] = {
    "order.placed": [_PAGES_OF_STOCK],
    "order.paid": [
        "orders.logistics.tasks.assign_waybills",
        "orders.reactions.tasks.tell_shopper",
        "orders.settlement.tasks.post_paid",
        _SOLD,
    ],
    "package.waybill_assigned": [
        "customs.tasks.declare",
        "customs.tasks.push_payment",
        "orders.logistics.tasks.send_from_abroad",
        "orders.logistics.tasks.dispatch_domestic",
    ],
    "package.silent": [],
    "package.arrived": ["orders.logistics.tasks.dispatch"],
    "declaration.sent": [],
    "declaration.cancelled": ["orders.reactions.customs.free_cancelled"],
    "declaration.taken_back": ["orders.reactions.customs.restore_taken_back"],
    "package.dispatched": ["orders.logistics.tasks.subscribe"],
    "package.released": ["orders.logistics.tasks.dispatch", "orders.reactions.tasks.tell_shopper"],
    "package.rejected": ["orders.reactions.tasks.tell_shopper"],
    "package.identity_resubmitted": ["customs.tasks.declare_again"],
    "package.returned": [
        "orders.reactions.tasks.complete_order",
        "orders.reactions.tasks.tell_shopper",
        _SOLD,
    ],
    "package.lost": ["orders.reactions.tasks.complete_order", "orders.reactions.tasks.tell_shopper", _SOLD],
    "package.signed": [
        "orders.reactions.tasks.complete_order",
        "orders.reactions.tasks.tell_shopper",
        "orders.settlement.tasks.post_earned",
    ],
    "order.refunded": ["orders.reactions.tasks.tell_shopper"],
    "order.expired": ["orders.payments.tasks.close_payment", _PAGES_OF_STOCK],
    "order.address_changed": ["orders.logistics.tasks.readdress", "orders.reactions.tasks.tell_shopper"],
    "package.waybill_anew": [],
    "order.released": ["orders.logistics.tasks.assign_waybills"],
    "risk.case_opened": [],
    "dispute.opened": [],
    "dispute.paid_first": ["orders.settlement.tasks.post_advanced", "orders.reactions.tasks.tell_shopper"],
    "dispute.answered": [],
    "dispute.clawed_back": ["orders.settlement.tasks.post_clawed_back"],
    "dispute.borne": [],
    "dispute.rejected": [],
    "risk.blacklisted": [],
    "risk.lifted": [],
    "order.cancelled": [
        "orders.payments.tasks.close_payment",
        "orders.settlement.tasks.post_cancelled",
        "orders.logistics.tasks.cancel_waybills",
        _SOLD,
        _PAGES_OF_STOCK,
    ],
    # What public pages show: whoever changes it records one of these, and kept pages go out of date.
    "product.changed": [_SHELVES],
    "product.listed": [_SHELVES],
    "product.delisted": [_SHELVES],
    "product.recalled": [_SHELVES, "orders.reactions.recalls.warn_buyers"],
    "complaint.taken_down": ["catalog.tasks.tell_of_complaint"],
    "complaint.restored": ["catalog.tasks.tell_of_complaint"],
    "complaint.upheld": ["catalog.tasks.tell_of_complaint"],
    "category.changed": [_SHELVES, "catalog.tasks.renew_category"],
    "stock.received": [_PAGES],
    "stock.counted": [_PAGES],
    "stock.counted_many": [_PAGES],
    "review.published": [_PAGES],
    "review.answered": [_PAGES],
    "review.hidden": [_PAGES],
    "review.shown": [_PAGES],
    "supplier.changed": [_SHELVES],
    "content.changed": [_PAGES],
    "lanes.measured": [_PAGES],
    "desk.changed": ["storefront.tasks.renew_pages_of_desk"],
    "aftersale.requested": ["orders.reactions.tasks.tell_shopper"],
    "aftersale.approved": ["orders.reactions.tasks.tell_shopper", "customs.tasks.take_back"],
    "aftersale.refused": ["orders.reactions.tasks.tell_shopper", "orders.reactions.tasks.complete_order"],
    "aftersale.arbitrating": [],
    "aftersale.returning": [],
    "aftersale.received": [],
    "aftersale.settled": [
        "orders.reactions.tasks.tell_shopper",
        "orders.reactions.tasks.complete_order",
        "orders.settlement.tasks.post_refunded",
        _SOLD,
    ],
    "aftersale.withdrawn": ["orders.reactions.tasks.complete_order"],
    "identity.revealed": [],
    "privacy.export_asked": ["privacy.tasks.make_export"],
    "privacy.erasure_asked": [],
    "privacy.erasure_withdrawn": [],
    "privacy.account_erased": [],
    "privacy.person_erased": [],
    "privacy.identity_shredded": [],
    "what_if.slice_due": ["customs.policy.tasks.count_slice"],
    "import.check_due": ["seller.importing.tasks.check"],
    "import.slice_due": ["seller.importing.tasks.apply"],
}

# What the clock starts, for each open mall (periods: config.settings.JOB_PERIODS).
JOBS: dict[str, list[str]] = {
    "receipts": [
        "customs.tasks.poll_receipts",
        "customs.tasks.answer_requests",
        "customs.tasks.follow_pushes",
        "customs.reconcile.tasks.compare_bills",
        "orders.logistics.tasks.poll_tracking",
    ],
    "expiry": ["orders.tasks.expire_unpaid", "orders.aftersale.tasks.run_clocks"],
    "payments": ["orders.payments.tasks.ask_for_pending"],
    "bills": [
        "orders.payments.tasks.reconcile_yesterday",
        "orders.ledger_watch.watch",
        "orders.settlement.tasks.draw_statements",
        "orders.logistics.tasks.ask_trackers",
        "orders.logistics.tasks.watch_silence",
        "orders.logistics.tasks.measure_lanes",
    ],
    "daily": [
        "currency.tasks.import_published",
        "catalog.tasks.renew_search",
        "orders.aftersale.tasks.score_suppliers",
        "catalog.tasks.drop_struck_prices",
        "privacy.tasks.let_go",
    ],
    "hourly": ["catalog.tasks.warn_of_stock", "privacy.tasks.erase_due", "privacy.tasks.end_exports"],
}
