"""A carrier as one callable.

Doors, each for the account that signs (`accounts.py`), and of its own parcels only:
`POST /waybills` {order_no, consignee, …} gives `{number, sorting_code}`, the same for the same order number;
`GET /waybills/{number}/label` that again; `POST …/handover` takes the parcel; `POST …/cancel` forgets one that was not
picked up (409 afterwards); `GET /events?after=<id>` lists what happened since, oldest first; the same is pushed to the
account's `push_url`. `GET /track?number=&phone=` is open to whoever knows the last four digits of the phone.
"""

import json
from collections.abc import Callable
from pathlib import Path

from simulators.carrier import accounts, pages, parcels, pushing
from simulators.carrier.company import DOMESTIC, Company
from simulators.clock import Clock, Shifted
from simulators.store import COMMON_SCHEMA, Row, Store
from simulators.web.outage import Outage
from simulators.web.routing import Handler, RefusedError, Request, Response, Router, answer, asked
from simulators.web.setting import setting
from simulators.web.ticker import Ticker

DEFAULT = {"step_seconds": 1.0, "duplicate": False, "push": True}


class Carrier:
    def __init__(self, state: Path, seed: str, clock: Clock, company: Company = DOMESTIC) -> None:
        self.store = Store(state / "parcels.sqlite3", COMMON_SCHEMA + accounts.SCHEMA + parcels.SCHEMA)
        self.clock, self.company = Shifted(clock), company
        self._outage = Outage(self.clock)
        self._ticker = Ticker(self.work)
        self._router = Router()
        self._doors()
        self._desk()

    def _doors(self) -> None:
        add = self._router.add
        add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": self.company.name}))
        add("GET", "/", lambda _: pages.home(self.store, self.company))
        add("POST", "/waybills", self._known(self._create))
        add("GET", "/waybills/{number}/label", self._known(self._label))
        add("POST", "/waybills/{number}/handover", self._known(self._hand_over))
        add("POST", "/waybills/{number}/cancel", self._known(self._cancel))
        add("GET", "/events", self._known(self._events))
        add("GET", "/track", self._open(self._track))

    def _desk(self) -> None:
        add = self._router.add
        add("POST", "/_sim/accounts", lambda request: accounts.register(self.store, request))
        add("GET", "/_sim/config", lambda _: answer(self.config()))
        add("POST", "/_sim/config", self._configure)
        add("POST", "/_sim/clock", setting(self.clock, self._ticker.ring))
        add("POST", "/_sim/say", self._say)
        add("POST", "/_sim/down", lambda request: answer(self._outage.begin(request.json())))
        add("GET", "/_sim/stats", lambda _: answer(self._stats()))

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def start(self) -> None:
        self._ticker.start()

    def stop(self) -> None:
        self._ticker.stop()
        self.store.close()

    def config(self) -> Row:
        kept = self.store.value("SELECT value FROM settings WHERE name = 'config'")
        return DEFAULT | (json.loads(kept) if kept else {})

    def work(self) -> bool:
        config = self.config()
        moved = parcels.move(self.store, self.company, config, self.clock())
        return (bool(config["push"]) and pushing.push(self.store, self.clock())) or moved

    def _open(self, handler: Handler) -> Handler:
        return lambda request: self._outage.answer() or handler(request)

    def _known(self, handler: Callable[[Request, str], Response]) -> Handler:
        def handle(request: Request) -> Response:
            return handler(request, accounts.speaker(self.store, request, self.clock()))

        return self._open(handle)

    def _create(self, request: Request, account: str) -> Response:
        return answer(parcels.create(self.store, self.company, account, request.json()), 201)

    def _label(self, request: Request, account: str) -> Response:
        return answer(parcels.label_of(parcels.own(self.store, account, request.params["number"])))

    def _hand_over(self, request: Request, account: str) -> Response:
        parcel = parcels.own(self.store, account, request.params["number"])
        parcels.hand_over(self.store, parcel, self.clock() + float(self.config()["step_seconds"]))
        self._ticker.ring()
        return answer({"number": parcel["number"]})

    def _cancel(self, request: Request, account: str) -> Response:
        parcel = parcels.own(self.store, account, request.params["number"])
        parcels.cancel(self.store, parcel)
        return answer({"number": parcel["number"]})

    def _events(self, request: Request, account: str) -> Response:
        after = request.query.get("after", "0")
        if not after.isdigit():
            raise RefusedError("after must be a number")
        return answer({"events": parcels.events_of(self.store, account, int(after))})

    def _track(self, request: Request) -> Response:
        number, phone = request.query.get("number", ""), request.query.get("phone", "")
        return answer({"number": number, "events": parcels.track(self.store, number, phone)})

    def _configure(self, request: Request) -> Response:
        merged = self.config() | request.json()
        self.store.run(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('config', ?)", json.dumps(merged)
        )
        self._ticker.ring()
        return answer(merged)

    def _say(self, request: Request) -> Response:
        """It says whatever is wanted: `{number, code, place?, place_en?, at?, stops?}`; the parcel goes no step."""
        body = request.json()
        number, code = asked(body, "number", "code")
        parcel = self.store.row("SELECT * FROM waybills WHERE number = ?", number)
        if parcel is None:
            raise RefusedError("no such waybill", 404)
        at = float(body.get("at") or self.clock())
        parcels.say(self.store, parcel, code, str(body.get("place", "")), str(body.get("place_en", "")), at)
        if body.get("stops"):
            self.store.run("UPDATE waybills SET due_at = NULL WHERE number = ?", number)
        self._ticker.ring()
        return answer({"number": number}, 201)

    def _stats(self) -> Row:
        by_step = self.store.rows("SELECT step, count(*) AS n FROM waybills GROUP BY step")
        last = len(self.company.way) - 1
        return {
            "waybills": sum(row["n"] for row in by_step),
            "signed": sum(r["n"] for r in by_step if r["step"] == last),
            "unpushed": self.store.value("SELECT count(*) FROM events WHERE pushed = 0"),
        }
